/** Reading objects: GetObject and HeadObject. */

import type { GetObjectOutput, GetObjectRequest, HeadObjectOutput, HeadObjectRequest } from "@aws-sdk/client-s3";

import { isAllowed } from "../authorization/authorize.ts";
import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import type { CustomerKeyHeaders } from "./customer-key.ts";
import { requireCustomerKey } from "./customer-key.ts";
import { accessDenied, noSuch } from "./error.ts";
import { bucketArn, bucketWish, findBucket, objectArn, requireS3 } from "./find-bucket.ts";
import type { Bucket, StoredObject } from "./state.ts";
import { requireKeyUse } from "./use-key.ts";
import { showEncryption } from "./write-access.ts";

const honoured = ["Bucket", "Key", "ExpectedBucketOwner", "ChecksumMode", "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"];

export function getObject(call: Call, input: GetObjectRequest): Omit<GetObjectOutput, "Body"> & { readonly Body: Uint8Array } {
  honourOnly("GetObject", input, honoured);
  const bucket = findBucket(call, input);
  const object = readObject(call, bucket, input.Key ?? "", input);
  return { ...describe(object), Body: object.body };
}

/** Metadata is not encrypted: the key is not asked. Source: S3 API Reference, HeadObject. */
export function headObject(call: Call, input: HeadObjectRequest): HeadObjectOutput {
  honourOnly("HeadObject", input, honoured);
  const bucket = findBucket(call, input);
  const object = openObject(call, bucket, input.Key ?? "");
  requireCustomerKey(object.encryption, input);
  return describe(object);
}

/**
 * The object, if the caller may read its content.
 * @throws ServiceError AccessDenied, NoSuchKey, InvalidRequest, and as requireKeyUse does
 */
export function readObject(call: Call, bucket: Bucket, key: string, headers: CustomerKeyHeaders = {}): StoredObject {
  const object = openObject(call, bucket, key);
  requireCustomerKey(object.encryption, headers);
  requireKeyUse(call, "Decrypt", object.encryption, { bucket: bucket.name, key });
  return object;
}

/** That there is no such key, only those learn who may list the bucket. Source: S3 API Reference, GetObject, Permissions. */
function openObject(call: Call, bucket: Bucket, key: string): StoredObject {
  requireS3(call, bucket, "GetObject", objectArn(call.account, bucket.name, key));
  const object = bucket.objects.get(key);
  if (object !== undefined) return object;
  const listing = bucketWish(bucket, "ListBucket", bucketArn(call.account, bucket.name));
  throw isAllowed(call, listing) ? noSuch("NoSuchKey", "The specified key does not exist.") : accessDenied();
}

function describe(object: StoredObject) {
  return {
    AcceptRanges: "bytes",
    LastModified: object.modified,
    ContentLength: object.body.length,
    ETag: object.etag,
    ContentType: object.contentType,
    Metadata: { ...object.metadata },
    ...showEncryption(object.encryption),
  };
}
