/** Default encryption of buckets. */

import type {
  DeleteBucketEncryptionRequest,
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  PutBucketEncryptionRequest,
  ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { malformedXml } from "../wire/rest-xml-tree.ts";
import { invalidArgument } from "./error.ts";
import { openBucket, putBucket } from "./find-bucket.ts";
import { newEncryption } from "./new-bucket.ts";
import type { DefaultEncryption } from "./state.ts";

export function getBucketEncryption(call: Call, input: GetBucketEncryptionRequest): GetBucketEncryptionOutput {
  const { encryption } = openBucket(call, input, "GetEncryptionConfiguration");
  return { ServerSideEncryptionConfiguration: { Rules: [showRule(encryption)] } };
}

function showRule({ algorithm, keyId, bucketKey, blocked }: DefaultEncryption): ServerSideEncryptionRule {
  return {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, ...(keyId !== undefined && { KMSMasterKeyID: keyId }) },
    BucketKeyEnabled: bucketKey,
    ...(blocked !== undefined && { BlockedEncryptionTypes: { EncryptionType: [blocked] } }),
  };
}

/** Replaces the whole configuration, what is blocked included; the key is not looked at. Source: S3 API Reference, PutBucketEncryption. */
export function putBucketEncryption(call: Call, input: PutBucketEncryptionRequest): object {
  const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
  const bucket = openBucket(call, input, "PutEncryptionConfiguration");
  const [rule, ...others] = rules;
  if (rule === undefined || others.length > 0) throw malformedXml();
  putBucket(call, { ...bucket, encryption: readRule(rule) });
  return {};
}

const algorithms: readonly DefaultEncryption["algorithm"][] = ["AES256", "aws:kms", "aws:kms:dsse"];

function readRule(rule: ServerSideEncryptionRule): DefaultEncryption {
  const { ApplyServerSideEncryptionByDefault: applied, BucketKeyEnabled: bucketKey = false, BlockedEncryptionTypes: types } = rule;
  if (applied === undefined && types === undefined) throw malformedXml();
  const { SSEAlgorithm: name = "AES256", KMSMasterKeyID: keyId } = applied ?? {};
  const algorithm = algorithms.find((known) => known === name);
  if (algorithm === undefined) {
    if (name === "aws:fsx" || name === "aws:backup") throw notImplemented(`the encryption ${name}`);
    throw malformedXml();
  }
  if (keyId !== undefined && algorithm === "AES256") {
    throw invalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
  }
  return { algorithm, keyId, bucketKey, blocked: readBlocked(types?.EncryptionType) };
}

function readBlocked(types: readonly string[] | undefined): DefaultEncryption["blocked"] {
  if (types === undefined) return undefined;
  const [only] = types;
  if (types.length !== 1 || (only !== "SSE-C" && only !== "NONE")) throw malformedXml();
  return only;
}

/** SSE-S3 again, never no encryption. */
export function deleteBucketEncryption(call: Call, input: DeleteBucketEncryptionRequest): object {
  const bucket = openBucket(call, input, "PutEncryptionConfiguration");
  putBucket(call, { ...bucket, encryption: newEncryption });
  return {};
}
