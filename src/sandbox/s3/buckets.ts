/** Buckets: creation, deletion, listing, and where they are. */

import type {
  Bucket as ListedBucket,
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
} from "@aws-sdk/client-s3";
import { BucketLocationConstraint } from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { ServiceError } from "../service-error.ts";
import { bucketArn, openBucket, requireS3Anywhere } from "./find-bucket.ts";
import { badContinuationToken, conflict } from "./error.ts";
import { newBucket } from "./new-bucket.ts";
import type { Bucket } from "./state.ts";

/** The only Region whose endpoint takes no location constraint, and whose buckets show none. */
const classicRegion = "us-east-1";

export function createBucket(call: Call, input: CreateBucketRequest): CreateBucketOutput {
  honourOnly("CreateBucket", input, ["Bucket", "ACL", "CreateBucketConfiguration", "ObjectOwnership"]);
  const { account, now } = call;
  const { Bucket: name = "", ACL: acl = "private", CreateBucketConfiguration: configuration = {}, ObjectOwnership: ownership } = input;
  honourOnly("CreateBucket", configuration, ["LocationConstraint", "Tags"]);
  if (acl !== "private") throw notImplemented(`the ACL ${acl}`);
  requireLocation(account.region, configuration.LocationConstraint);
  requireS3Anywhere(call, "CreateBucket", bucketArn(account, name), { "s3:LocationConstraint": account.region });
  const { Tags: tags = [] } = configuration;
  addBucket(call, { ...newBucket(account, name, now), tags, ...(ownership !== undefined && { ownership }) });
  return {
    Location: account.region === classicRegion ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
    BucketArn: bucketArn(account, name),
  };
}

/** Puts a new bucket into the account. Throws ServiceError InvalidBucketName, BucketAlreadyExists, BucketAlreadyOwnedByYou. */
export function addBucket({ account: { s3 } }: Call, bucket: Bucket): void {
  requireBucketName(bucket.name);
  const found = s3.buckets.get(bucket.name);
  if (found !== undefined && found.account !== bucket.account) {
    throw conflict(
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system.",
    );
  }
  if (found !== undefined) {
    throw conflict("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
  }
  s3.buckets.set(bucket.name, bucket);
}

/** Source: S3 User Guide, "General purpose bucket naming rules". */
function requireBucketName(name: string): void {
  const isFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isFormed || /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)) {
    throw new ServiceError("InvalidBucketName", "The specified bucket is not valid.");
  }
}

function requireLocation(region: string, location: string | undefined): void {
  if (location === undefined ? region === classicRegion : location === region && region !== classicRegion) return;
  const isKnown = location === undefined || Object.values<string>(BucketLocationConstraint).includes(location);
  if (!isKnown) throw new ServiceError("InvalidLocationConstraint", "The specified location-constraint is not valid");
  const which = location === undefined ? "unspecified" : location;
  const message = `The ${which} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  throw new ServiceError("IllegalLocationConstraintException", message);
}

export function deleteBucket(call: Call, input: DeleteBucketRequest): object {
  const bucket = openBucket(call, input, "DeleteBucket");
  if (bucket.objects.size > 0) throw conflict("BucketNotEmpty", "The bucket you tried to delete is not empty");
  call.account.s3.buckets.delete(bucket.name);
  return {};
}

export function headBucket(call: Call, input: HeadBucketRequest): HeadBucketOutput {
  const { name, region } = openBucket(call, input, "ListBucket");
  return { BucketRegion: region, BucketArn: bucketArn(call.account, name), AccessPointAlias: false };
}

export function getBucketLocation(call: Call, input: GetBucketLocationRequest): { readonly LocationConstraint?: string } {
  const { region } = openBucket(call, input, "GetBucketLocation");
  return region === classicRegion ? {} : { LocationConstraint: region };
}

/** Without any parameter the Regions of the buckets are not shown. Source: S3 API Reference, ListBuckets and Bucket. */
export function listBuckets(call: Call, input: ListBucketsRequest): ListBucketsOutput {
  const { account } = call;
  requireS3Anywhere(call, "ListAllMyBuckets");
  const { MaxBuckets, ContinuationToken: token, Prefix: prefix = "", BucketRegion: region } = input;
  const request = { size: call.pageSize(MaxBuckets, 10_000), token, badToken: badContinuationToken };
  const page = pageOf(sortedKeys(account.s3.buckets), request, (name) => {
    const bucket = account.s3.buckets.get(name);
    const isListed = bucket?.account === account.id && name.startsWith(prefix) && bucket.region === (region ?? bucket.region);
    return isListed ? bucket : undefined;
  });
  const isDetailed = Object.keys(input).length > 0;
  return {
    Buckets: page.rows.map((bucket) => listed(call, bucket, isDetailed)),
    Owner: { ID: account.s3.ownerId },
    ...(page.token !== undefined && { ContinuationToken: page.token }),
    ...(prefix !== "" && { Prefix: prefix }),
  };
}

function listed({ account }: Call, { name, created, region }: Bucket, isDetailed: boolean): ListedBucket {
  return { Name: name, CreationDate: created, ...(isDetailed && { BucketRegion: region }), BucketArn: bucketArn(account, name) };
}
