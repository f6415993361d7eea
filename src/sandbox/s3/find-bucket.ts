/** The bucket a request is about, when it is there, in this Region, the expected owner's and open to the caller. */

import type { ContextValue } from "../../model/iam/request.ts";
import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import { refusal } from "../authorization/authorize.ts";
import type { Wish } from "../authorization/authorize.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, noSuch } from "./error.ts";
import { isPublic } from "./public-policy.ts";
import type { Bucket } from "./state.ts";

/** What requests to buckets have in common. */
export interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export type Context = Readonly<Record<string, ContextValue>>;

/**
 * The bucket, for an action on itself.
 * @throws ServiceError NoSuchBucket, PermanentRedirect for a bucket of another Region, AccessDenied
 */
export function openBucket(call: Call, input: BucketInput, action: string, context: Context = {}): Bucket {
  const bucket = findBucket(call, input);
  requireS3(call, bucket, action, bucketArn(call.account, bucket.name), context);
  return bucket;
}

/** The bucket before anybody asked whether the caller may. Throws as `openBucket` for the rest. */
export function findBucket({ account }: Call, { Bucket: name = "", ExpectedBucketOwner: owner }: BucketInput): Bucket {
  const bucket = account.s3.buckets.get(name);
  if (bucket === undefined) throw noSuch("NoSuchBucket", "The specified bucket does not exist");
  if (bucket.region !== account.region) throw redirect(bucket);
  if (owner !== undefined && owner !== bucket.account) throw accessDenied();
  return bucket;
}

/** Source: S3 User Guide, "Request redirection". */
function redirect({ region }: Bucket): ServiceError {
  const message =
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";
  return new ServiceError("PermanentRedirect", message, 301, { "x-amz-bucket-region": region });
}

/** Throws ServiceError AccessDenied unless bucket policy and the caller's policies allow the action. `action` without `s3:`. */
export function requireS3(call: Call, bucket: Bucket, action: string, resource: string, context: Context = {}): void {
  const why = refusal(call, bucketWish(bucket, action, resource, context));
  if (why !== undefined) throw accessDenied(why);
  if (isRestricted(call, bucket)) {
    const what = `User: ${call.caller.arn} is not authorized to perform: s3:${action} on resource: "${resource}"`;
    throw accessDenied(`${what} because public access is prevented by the RestrictPublicBuckets setting in S3 Block Public Access.`);
  }
}

/** The question whether the caller may do it with the bucket or an object of it. `action` without `s3:`. */
export function bucketWish(bucket: Bucket, action: string, resource: string, context: Context = {}): Wish {
  return {
    action: `s3:${action}`,
    resource,
    owner: bucket.account,
    policy: bucket.policy,
    context: { ...s3Context(bucket.account), ...context },
  };
}

/** A public policy then lets in nobody from other accounts. Source: S3 User Guide, access-control-block-public-access, RestrictPublicBuckets. */
function isRestricted({ account }: Call, { account: owner, policy, publicAccessBlock }: Bucket): boolean {
  return account.id !== owner && publicAccessBlock?.RestrictPublicBuckets === true && policy !== undefined && isPublic(policy);
}

/** Throws ServiceError AccessDenied unless the caller's own policies allow what concerns no bucket that is there. */
export function requireS3Anywhere(call: Call, action: string, resource = "*", context: Context = {}): void {
  const why = refusal(call, { action: `s3:${action}`, resource, context: { ...s3Context(call.account.id), ...context } });
  if (why !== undefined) throw accessDenied(why);
}

/** Source: Service Authorization Reference, condition keys for Amazon S3. */
function s3Context(owner: string): Context {
  return {
    "s3:ResourceAccount": owner,
    "s3:authType": "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:TlsVersion": 1.3,
  };
}

export function bucketArn({ region }: Pick<Account, "region">, name: string): string {
  return `arn:${partitionOf(region)}:s3:::${name}`;
}

export function objectArn(account: Pick<Account, "region">, bucket: string, key: string): string {
  return `${bucketArn(account, bucket)}/${key}`;
}

/** Puts the changed bucket in the place of the old one. */
export function putBucket({ account }: Call, bucket: Bucket): void {
  account.s3.buckets.set(bucket.name, bucket);
}
