/** The S3 operations of the sandbox. */

import type { Operations } from "../call.ts";
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus, putBucketPolicy } from "./bucket-policy.ts";
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from "./buckets.ts";
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from "./encryption.ts";
import { deleteBucketOwnershipControls, getBucketOwnershipControls, putBucketOwnershipControls } from "./ownership.ts";
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from "./public-access-block.ts";
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from "./tagging.ts";

export const operations: Operations = {
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  DeleteBucketEncryption: deleteBucketEncryption,
  DeleteBucketOwnershipControls: deleteBucketOwnershipControls,
  DeleteBucketPolicy: deleteBucketPolicy,
  DeleteBucketTagging: deleteBucketTagging,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  GetBucketEncryption: getBucketEncryption,
  GetBucketLocation: getBucketLocation,
  GetBucketOwnershipControls: getBucketOwnershipControls,
  GetBucketPolicy: getBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetBucketTagging: getBucketTagging,
  GetPublicAccessBlock: getPublicAccessBlock,
  HeadBucket: headBucket,
  ListBuckets: listBuckets,
  PutBucketEncryption: putBucketEncryption,
  PutBucketOwnershipControls: putBucketOwnershipControls,
  PutBucketPolicy: putBucketPolicy,
  PutBucketTagging: putBucketTagging,
  PutPublicAccessBlock: putPublicAccessBlock,
};
