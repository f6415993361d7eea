/** Callers from other accounts, services and nobody in the decision of IAM, and NotPrincipal. */

import { describe } from "vitest";

import { account, allow, allowAll, deny, otherAccount, role, root, session, testCases, to, user } from "./decision-case.ts";

const none = { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" };
const glue = "glue.amazonaws.com";

describe("across accounts", () => {
  testCases([
    { name: "the identity policy alone is not enough", owner: otherAccount, identity: [allow], expect: "implicitDeny" },
    { name: "the bucket policy alone is not enough", owner: otherAccount, resource: [to(allow, user)], expect: "implicitDeny" },
    { name: "both are", owner: otherAccount, identity: [allow], resource: [to(allow, user)], expect: "allowed" },
    { name: "the account as principal is", owner: otherAccount, identity: [allow], resource: [to(allow, root)], expect: "allowed" },
    { name: "everyone is", owner: otherAccount, identity: [allow], resource: [{ ...allow, Principal: "*" }], expect: "allowed" },
    { name: "everyone alone is not", owner: otherAccount, resource: [{ ...allow, Principal: "*" }], expect: "implicitDeny" },
    {
      name: "the owner's account does not stand for the caller's",
      owner: otherAccount,
      identity: [allow],
      resource: [to(allow, otherAccount)],
      expect: "implicitDeny",
    },
    {
      name: "a boundary limits even a session that is named",
      by: session,
      owner: otherAccount,
      identity: [allow],
      boundary: [none],
      resource: [to(allow, session)],
      expect: "implicitDeny",
    },
    {
      name: "so does a session policy",
      by: session,
      owner: otherAccount,
      identity: [allow],
      session: [none],
      resource: [to(allow, session)],
      expect: "implicitDeny",
    },
  ]);
});

describe("services", () => {
  const given = { ...allow, Principal: { Service: glue } };
  testCases([
    { name: "need a resource policy", by: glue, identity: [allow], expect: "implicitDeny" },
    { name: "are allowed by name", by: glue, resource: [given], expect: "allowed" },
    { name: "are not allowed by another's name", by: "athena.amazonaws.com", resource: [given], expect: "implicitDeny" },
    { name: "belong to no account", by: glue, resource: [to(allow, account)], expect: "implicitDeny" },
    { name: "are hit by a deny of everyone", by: glue, resource: [given, { ...deny, Principal: "*" }], expect: "explicitDeny" },
    {
      name: "unless it leaves services out",
      by: glue,
      resource: [given, { ...deny, Principal: "*", Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } }],
      expect: "allowed",
    },
    {
      name: "which does not leave users out",
      identity: [allow],
      resource: [{ ...deny, Principal: "*", Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } }],
      expect: "explicitDeny",
    },
    { name: "are not under service control policies", by: glue, resource: [given], scps: [[none]], expect: "allowed" },
    { name: "users are not services", resource: [{ ...allow, Principal: { Service: glue } }], expect: "implicitDeny" },
  ]);
});

describe("anonymous callers", () => {
  testCases([
    { name: "have nothing", by: "*", expect: "implicitDeny" },
    { name: "have what everyone has", by: "*", resource: [{ ...allow, Principal: "*" }], expect: "allowed" },
    { name: "are in no account", by: "*", resource: [to(allow, account)], expect: "implicitDeny" },
    { name: "are not under service control policies", by: "*", resource: [to(allow, "*")], scps: [[deny]], expect: "allowed" },
    { name: "are under resource control policies", by: "*", resource: [to(allow, "*")], rcps: [[to(deny, "*")]], expect: "explicitDeny" },
    {
      name: "do not say whether they are a service",
      by: "*",
      resource: [{ ...allow, Principal: "*", Condition: { Null: { "aws:PrincipalIsAWSService": "true" } } }],
      expect: "allowed",
    },
  ]);
});

/** The statement on the bucket's objects, for all but some. */
const but = (effect: string, ...names: readonly string[]): Record<string, unknown> => ({
  ...allow,
  Effect: effect,
  NotPrincipal: { AWS: names },
});

