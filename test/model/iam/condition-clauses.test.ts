/** Conditions in statements: their clauses together, and keys that follow from the request itself. */

import { describe } from "vitest";

import { testCases, to, user, allow, deny, account, role, session } from "./decision-case.ts";

const when = (statement: Record<string, unknown>, condition: unknown): Record<string, unknown> => ({
  ...statement,
  Condition: condition,
});

const wrongAlgorithm = when(to({ ...deny, Action: "s3:PutObject" }, "*"), {
  Null: { "s3:x-amz-server-side-encryption": "false" },
  StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
});

describe("clauses of a statement", () => {
  const secure = { "aws:SecureTransport": true } as const;
  testCases([
    {
      name: "all operators must hold",
      identity: [when(allow, { Bool: { "aws:SecureTransport": "true" }, StringEquals: { x: "y" } })],
      context: secure,
      expect: "implicitDeny",
    },
    {
      name: "all keys must hold",
      identity: [when(allow, { StringEquals: { x: "y", z: "y" } })],
      context: { x: "y" },
      expect: "implicitDeny",
    },
    { name: "any value may", identity: [when(allow, { StringEquals: { x: ["y", "z"] } })], context: { x: "z" }, expect: "allowed" },
    {
      name: "keys are not case-sensitive",
      identity: [when(allow, { Bool: { "AWS:securetransport": true } })],
      context: secure,
      expect: "allowed",
    },
    {
      name: "an operator that is not known never allows",
      identity: [when(allow, { StringResembles: { x: "y" } })],
      expect: "implicitDeny",
      unknown: ["operator StringResembles"],
    },
    {
      name: "and always denies",
      identity: [allow, when(deny, { StringResembles: { x: "y" } })],
      expect: "explicitDeny",
      unknown: ["operator StringResembles"],
    },
    {
      name: "unless another clause rules the deny out",
      identity: [allow, when(deny, { StringResembles: { x: "y" }, StringEquals: { "aws:username": "bob" } })],
      expect: "allowed",
    },
    {
      name: "an element that is not known never allows",
      identity: [{ ...allow, Scope: "x" }],
      expect: "implicitDeny",
      unknown: ['element Scope: "x"'],
    },
    {
      name: "and always denies, if it applies",
      identity: [allow, { ...deny, Scope: 1 }],
      expect: "explicitDeny",
      unknown: ["element Scope: 1"],
    },
    {
      name: "which a deny of another action does not",
      identity: [allow, { ...deny, Action: "s3:PutObject", Scope: 1 }],
      expect: "allowed",
    },
    {
      name: "a deny without TLS fires when the key says so",
      identity: [allow],
      resource: [{ ...to(deny, "*"), Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      context: { "aws:securetransport": "false" },
      expect: "explicitDeny",
    },
    {
      name: "a wrong algorithm is denied when the header is sent",
      action: "s3:PutObject",
      identity: [{ ...allow, Action: "s3:*" }],
      resource: [wrongAlgorithm],
      context: { "s3:x-amz-server-side-encryption": "AES256" },
      expect: "explicitDeny",
    },
    {
      name: "and its absence is not",
      action: "s3:PutObject",
      identity: [{ ...allow, Action: "s3:*" }],
      resource: [wrongAlgorithm],
      expect: "allowed",
    },
  ]);
});

const is = (key: string, value: string): Record<string, unknown> => ({ ...allow, Condition: { StringEquals: { [key]: value } } });

describe("keys that follow from the request", () => {
  const tagged = {
    kind: "role-session",
    arn: session,
    account,
    role,
    id: "AROAEXAMPLEEXAMPLE000:run-1",
    tags: { Team: "claims" },
  } as const;
  testCases([
    { name: "a session's ARN is its role's", by: session, identity: [is("aws:PrincipalArn", role)], expect: "allowed" },
    {
      name: "the caller cannot give another",
      by: session,
      identity: [is("aws:PrincipalArn", user)],
      context: { "aws:principalArn": user },
      expect: "implicitDeny",
    },
    { name: "the account", identity: [is("aws:PrincipalAccount", account)], expect: "allowed" },
    { name: "the account of the resource", identity: [is("aws:ResourceAccount", account)], expect: "allowed" },
    { name: "the same under the name of S3", identity: [is("s3:ResourceAccount", account)], expect: "allowed" },
    { name: "a user's name is without path", identity: [is("aws:username", "alice")], expect: "allowed" },
    { name: "a session has no user name", by: session, identity: [is("aws:username", "run-1")], expect: "implicitDeny" },
    { name: "a session's user id", by: tagged, identity: [is("aws:userid", "AROAEXAMPLEEXAMPLE000:run-1")], expect: "allowed" },
    { name: "type of a session", by: session, identity: [is("aws:PrincipalType", "AssumedRole")], expect: "allowed" },
    { name: "type of a user", identity: [is("aws:PrincipalType", "User")], expect: "allowed" },
    { name: "tags, whatever the case of their keys", by: tagged, identity: [is("aws:PrincipalTag/team", "claims")], expect: "allowed" },
    {
      name: "the role's unique id, as a policy keeps it",
      by: tagged,
      resource: [to(allow, "AROAEXAMPLEEXAMPLE000")],
      expect: "allowed",
    },
    {
      name: "the unique id of a deleted role is no one's",
      by: session,
      resource: [to(allow, "AROAEXAMPLEEXAMPLE000")],
      expect: "implicitDeny",
    },
  ]);
});
