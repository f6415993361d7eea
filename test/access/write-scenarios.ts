/** Random accounts with a bucket that somebody wants to write to: bucket policies, key policies, roles and default encryption. */

import * as fc from "fast-check";

import { account, objects, region, roleArn } from "./scene.ts";
import type { Json } from "./scene.ts";
import { deny } from "./statements.ts";

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const creates = "s3:ObjectCreationOperation";
export const writers = ["etl", "analyst", "bounded"];

/** Statements of bucket policies, in terms of the bucket's key. */
export const bucketStatements: Readonly<Record<string, (key: string) => Json>> = {
  wrongAlgorithm: () => deny("WrongAlgorithm", { Null: { [algorithm]: "false" }, StringNotEquals: { [algorithm]: "aws:kms" } }),
  wrongKey: (key) => deny("WrongKey", { Null: { [keyId]: "false" }, ArnNotEquals: { [keyId]: key } }),
  noKey: () => deny("NoKey", { StringEquals: { [algorithm]: "aws:kms" }, Null: { [keyId]: "true" } }),
  headerRequired: () => deny("HeaderRequired", { StringNotEquals: { [algorithm]: "aws:kms" } }),
  headerToCreate: () => deny("HeaderToCreate", { StringNotEquals: { [algorithm]: "aws:kms" }, Bool: { [creates]: "true" } }),
  strictKey: (key) => deny("StrictKey", { ArnNotEqualsIfExists: { [keyId]: key } }),
  bothInOne: () => deny("BothInOne", { Null: { [algorithm]: "true" }, StringNotEquals: { [algorithm]: "aws:kms" } }),
  byId: (key) => deny("ById", { StringNotEqualsIfExists: { [keyId]: key.replace(/.*\//, "") } }),
  customerKeys: () => deny("CustomerKeys", { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } }),
  onlyEtl: () => deny("OnlyEtl", { ArnNotLike: { "aws:PrincipalArn": [roleArn("etl"), roleArn("bou*")] } }),
  insecure: () => deny("Insecure", { Bool: { "aws:SecureTransport": "false" } }),
  letsAnalyst: () => ({ Sid: "Lets", Effect: "Allow", Principal: { AWS: roleArn("analyst") }, Action: "s3:PutObject", Resource: objects }),
  letsAccount: () => ({ Sid: "LetsAccount", Effect: "Allow", Principal: { AWS: account }, Action: "s3:*", Resource: objects }),
};

export const identityStatements: Readonly<Record<string, Json>> = {
  write: { Effect: "Allow", Action: "s3:Put*", Resource: objects },
  writeElsewhere: { Effect: "Allow", Action: "s3:PutObject", Resource: objects.replace("/*", "/other/*") },
  writeWithHeader: { Effect: "Allow", Action: "s3:PutObject", Resource: objects, Condition: { StringEquals: { [algorithm]: "aws:kms" } } },
  useKeys: { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" },
  onlyGenerate: { Effect: "Allow", Action: "kms:GenerateDataKey*", Resource: `arn:aws:kms:${region}:${account}:key/*` },
  useForObjects: {
    Effect: "Allow",
    Action: "kms:*",
    Resource: "*",
    Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": objects } },
  },
  useThroughS3: {
    Effect: "Allow",
    Action: "kms:*",
    Resource: "*",
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*" },
    },
  },
  never: { Effect: "Deny", Action: "kms:Decrypt", Resource: "*" },
};

export const byIam: Json = {
  Sid: "ByIam",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
export const keyPolicies: Readonly<Record<string, readonly Json[]>> = {
  byIam: [byIam],
  named: [
    { ...byIam, Action: ["kms:Put*", "kms:Get*", "kms:Describe*", "kms:List*", "kms:Create*"] },
    { Effect: "Allow", Principal: { AWS: roleArn("etl") }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" },
  ],
  denied: [byIam, { Effect: "Deny", Principal: { AWS: roleArn("etl") }, Action: "kms:GenerateDataKey", Resource: "*" }],
};

export interface Scenario {
  readonly bucketPolicy: readonly string[];
  readonly identities: readonly (readonly string[])[];
  readonly boundary: readonly string[];
  readonly keyPolicy: string;
  readonly byDefault: "AES256" | "arn" | "id" | "alias" | "managed" | "dsse" | "other";
  readonly bucketKey: boolean;
  readonly blocked: "SSE-C" | "NONE";
}

export function named<Item>(pool: Readonly<Record<string, Item>>, titles: readonly string[]): readonly Item[] {
  return Object.entries(pool).flatMap(([title, item]) => (titles.includes(title) ? [item] : []));
}

const someOf = (pool: object): fc.Arbitrary<readonly string[]> => fc.subarray(Object.keys(pool));

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  bucketPolicy: someOf(bucketStatements),
  // Half of them with the rights to write, or little is left to the rest.
  identities: fc.array(fc.oneof(someOf(identityStatements), fc.constant(["write", "useKeys"])), { minLength: 3, maxLength: 3 }),
  boundary: fc.oneof(someOf(identityStatements), fc.constant(["write", "useKeys"])),
  keyPolicy: fc.constantFrom(...Object.keys(keyPolicies)),
  byDefault: fc.constantFrom("AES256", "arn", "arn", "arn", "id", "alias", "managed", "dsse", "other"),
  bucketKey: fc.boolean(),
  blocked: fc.constantFrom("SSE-C", "NONE"),
});
