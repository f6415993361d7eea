/** Bucket policies: reading, writing, and whether they are public. */

import type {
  DeleteBucketPolicyRequest,
  GetBucketPolicyOutput,
  GetBucketPolicyRequest,
  GetBucketPolicyStatusOutput,
  GetBucketPolicyStatusRequest,
  PutBucketPolicyRequest,
} from "@aws-sdk/client-s3";

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { showPrincipals } from "../authorization/policy-principals.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, noSuch } from "./error.ts";
import { bucketArn, openBucket, putBucket } from "./find-bucket.ts";
import { isPublic } from "./public-policy.ts";
import { readBucketPolicy } from "./read-bucket-policy.ts";
import type { Bucket } from "./state.ts";

export function getBucketPolicy(call: Call, input: GetBucketPolicyRequest): GetBucketPolicyOutput {
  const policy = requirePolicy(requireOwn(call, openBucket(call, input, "GetBucketPolicy")));
  return { Policy: JSON.stringify(policyJson(showPrincipals(call.account, policy))) };
}

export function getBucketPolicyStatus(call: Call, input: GetBucketPolicyStatusRequest): GetBucketPolicyStatusOutput {
  const policy = requirePolicy(openBucket(call, input, "GetBucketPolicyStatus"));
  return { PolicyStatus: { IsPublic: isPublic(policy) } };
}

/** Whatever the policy says, it is for the owner's account alone. Source: S3 API Reference, PutBucketPolicy and its like. */
function requireOwn({ account }: Call, bucket: Bucket): Bucket {
  if (bucket.account === account.id) return bucket;
  throw new ServiceError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
}

function requirePolicy({ policy }: Bucket): PolicyDocument {
  if (policy === undefined) throw noSuch("NoSuchBucketPolicy", "The bucket policy does not exist");
  return policy;
}

/** Replaces the policy. Whoever locks themselves out of the bucket by it is not stopped. */
export function putBucketPolicy(call: Call, input: PutBucketPolicyRequest): object {
  const bucket = requireOwn(call, openBucket(call, input, "PutBucketPolicy"));
  const policy = readBucketPolicy(call.account, bucket.name, input.Policy ?? "");
  if (bucket.publicAccessBlock?.BlockPublicPolicy === true && isPublic(policy)) {
    const what = `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(call.account, bucket.name)}"`;
    throw accessDenied(`${what} because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`);
  }
  putBucket(call, { ...bucket, policy });
  return {};
}

/** Succeeds where there is none. Source: S3 API Reference, DeleteBucketPolicy. */
export function deleteBucketPolicy(call: Call, input: DeleteBucketPolicyRequest): object {
  putBucket(call, { ...requireOwn(call, openBucket(call, input, "DeleteBucketPolicy")), policy: undefined });
  return {};
}