describe("NotPrincipal", () => {
  testCases([
    { name: "a deny spares the user it names", identity: [allow], resource: [but("Deny", user, root)], expect: "allowed" },
    {
      name: "and hits others",
      identity: [allow],
      resource: [but("Deny", `arn:aws:iam::${account}:user/bob`, root)],
      expect: "explicitDeny",
    },
    { name: "the account does not stand for its users", identity: [allow], resource: [but("Deny", root)], expect: "explicitDeny" },
    { name: "but for its root user", by: root, resource: [but("Deny", root)], expect: "allowed" },
    {
      name: "a deny spares no one with a boundary",
      identity: [allow],
      boundary: [allowAll],
      resource: [but("Deny", user)],
      expect: "explicitDeny",
    },
    {
      name: "a session is spared with its role",
      by: session,
      identity: [allow],
      resource: [but("Deny", session, role)],
      expect: "allowed",
    },
    { name: "a role is spared", by: role, identity: [allow], resource: [but("Deny", role)], expect: "allowed" },
    {
      name: "whether the role alone spares its sessions is not documented",
      by: session,
      identity: [allow],
      resource: [but("Deny", role)],
      expect: "explicitDeny",
      unknown: ["NotPrincipal"],
    },
    { name: "an allow goes to others", resource: [but("Allow", `arn:aws:iam::${account}:user/bob`)], expect: "allowed" },
    { name: "and to no one of an account it names", resource: [but("Allow", root)], expect: "implicitDeny" },
    { name: "nor to sessions of a role it names", by: session, resource: [but("Allow", role)], expect: "implicitDeny" },
    {
      name: "a service is spared by name",
      by: glue,
      resource: [
        { ...deny, NotPrincipal: { Service: glue } },
        { ...allow, Principal: { Service: glue } },
      ],
      expect: "allowed",
    },
  ]);
});

describe("organization policies", () => {
  const linked = `arn:aws:iam::${account}:role/aws-service-role/glue.amazonaws.com/AWSServiceRoleForGlue`;
  const slr = { kind: "role-session", arn: `arn:aws:sts::${account}:assumed-role/AWSServiceRoleForGlue/x`, account, role: linked } as const;
  testCases([
    { name: "every level allows", identity: [allow], scps: [[allowAll], [allow]], expect: "allowed" },
    { name: "a level that does not allow", identity: [allow], scps: [[allowAll], [none]], expect: "implicitDeny" },
    { name: "a level that denies", identity: [allow], scps: [[allowAll, deny], [allowAll]], expect: "explicitDeny" },
    { name: "they limit what a bucket gives a user", resource: [to(allow, user)], scps: [[none]], expect: "implicitDeny" },
    { name: "service-linked roles are left out", by: slr, identity: [allow], scps: [[none]], rcps: [[to(deny, "*")]], expect: "allowed" },
    { name: "resource control policies deny", identity: [allow], rcps: [[to(deny, "*")]], expect: "explicitDeny" },
    { name: "and need not allow", identity: [allow], rcps: [[to({ ...deny, Action: "s3:PutObject" }, "*")]], expect: "allowed" },
  ]);
});

describe("asking who one is", () => {
  const request = { action: "sts:GetCallerIdentity", on: "*" } as const;
  testCases([
    { ...request, name: "is free", expect: "allowed" },
    { ...request, name: "whatever denies it", identity: [{ ...deny, Action: "*", Resource: "*" }], scps: [[deny]], expect: "allowed" },
    { ...request, name: "but not without credentials", by: "*", expect: "implicitDeny" },
  ]);
});

describe("assuming roles", () => {
  const trust = { Effect: "Allow", Action: "sts:AssumeRole" };
  const assume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: role };
  const request = { action: "sts:AssumeRole", on: role } as const;
  const web = { kind: "federated", arn: "arn:aws:iam::111122223333:saml-provider/idp" } as const;
  testCases([
    { ...request, name: "an identity policy alone is not enough", identity: [assume], expect: "implicitDeny" },
    { ...request, name: "the trust policy that names the user is", resource: [to(trust, user)], expect: "allowed" },
    { ...request, name: "the trusted account is not", resource: [to(trust, root)], expect: "implicitDeny" },
    { ...request, name: "with an identity policy it is", identity: [assume], resource: [to(trust, root)], expect: "allowed" },
    {
      ...request,
      name: "a service is trusted by name",
      by: glue,
      resource: [{ ...trust, Principal: { Service: glue } }],
      expect: "allowed",
    },
    {
      name: "an identity provider is trusted by ARN",
      by: web,
      action: "sts:AssumeRoleWithSAML",
      on: role,
      resource: [{ Effect: "Allow", Action: "sts:AssumeRoleWithSAML", Principal: { Federated: web.arn } }],
      expect: "allowed",
    },
    {
      name: "an account has no say in it",
      by: web,
      action: "sts:AssumeRoleWithSAML",
      on: role,
      resource: [to({ ...trust, Action: "*" }, root)],
      expect: "implicitDeny",
    },
    {
      name: "other calls on a role need no trust",
      action: "iam:GetRole",
      on: role,
      identity: [{ ...assume, Action: "iam:Get*" }],
      expect: "allowed",
    },
  ]);
});
