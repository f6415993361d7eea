/** Statements of bucket policies about encryption: those that do what they are meant to, and the mistakes that are made with them. */

import { keyArn, objects, region } from "./scene.ts";
import type { Json } from "./scene.ts";

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customer = "s3:x-amz-server-side-encryption-customer-algorithm";

/** A Deny on writing for everybody. */
export function deny(sid: string, condition: Json, resource = objects): Json {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: resource, Condition: condition };
}

export const wrongAlgorithm = deny("DenyWrongSseAlgorithm", {
  Null: { [algorithm]: "false" },
  StringNotEquals: { [algorithm]: "aws:kms" },
});
export const wrongKey = deny("DenyWrongKmsKey", { Null: { [keyId]: "false" }, ArnNotEquals: { [keyId]: keyArn } });
export const noKey = deny("DenyKmsHeaderWithoutKey", { StringEquals: { [algorithm]: "aws:kms" }, Null: { [keyId]: "true" } });
export const customerKeys = deny("DenySseC", { Null: { [customer]: "false" } });
export const headerRequired = deny("DenyNoHeader", { StringNotEquals: { [algorithm]: "aws:kms" } });
export const strictKey = deny("DenyOtherKeys", { ArnNotEqualsIfExists: { [keyId]: keyArn } });

export const reencryption = { ...deny("DenyReencryption", {}), Action: "s3:UpdateObjectEncryption" };
export const replicaKey = { ...deny("DenyReplicaKey", { ArnNotEquals: { [keyId]: keyArn } }), Action: "s3:ReplicateObject" };
export const replicaAlgorithm = {
  ...deny("DenyReplicaAlgorithm", { StringNotEquals: { [algorithm]: "aws:kms" } }),
  Action: "s3:ReplicateObject",
};

/** Denies every wrong way of writing, and lets writers leave the header out. */
export const writesOptional: readonly Json[] = [wrongAlgorithm, wrongKey, noKey, customerKeys];

/** The same, and the ways to a wrong key that are no writes. */
export const headerOptional: readonly Json[] = [...writesOptional, reencryption, replicaKey, replicaAlgorithm];

export const mistakes = {
  bothInOne: deny("BothInOne", { Null: { [algorithm]: "true" }, StringNotEquals: { [algorithm]: "aws:kms" } }),
  twoStatements: [
    deny("NoHeader", { Null: { [algorithm]: "true" } }),
    deny("WrongHeader", { StringNotEquals: { [algorithm]: "aws:kms" } }),
  ],
  alias: deny("Alias", { StringNotEqualsIfExists: { [keyId]: "alias/adw-claims" } }),
  id: deny("Id", { StringNotEqualsIfExists: { [keyId]: keyArn.replace(/.*\//, "") } }),
  aliasAsArn: deny("AliasAsArn", { Null: { [keyId]: "false" }, ArnNotEquals: { [keyId]: "alias/adw-claims" } }),
  replica: deny("Replica", { Null: { [keyId]: "false" }, StringNotEquals: { [keyId]: keyArn.replace(region, "us-east-1") } }),
  noObjects: { ...headerRequired, Resource: objects.replace("/*", "") },
  algorithmOnly: wrongAlgorithm,
  notPrincipal: (arn: string): Json => ({
    Sid: "NotPrincipal",
    Effect: "Deny",
    NotPrincipal: { AWS: arn },
    Action: "s3:PutObject",
    Resource: objects,
  }),
} as const;
