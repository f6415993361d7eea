/** Tags of buckets. */

import type {
  DeleteBucketTaggingRequest,
  GetBucketTaggingOutput,
  GetBucketTaggingRequest,
  PutBucketTaggingRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { noSuch } from "./error.ts";
import { openBucket, putBucket } from "./find-bucket.ts";

/** Source: S3 User Guide, CostAllocTagging. */
const quota = 50;

export function getBucketTagging(call: Call, input: GetBucketTaggingRequest): GetBucketTaggingOutput {
  const { tags } = openBucket(call, input, "GetBucketTagging");
  if (tags.length === 0) throw noSuch("NoSuchTagSet", "The TagSet does not exist");
  return { TagSet: [...tags] };
}

export function putBucketTagging(call: Call, input: PutBucketTaggingRequest): object {
  const bucket = openBucket(call, input, "PutBucketTagging");
  const tags = input.Tagging?.TagSet ?? [];
  const keys = new Set(tags.map(({ Key }) => Key));
  const isFormed = tags.every(({ Key = "", Value = "" }) => /^.{1,128}$/u.test(Key) && Value.length <= 256 && !Key.startsWith("aws:"));
  if (!isFormed || keys.size !== tags.length || tags.length > quota)
    throw new ServiceError("InvalidTag", "The TagSet you have provided is not valid");
  putBucket(call, { ...bucket, tags });
  return {};
}

export function deleteBucketTagging(call: Call, input: DeleteBucketTaggingRequest): object {
  putBucket(call, { ...openBucket(call, input, "PutBucketTagging"), tags: [] });
  return {};
}
