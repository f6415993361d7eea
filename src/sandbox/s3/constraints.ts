/** Constraints of the S3 API model, 2006-03-01, for the operations the sandbox has; what XML bodies hold is checked where it is used. */

import { MetadataDirective, ObjectCannedACL, ObjectOwnership } from "@aws-sdk/client-s3";

import { oneOf } from "../wire/constraint.ts";
import type { Constraints } from "../wire/constraint.ts";

export const constraints: Constraints = {
  "CreateBucketRequest.ObjectOwnership": oneOf(ObjectOwnership),
  "CopyObjectRequest.ACL": oneOf(ObjectCannedACL),
  "CreateMultipartUploadRequest.ACL": oneOf(ObjectCannedACL),
  Key: { min: 1 },
  "ListBucketsRequest.ContinuationToken": { max: 1024 },
  MaxKeys: { min: 0, max: 2_147_483_647 },
  MetadataDirective: oneOf(MetadataDirective),
  MaxBuckets: { min: 1, max: 10_000 },
  "PutObjectRequest.ACL": oneOf(ObjectCannedACL),
};
