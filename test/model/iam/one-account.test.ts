/** Policies of one account in the decision of IAM, what limits them, and the root user. */

import { describe } from "vitest";

import { account, allow, allowAll, deny, otherAccount, role, root, session, testCases, to, user } from "./decision-case.ts";

const none = { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" };
const bob = `arn:aws:iam::${account}:user/bob`;
const federated = `arn:aws:sts::${account}:federated-user/alice`;

describe("identity and resource policies of one account", () => {
  testCases([
    { name: "nothing allows", expect: "implicitDeny" },
    { name: "the identity policy allows", identity: [allow], expect: "allowed" },
    { name: "the identity policy allows another action", identity: [none], expect: "implicitDeny" },
    { name: "the bucket policy alone allows the user", resource: [to(allow, user)], expect: "allowed" },
    { name: "the bucket policy alone allows another user", resource: [to(allow, bob)], expect: "implicitDeny" },
    { name: "the account as principal leaves it to identity policies", resource: [to(allow, root)], expect: "implicitDeny" },
    { name: "twelve digits are the account too", resource: [to(allow, account)], expect: "implicitDeny" },
    { name: "another account is not this one", identity: [allow], resource: [to(allow, otherAccount)], expect: "allowed" },
    { name: "everyone needs no identity policy", resource: [{ ...allow, Principal: "*" }], expect: "allowed" },
    { name: "everyone as AWS principal is everyone", resource: [to(allow, "*")], expect: "allowed" },
    { name: "a deny of the identity policy wins", identity: [allow, deny], resource: [to(allow, user)], expect: "explicitDeny" },
    { name: "a deny of the bucket policy wins", identity: [allow], resource: [to(deny, user)], expect: "explicitDeny" },
    { name: "a deny of the account reaches its users", identity: [allow], resource: [to(deny, account)], expect: "explicitDeny" },
    { name: "a deny of the role reaches its sessions", by: session, identity: [allow], resource: [to(deny, role)], expect: "explicitDeny" },
    {
      name: "a role of the same name with another path is another role",
      by: session,
      identity: [allow],
      resource: [to(deny, `arn:aws:iam::${account}:role/etl`)],
      expect: "allowed",
    },
    { name: "a principal with a wildcard is no pattern", resource: [to(allow, `arn:aws:iam::${account}:user/*`)], expect: "implicitDeny" },
    {
      name: "a bucket policy without principal allows no one",
      resource: [allow],
      expect: "implicitDeny",
      unknown: ["no element Principal"],
    },
    {
      name: "a bucket policy without principal denies everyone",
      identity: [allow],
      resource: [deny],
      expect: "explicitDeny",
      unknown: ["no element Principal"],
    },
    {
      name: "a canonical user may be the caller's account, so its deny counts",
      identity: [allow],
      resource: [{ ...deny, Principal: { CanonicalUser: "79a59df900b949e5" } }],
      expect: "explicitDeny",
      unknown: ["canonical user"],
    },
    {
      name: "and its allow does not",
      resource: [{ ...allow, Principal: { CanonicalUser: "79a59df900b949e5" } }],
      expect: "implicitDeny",
      unknown: ["canonical user"],
    },
  ]);
});

describe("limits", () => {
  testCases([
    { name: "the boundary limits the identity policy", identity: [allow], boundary: [none], expect: "implicitDeny" },
    { name: "identity policy and boundary meet", identity: [allow], boundary: [allowAll], expect: "allowed" },
    { name: "a boundary gives nothing", boundary: [allowAll], expect: "implicitDeny" },
    { name: "a boundary does not limit what the bucket gives the user", boundary: [none], resource: [to(allow, user)], expect: "allowed" },
    { name: "but its deny does", boundary: [allowAll, deny], resource: [to(allow, user)], expect: "explicitDeny" },
    {
      name: "it limits what the bucket gives the role",
      by: session,
      boundary: [none],
      resource: [to(allow, role)],
      expect: "implicitDeny",
    },
    { name: "and what it gives a role as simulated", by: role, boundary: [none], resource: [to(allow, role)], expect: "implicitDeny" },
    { name: "the role needs no identity policy", by: session, boundary: [allowAll], resource: [to(allow, role)], expect: "allowed" },
    {
      name: "it does not limit what the bucket gives the session",
      by: session,
      boundary: [none],
      resource: [to(allow, session)],
      expect: "allowed",
    },
    {
      name: "nor everyone with the role's ARN as a condition",
      by: session,
      boundary: [none],
      session: [none],
      resource: [{ ...allow, Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": role } } }],
      expect: "allowed",
    },
    { name: "a session policy limits the identity policy", by: session, identity: [allow], session: [none], expect: "implicitDeny" },
    { name: "identity and session policy meet", by: session, identity: [allow], session: [allowAll], expect: "allowed" },
    { name: "a session policy gives nothing", by: session, session: [allowAll], expect: "implicitDeny" },
    { name: "it limits what the bucket gives the role", by: session, session: [none], resource: [to(allow, role)], expect: "implicitDeny" },
    {
      name: "it does not limit what the bucket gives the session",
      by: session,
      session: [none],
      resource: [to(allow, session)],
      expect: "allowed",
    },
    { name: "a federated user has nothing without session policy", by: federated, identity: [allow], expect: "implicitDeny" },
    { name: "and with one what both allow", by: federated, identity: [allow], session: [allow], expect: "allowed" },
    { name: "and what the bucket gives the federated user", by: federated, resource: [to(allow, federated)], expect: "allowed" },
    {
      name: "what the bucket gives the user behind it is limited by the session policy",
      by: { kind: "federated-user", arn: federated, account, user },
      session: [none],
      resource: [to(allow, user)],
      expect: "implicitDeny",
    },
  ]);
});

describe("the root user", () => {
  testCases([
    { name: "may everything in its account", by: root, expect: "allowed" },
    { name: "is stopped by a bucket policy", by: root, resource: [{ ...deny, Principal: "*" }], expect: "explicitDeny" },
    {
      name: "but keeps the bucket policy itself",
      by: root,
      action: "s3:PutBucketPolicy",
      on: "arn:aws:s3:::claims",
      resource: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
      expect: "allowed",
    },
    { name: "is under service control policies", by: root, scps: [[none]], expect: "implicitDeny" },
    { name: "has nothing in another account", by: root, owner: otherAccount, expect: "implicitDeny" },
    { name: "and there what the account is given", by: root, owner: otherAccount, resource: [to(allow, account)], expect: "allowed" },
    {
      name: "cannot assume roles",
      by: root,
      action: "sts:AssumeRole",
      on: role,
      resource: [{ Effect: "Allow", Principal: { AWS: root }, Action: "sts:AssumeRole" }],
      expect: "implicitDeny",
    },
  ]);
});
