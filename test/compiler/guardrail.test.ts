/** What a guardrail leaves of an administrator's rights, by IAM's rules. */

import { describe, expect, test } from "vitest";

import type { AccountFacts, BucketFacts } from "../../src/model/account-facts.ts";
import type { Unread } from "../../src/model/state.ts";
import { keyFacts } from "../key-facts.ts";
import { account, bucketPolicy, decided, desiredOf, everything, guardrailOf, keyArn, region } from "./governed-account.ts";

const roles = `arn:aws:iam::${account}:role`;
const otherKey = keyArn.replace("1234abcd", "ffffffff");
const lake = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
operators: [Apply]
breakGlass: [BreakGlass]
locations: [{path: "s3://adw-claims/warehouse", role: Registration}]`;
const analysts = "kind: Group\nname: analysts\nclearance: 2\nprincipals: [{role: analyst}, {permissionSet: Data}]";
const etl = "kind: Group\nname: etl\nclearance: 1\nprincipals: [{role: loader}]";
const claims = `kind: Bucket\nname: adw-claims\nkey: ${keyArn}\ndirectAccess: [etl]`;
const open = `kind: Bucket\nname: adw-open\nkey: ${otherKey}`;

const state = desiredOf([lake, analysts, etl, claims]);
const role = `${roles}/analyst`;
const set = `${roles}/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Data_0123456789abcdef`;

const denied: readonly (readonly [string, string])[] = [
  ["s3:GetObject", "arn:aws:s3:::adw-claims/a"],
  ["s3:GetObjectVersion", "arn:aws:s3:::adw-claims/a"],
  ["s3:GetObjectAttributes", "arn:aws:s3:::adw-claims/a"],
  ["s3:PutObjectAcl", "arn:aws:s3:::adw-claims/a"],
  ["s3:ListBucket", "arn:aws:s3:::adw-claims"],
  ["s3:ListBucketVersions", "arn:aws:s3:::adw-claims"],
  ["s3:PutBucketPolicy", "arn:aws:s3:::adw-claims"],
  ["s3:DeleteBucketPolicy", "arn:aws:s3:::adw-claims"],
  ["s3:PutReplicationConfiguration", "arn:aws:s3:::adw-claims"],
  ["s3:PutInventoryConfiguration", "arn:aws:s3:::adw-claims"],
  ["s3:PutEncryptionConfiguration", "arn:aws:s3:::adw-claims"],
  ["s3:PutBucketLogging", "arn:aws:s3:::adw-claims"],
  ["s3:PutBucketPublicAccessBlock", "arn:aws:s3:::adw-claims"],
  ["kms:Decrypt", keyArn],
  ["kms:ReEncryptFrom", keyArn],
  ["kms:CreateGrant", keyArn],
  ["kms:PutKeyPolicy", keyArn],
  ["lakeformation:GrantPermissions", "*"],
  ["lakeformation:BatchRevokePermissions", "*"],
  ["lakeformation:AddLFTagsToResource", "*"],
  ["lakeformation:RemoveLFTagsFromResource", "*"],
  ["lakeformation:UpdateLFTag", "*"],
  ["lakeformation:DeleteLFTag", "*"],
  ["lakeformation:PutDataLakeSettings", "*"],
  ["lakeformation:DeregisterResource", "*"],
  ["lakeformation:UpdateResource", "*"],
  ["lakeformation:CreateLakeFormationOptIn", "*"],
  ["sts:AssumeRole", `${roles}/Registration`],
  ["sts:AssumeRole", `${roles}/data/Registration`],
  ["iam:PassRole", `${roles}/Registration`],
  ["iam:UpdateAssumeRolePolicy", `${roles}/Registration`],
  ["iam:PutRolePolicy", `${roles}/Registration`],
  ["iam:AttachRolePolicy", `${roles}/Registration`],
  ["iam:CreateRole", `${roles}/data/Registration`],
  ["s3:GetDataAccess", `arn:aws:s3:${region}:${account}:access-grants/default`],
  ["s3:CreateAccessGrant", `arn:aws:s3:${region}:${account}:access-grants/default/grant/1`],
  ["s3:CreateAccessGrantsLocation", `arn:aws:s3:${region}:${account}:access-grants/default/location/1`],
  ["s3:InitiateReplication", "arn:aws:s3:::adw-claims/a"],
  ["s3:ListObjectAnnotations", "arn:aws:s3:::adw-claims/a"],
  ["s3:ListObjectVersionAnnotations", "arn:aws:s3:::adw-claims/a"],
  ["s3:CreateBucketMetadataTableConfiguration", "arn:aws:s3:::adw-claims"],
  ["s3:UpdateBucketMetadataInventoryTableConfiguration", "arn:aws:s3:::adw-claims"],
];

const left: readonly (readonly [string, string])[] = [
  ["s3:GetObject", "arn:aws:s3:::athena-results/a"],
  ["s3:GetObject", "arn:aws:s3:::adw-claims-too/a"],
  ["s3:PutObject", "arn:aws:s3:::adw-claims/a"],
  ["kms:Decrypt", otherKey],
  ["kms:GenerateDataKey", keyArn],
  ["glue:GetTable", `arn:aws:glue:${region}:${account}:table/claims/patients`],
  ["lakeformation:GetDataAccess", "*"],
  ["lakeformation:ListLFTags", "*"],
  ["sts:AssumeRole", `${roles}/another`],
];

describe.each([
  ["a role", "analyst", role],
  ["a permission set", "Data", set],
])("%s that other policies allow everything", (_kind, name, by) => {
  const policies = { identity: [everything, guardrailOf(state, name)] };

  test.each(denied)("is denied %s on %s", (action, on) => {
    expect(decided({ by, action, on, policies })).toBe("explicitDeny");
  });

  test.each(left)("keeps %s on %s", (action, on) => {
    // Keys and roles have policies of their own, which decide beside these.
    expect(decided({ by, action, on, policies })).not.toBe("explicitDeny");
  });
});

test("what a reader needs is allowed where nothing else is", () => {
  for (const [by, name] of [
    [role, "analyst"],
    [set, "Data"],
  ] as const) {
    const policies = { identity: [guardrailOf(state, name)] };
    for (const action of ["lakeformation:GetDataAccess", "lakeformation:GetResourceLFTags"])
      expect(decided({ by, action, on: "*", policies })).toBe("allowed");
    expect(decided({ by, action: "glue:GetTables", on: `arn:aws:glue:${region}:${account}:database/claims`, policies })).toBe("allowed");
    expect(decided({ by, action: "glue:GetTables", on: `arn:aws:glue:us-east-1:${account}:database/claims`, policies })).toBe(
      "implicitDeny",
    );
  }
});

test("a permission set is left alone in other accounts, a role in other Regions", () => {
  const policies = { identity: [everything, guardrailOf(state, "Data")] };
  const elsewhere = set.replace(account, "444455556666");
  expect(decided({ by: elsewhere, action: "lakeformation:GrantPermissions", on: "*", policies })).not.toBe("explicitDeny");
  const identity = [everything, guardrailOf(state, "analyst")];
  const context = { "aws:RequestedRegion": "us-east-1" };
  expect(decided({ by: role, action: "lakeformation:GrantPermissions", on: "*", context, policies: { identity } })).toBe("allowed");
});

test("a role cannot take its own guardrail away", () => {
  const policies = { identity: [everything, guardrailOf(state, "analyst")] };
  for (const action of ["iam:DeleteRolePolicy", "iam:PutRolePolicy"]) {
    expect(decided({ by: role, action, on: role, policies })).toBe("explicitDeny");
    expect(decided({ by: role, action, on: `${roles}/another`, policies })).toBe("allowed");
  }
});

test("a group with direct access keeps the objects and the key, and nothing else", () => {
  const policies = { identity: [everything, guardrailOf(state, "loader")] };
  const by = `${roles}/loader`;
  expect(decided({ by, action: "s3:GetObject", on: "arn:aws:s3:::adw-claims/a", policies })).toBe("allowed");
  for (const action of ["kms:Decrypt", "kms:GenerateDataKey"])
    expect(decided({ by, action, on: keyArn, policies })).not.toBe("explicitDeny");
  for (const action of ["s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject"])
    expect(decided({ by, action, on: "arn:aws:s3:::adw-claims/a", policies })).toBe("allowed");
  expect(decided({ by, action: "s3:ListBucket", on: "arn:aws:s3:::adw-claims", policies })).toBe("allowed");
  for (const action of ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:DeleteBucket", "s3:PutReplicationConfiguration"])
    expect(decided({ by, action, on: "arn:aws:s3:::adw-claims", policies })).toBe("explicitDeny");
  for (const action of ["kms:PutKeyPolicy", "kms:CreateGrant", "kms:ReplicateKey"])
    expect(decided({ by, action, on: keyArn, policies })).toBe("explicitDeny");
  expect(decided({ by, action: "lakeformation:GrantPermissions", on: "*", policies })).toBe("explicitDeny");
});

test("access points are closed only where a bucket does not keep people out itself", () => {
  const paths = [
    ["s3:GetObject", `arn:aws:s3:${region}:${account}:accesspoint/claims/object/a`],
    ["s3:ListBucket", `arn:aws:s3::${account}:accesspoint/claims.mrap`],
    ["s3:PutAccessPointPolicy", `arn:aws:s3:${region}:${account}:accesspoint/claims`],
  ] as const;
  const loose = desiredOf([lake, analysts, etl, claims, open]);
  for (const [action, on] of paths) {
    expect(decided({ by: role, action, on, policies: { identity: [everything, guardrailOf(state, "analyst")] } })).toBe("allowed");
    expect(decided({ by: role, action, on, policies: { identity: [everything, guardrailOf(loose, "analyst")] } })).toBe("explicitDeny");
  }
  // S3 asks the bucket's policy about such a request, too, with the object's own ARN and who came by which access point.
  const context = { "s3:DataAccessPointArn": `arn:aws:s3:${region}:${account}:accesspoint/claims` };
  const alone = { identity: [everything], resource: bucketPolicy(state, "adw-claims") };
  expect(decided({ by: role, action: "s3:GetObject", on: "arn:aws:s3:::adw-claims/a", context, policies: alone })).toBe("explicitDeny");
});

test("a key that one bucket leaves open to a role is not denied for the sake of another", () => {
  const shared = `kind: Bucket\nname: adw-shared\nkey: ${keyArn}\ndirectAccess: []`;
  const policies = { identity: [everything, guardrailOf(desiredOf([lake, analysts, etl, claims, shared]), "loader")] };
  const by = `${roles}/loader`;
  expect(decided({ by, action: "kms:Decrypt", on: keyArn, policies })).not.toBe("explicitDeny");
  expect(decided({ by, action: "s3:GetObject", on: "arn:aws:s3:::adw-shared/a", policies })).toBe("explicitDeny");
});

function missing(kind: string): Unread {
  return { kind, what: "something", reason: "AccessDenied", isolated: true };
}

test("a key that also encrypts query results or the catalog is not denied, and the objects stay closed", () => {
  const key = keyFacts({ arn: keyArn, aliases: ["alias/adw"] });
  const encryption = { algorithm: "aws:kms", key: "alias/adw", bucketKey: true, blocked: [] };
  const own = { buckets: [{ name: "adw-claims", encryption }], keys: [key], managedPolicies: [], catalogKeys: [], workgroups: [] };
  const withBucket = (more: BucketFacts): AccountFacts => ({ ...own, buckets: [...own.buckets, more] });
  const withResults = (named: string): AccountFacts => ({ ...own, workgroups: [{ name: "analysts", resultKeys: [named] }] });
  const unknownAlias = { ...encryption, key: "alias/of-which-key" };
  const cases: readonly (readonly [facts: AccountFacts, unread: readonly Unread[], expected: string])[] = [
    [own, [], "explicitDeny"],
    [own, [missing("permission-set-policy"), missing("keys")], "explicitDeny"],
    [withBucket({ name: "athena-results", encryption }), [], "implicitDeny"],
    [{ ...own, catalogKeys: ["alias/adw"] }, [], "implicitDeny"],
    [withResults("alias/adw"), [], "implicitDeny"],
    [withResults("arn:aws:kms:ap-northeast-2:111122223333:alias/adw"), [], "implicitDeny"],
    [withResults(keyArn), [], "implicitDeny"],
    [withResults("1234abcd-12ab-34cd-56ef-1234567890ab"), [], "implicitDeny"],
    [withResults("alias/of-another-key"), [], "explicitDeny"],
    // What was not read may use the key.
    [own, [missing("buckets")], "implicitDeny"],
    [own, [missing("catalog-keys")], "implicitDeny"],
    [own, [missing("workgroups")], "implicitDeny"],
    [withBucket({ name: "athena-results" }), [], "implicitDeny"],
    [withBucket({ name: "athena-results", encryption: unknownAlias }), [], "explicitDeny"],
    [withBucket({ name: "athena-results", encryption: unknownAlias }), [missing("keys")], "implicitDeny"],
    [{ ...own, catalogKeys: ["alias/of-which-key"] }, [missing("keys")], "implicitDeny"],
    [withResults("alias/of-which-key"), [missing("keys")], "implicitDeny"],
  ];
  for (const [facts, unread, expected] of cases) {
    const policies = { identity: [everything, guardrailOf(desiredOf([lake, analysts, etl, claims], { facts, unread }), "analyst")] };
    expect(decided({ by: role, action: "kms:Decrypt", on: keyArn, policies })).toBe(expected);
    expect(decided({ by: role, action: "s3:GetObject", on: "arn:aws:s3:::adw-claims/a", policies })).toBe("explicitDeny");
  }
});
