/** Object ownership of buckets. Objects belong to the one account there is, so it is kept and shown only. */

import { ObjectOwnership } from "@aws-sdk/client-s3";
import type {
  DeleteBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput,
  GetBucketOwnershipControlsRequest,
  PutBucketOwnershipControlsRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { malformedXml } from "../wire/rest-xml-tree.ts";
import { noSuch } from "./error.ts";
import { openBucket, putBucket } from "./find-bucket.ts";

export function getBucketOwnershipControls(call: Call, input: GetBucketOwnershipControlsRequest): GetBucketOwnershipControlsOutput {
  const { ownership } = openBucket(call, input, "GetBucketOwnershipControls");
  if (ownership === undefined) throw noSuch("OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
}

export function putBucketOwnershipControls(call: Call, input: PutBucketOwnershipControlsRequest): object {
  const bucket = openBucket(call, input, "PutBucketOwnershipControls");
  const [rule, ...others] = input.OwnershipControls?.Rules ?? [];
  const ownership = Object.values(ObjectOwnership).find((name) => name === rule?.ObjectOwnership);
  if (ownership === undefined || others.length > 0) throw malformedXml();
  putBucket(call, { ...bucket, ownership });
  return {};
}

export function deleteBucketOwnershipControls(call: Call, input: DeleteBucketOwnershipControlsRequest): object {
  putBucket(call, { ...openBucket(call, input, "PutBucketOwnershipControls"), ownership: undefined });
  return {};
}
