/** The public access block of buckets; there is none for the account. */

import type {
  DeletePublicAccessBlockRequest,
  GetPublicAccessBlockOutput,
  GetPublicAccessBlockRequest,
  PutPublicAccessBlockRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { malformedXml } from "../wire/rest-xml-tree.ts";
import { noSuch } from "./error.ts";
import { openBucket, putBucket } from "./find-bucket.ts";

export function getPublicAccessBlock(call: Call, input: GetPublicAccessBlockRequest): GetPublicAccessBlockOutput {
  const { publicAccessBlock } = openBucket(call, input, "GetBucketPublicAccessBlock");
  if (publicAccessBlock === undefined) {
    throw noSuch("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");
  }
  return { PublicAccessBlockConfiguration: { ...publicAccessBlock } };
}

/** Replaces all four: a flag that is left out is off. Source: S3 API Reference, PutPublicAccessBlock. */
export function putPublicAccessBlock(call: Call, input: PutPublicAccessBlockRequest): object {
  const bucket = openBucket(call, input, "PutBucketPublicAccessBlock");
  const flags = input.PublicAccessBlockConfiguration;
  if (flags === undefined) throw malformedXml();
  const { BlockPublicAcls = false, IgnorePublicAcls = false, BlockPublicPolicy = false, RestrictPublicBuckets = false } = flags;
  putBucket(call, { ...bucket, publicAccessBlock: { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } });
  return {};
}

/** The permission is that of writing. Source: S3 API Reference, DeletePublicAccessBlock. */
export function deletePublicAccessBlock(call: Call, input: DeletePublicAccessBlockRequest): object {
  const bucket = openBucket(call, input, "PutBucketPublicAccessBlock");
  putBucket(call, { ...bucket, publicAccessBlock: undefined });
  return {};
}
