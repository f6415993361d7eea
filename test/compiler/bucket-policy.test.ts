/** What the policy of a governed bucket denies, and whom it spares, by IAM's rules. */

import { describe, expect, test } from "vitest";

import type { DesiredState, Role } from "../../src/model/state.ts";
import { account, bucketPolicy, decided, desiredOf, everything, keyArn } from "./governed-account.ts";
import type { Asked } from "./governed-account.ts";

const roles = `arn:aws:iam::${account}:role`;
const sso = `${roles}/aws-reserved/sso.amazonaws.com`;
const object = "arn:aws:s3:::adw-claims/warehouse/patients/1.parquet";
const bucket = "arn:aws:s3:::adw-claims";

const lake = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ap-northeast-2
operators: [Apply, {permissionSet: Platform}]
breakGlass: [{arn: "arn:aws:iam::${account}:user/emergency/kim"}]
locations: [{path: "s3://adw-claims/warehouse", role: Registration}, {path: "s3://adw-other", role: Elsewhere}]`;

const etl = "kind: Group\nname: etl\nclearance: 1\nprincipals: [{role: loader}, {permissionSet: Data}]";

const exempt = {
  "a role of a group": `${roles}/jobs/loader`,
  "a permission set of a group": `${sso}/ap-northeast-2/AWSReservedSSO_Data_0123456789abcdef`,
  "a role that is named": `${roles}/macie-scan`,
  "an operator": `${roles}/Apply`,
  "an operator by permission set": `${sso}/ap-northeast-2/AWSReservedSSO_Platform_0123456789abcdef`,
  "a break-glass principal": `arn:aws:iam::${account}:user/emergency/kim`,
  "the registration role": `${roles}/data/Registration`,
  "a service": "logging.s3.amazonaws.com",
};

const kept = {
  "somebody else": `${roles}/analyst`,
  "a permission set whose name begins alike": `${sso}/ap-northeast-2/AWSReservedSSO_Data_Admin_0123456789abcdef`,
  "a role that is called like one of a permission set": `${roles}/AWSReservedSSO_Data_0123456789abcdef`,
  "a permission set with another suffix": `${sso}/ap-northeast-2/AWSReservedSSO_Data_0123456789abcdef0`,
  "the permission set in another account": exemptElsewhere(),
  "a registration role of another bucket": `${roles}/Elsewhere`,
  "the root of the account": `arn:aws:iam::${account}:root`,
  "a request without signature": "*",
};

function exemptElsewhere(): string {
  return "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/ap-northeast-2/AWSReservedSSO_Data_0123456789abcdef";
}

function roleAt(arn: string): Role {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return { arn, name, path: arn.slice(arn.indexOf(":role/") + ":role".length, -name.length) };
}

const known = [...Object.values(exempt), `${roles}/Elsewhere`].filter((arn) => arn.includes(":role/")).map(roleAt);

const closed = "kind: Bucket\nname: adw-claims\nkey: KEY\ndirectAccess: [etl, {role: macie-scan}]\nprotectConfiguration: true";

/** The same policies, with the account's roles known and without: what is spared must be the same. */
const states: readonly (readonly [string, DesiredState])[] = [
  ["with an account", desiredOf([lake, etl, closed.replace("KEY", keyArn)], { roles: known })],
  ["offline", desiredOf([lake, etl, closed.replace("KEY", keyArn)])],
];

const sse = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";

function ask(state: DesiredState, asked: Omit<Asked, "policies">): string {
  const isService = asked.by.endsWith(".amazonaws.com");
  const context = isService ? { "aws:PrincipalIsAWSService": true, ...asked.context } : asked.context;
  return decided({
    ...asked,
    ...(context === undefined ? {} : { context }),
    policies: { identity: [everything], resource: bucketPolicy(state, "adw-claims") },
  });
}

describe.each(states)("direct access %s", (_name, state) => {
  describe.each([
    ["s3:GetObject", object],
    ["s3:PutObject", object],
    ["s3:DeleteObjectVersion", object],
    ["s3:ListBucket", bucket],
    ["s3:ListBucketVersions", bucket],
  ])("%s", (action, on) => {
    test.each(Object.entries(exempt))("is not denied to %s", (_who, by) => {
      expect(ask(state, { by, action, on })).not.toBe("explicitDeny");
    });

    test.each(Object.entries(kept))("is denied to %s", (_who, by) => {
      expect(ask(state, { by, action, on })).toBe("explicitDeny");
    });
  });

  test("leaves the bucket itself to whom its configuration belongs", () => {
    expect(ask(state, { by: `${roles}/analyst`, action: "s3:GetBucketLocation", on: bucket })).toBe("allowed");
  });
});

describe.each(states)("the configuration %s", (_name, state) => {
  test.each([
    ["an operator", `${roles}/Apply`, "allowed"],
    ["a break-glass principal", `arn:aws:iam::${account}:user/emergency/kim`, "allowed"],
    ["a direct reader", `${roles}/jobs/loader`, "explicitDeny"],
    ["the registration role", `${roles}/data/Registration`, "explicitDeny"],
    ["somebody else", `${roles}/analyst`, "explicitDeny"],
  ])("is changed by %s: %s is %s", (_who, by, expected) => {
    for (const action of ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutBucketPublicAccessBlock"])
      expect(ask(state, { by, action, on: bucket })).toBe(expected);
  });
});

test("nobody is denied what TLS protects, and everybody what it does not, break-glass principals too", () => {
  for (const [, state] of states) {
    for (const by of Object.values(exempt).filter((arn) => !arn.endsWith(".amazonaws.com")))
      expect(ask(state, { by, action: "s3:GetObject", on: object, context: { "aws:SecureTransport": false } })).toBe("explicitDeny");
  }
});

/** What a write carries, under both readings of the key's condition: what the header says, or what S3 will use. */
const writes: readonly (readonly [string, Readonly<Record<string, string>>, "optional" | "required" | "wrong"])[] = [
  ["no header", {}, "optional"],
  ["no header, the bucket's key shown", { [keyId]: keyArn }, "optional"],
  ["the bucket's key", { [sse]: "aws:kms", [keyId]: keyArn }, "required"],
  ["another key", { [sse]: "aws:kms", [keyId]: keyArn.replace("1234abcd", "ffffffff") }, "wrong"],
  ["the id of the key, not its ARN", { [sse]: "aws:kms", [keyId]: "1234abcd-12ab-34cd-56ef-1234567890ab" }, "wrong"],
  ["KMS without a key", { [sse]: "aws:kms" }, "wrong"],
  ["S3's own keys", { [sse]: "AES256" }, "wrong"],
  ["two layers", { [sse]: "aws:kms:dsse", [keyId]: keyArn }, "wrong"],
  ["the client's key", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }, "wrong"],
];

describe.each(["header-optional", "header-required"])("writers: %s", (writers) => {
  const state = desiredOf([lake, etl, `kind: Bucket\nname: adw-claims\nkey: ${keyArn}\nwriters: ${writers}`], { roles: known });

  test.each(writes)("a write with %s", (_what, context, kind) => {
    const isFine = kind === "required" || (kind === "optional" && writers === "header-optional");
    const result = ask(state, { by: `${roles}/analyst`, action: "s3:PutObject", on: object, context });
    expect(result).toBe(isFine ? "allowed" : "explicitDeny");
  });

  test.each(writes)("a replica with %s", (_what, context, kind) => {
    const result = ask(state, { by: `${roles}/replication`, action: "s3:ReplicateObject", on: object, context });
    expect(result).toBe(kind === "required" ? "allowed" : "explicitDeny");
  });

  test("nobody but break-glass encrypts objects anew in place, whatever policies see of the key", () => {
    for (const [, context] of writes) {
      const asked = { action: "s3:UpdateObjectEncryption", on: object, context };
      for (const by of [`${roles}/analyst`, `${roles}/Apply`]) expect(ask(state, { by, ...asked })).toBe("explicitDeny");
      expect(ask(state, { by: `arn:aws:iam::${account}:user/emergency/kim`, ...asked })).toBe("allowed");
    }
  });

  test("a break-glass principal writes as it must", () => {
    for (const [, context] of writes)
      expect(ask(state, { by: `arn:aws:iam::${account}:user/emergency/kim`, action: "s3:PutObject", on: object, context })).toBe("allowed");
  });

  test("a bucket without directAccess keeps nobody out", () => {
    expect(ask(state, { by: `${roles}/analyst`, action: "s3:GetObject", on: object })).toBe("allowed");
  });
});
