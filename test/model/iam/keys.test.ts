/** Key policies and grants in the decision of IAM. */

import { describe } from "vitest";

import { account, key, otherAccount, role, root, session, testCases, to, user } from "./decision-case.ts";

const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const request = { action: "kms:Decrypt", on: key } as const;
const delegates = to({ Effect: "Allow", Action: "kms:*", Resource: "*" }, root);
const grant = { id: "g1", granteePrincipal: role, operations: ["Decrypt", "DescribeKey"] };

describe("key policies", () => {
  testCases([
    { ...request, name: "without the key policy an identity policy gives nothing", identity: [decrypt], expect: "implicitDeny" },
    { ...request, name: "delegation makes identity policies count", identity: [decrypt], resource: [delegates], expect: "allowed" },
    { ...request, name: "delegation alone gives nothing", resource: [delegates], expect: "implicitDeny" },
    {
      ...request,
      name: "delegation of other actions is none",
      identity: [decrypt],
      resource: [to({ Effect: "Allow", Action: "kms:Describe*", Resource: "*" }, root)],
      expect: "implicitDeny",
    },
    { ...request, name: "naming the user is enough", resource: [to(decrypt, user)], expect: "allowed" },
    {
      ...request,
      name: "naming another user does not delegate",
      identity: [decrypt],
      resource: [to(decrypt, `${user}2`)],
      expect: "implicitDeny",
    },
    { ...request, name: "naming the role is enough for its sessions", by: session, resource: [to(decrypt, role)], expect: "allowed" },
    { ...request, name: "everyone is enough", resource: [to(decrypt, "*")], expect: "allowed" },
    { ...request, name: "the root user needs the key policy", by: root, resource: [to(decrypt, user)], expect: "implicitDeny" },
    { ...request, name: "and has it where the account is named", by: root, resource: [delegates], expect: "allowed" },
    {
      ...request,
      name: "across accounts both sides allow",
      owner: otherAccount,
      identity: [decrypt],
      resource: [delegates],
      expect: "allowed",
    },
    {
      ...request,
      name: "across accounts the key policy alone is not enough",
      owner: otherAccount,
      resource: [to(decrypt, user)],
      expect: "implicitDeny",
    },
    {
      name: "calls that are about no key need none",
      action: "kms:ListKeys",
      on: "*",
      identity: [{ ...decrypt, Action: "kms:List*" }],
      expect: "allowed",
    },
    {
      name: "an alias has no policy",
      action: "kms:CreateAlias",
      on: `arn:aws:kms:eu-west-1:${account}:alias/claims`,
      identity: [{ ...decrypt, Action: "kms:CreateAlias" }],
      expect: "allowed",
    },
    {
      ...request,
      name: "kms:CallerAccount is the caller's",
      resource: [{ ...to(decrypt, "*"), Condition: { StringEquals: { "kms:CallerAccount": otherAccount } } }],
      context: { "kms:CallerAccount": otherAccount },
      expect: "implicitDeny",
    },
    {
      ...request,
      name: "a role that another service uses",
      by: session,
      resource: [{ ...to(decrypt, role), Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } }],
      context: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      expect: "allowed",
    },
  ]);
});

describe("grants", () => {
  const constrained = { ...grant, encryptionContextEquals: { "aws:s3:arn": "arn:aws:s3:::claims" } };
  const subset = { ...grant, encryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::claims" } };
  const inContext = { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::claims" };
  testCases([
    { ...request, name: "allow the grantee", by: session, keyGrants: [grant], expect: "allowed" },
    { ...request, name: "allow no one else", keyGrants: [grant], expect: "implicitDeny" },
    { ...request, name: "allow their operations only", by: session, action: "kms:Encrypt", keyGrants: [grant], expect: "implicitDeny" },
    {
      ...request,
      name: "lose to a deny",
      by: session,
      identity: [{ ...decrypt, Effect: "Deny" }],
      keyGrants: [grant],
      expect: "explicitDeny",
    },
    {
      ...request,
      name: "are limited by a boundary",
      by: session,
      boundary: [{ ...decrypt, Action: "s3:*" }],
      keyGrants: [grant],
      expect: "implicitDeny",
    },
    {
      ...request,
      name: "hold with their encryption context",
      by: session,
      context: inContext,
      keyGrants: [constrained],
      expect: "allowed",
    },
    { ...request, name: "fail without it", by: session, keyGrants: [constrained], expect: "implicitDeny" },
    {
      ...request,
      name: "fail with more than it",
      by: session,
      context: { ...inContext, "kms:EncryptionContext:x": "y" },
      keyGrants: [constrained],
      expect: "implicitDeny",
    },
    {
      ...request,
      name: "of a subset hold with more",
      by: session,
      context: { ...inContext, "kms:EncryptionContext:x": "y" },
      keyGrants: [subset],
      expect: "allowed",
    },
    {
      ...request,
      name: "of a subset fail with another value",
      by: session,
      context: { "kms:EncryptionContext:aws:s3:arn": "z" },
      keyGrants: [subset],
      expect: "implicitDeny",
    },
    {
      ...request,
      name: "describe the key without encryption context",
      by: session,
      action: "kms:DescribeKey",
      keyGrants: [constrained],
      expect: "allowed",
    },
    {
      ...request,
      name: "go to services",
      by: "glue.amazonaws.com",
      keyGrants: [{ ...grant, granteePrincipal: "glue.amazonaws.com" }],
      expect: "allowed",
    },
    { ...request, name: "never go to everyone", keyGrants: [{ ...grant, granteePrincipal: "*" }], expect: "implicitDeny" },
    {
      ...request,
      name: "need an identity policy across accounts",
      by: session,
      owner: otherAccount,
      keyGrants: [grant],
      expect: "implicitDeny",
    },
  ]);
});
