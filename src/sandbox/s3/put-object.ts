/** Writing objects: PutObject and DeleteObject. */

import type { DeleteObjectOutput, DeleteObjectRequest, PutObjectOutput, PutObjectRequest } from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { chooseEncryption, encryptionMembers } from "./choose-encryption.ts";
import { invalidArgument } from "./error.ts";
import { findBucket, objectArn, requireS3 } from "./find-bucket.ts";
import { bodyMembers, entityTag, readBody, showChecksums } from "./object-body.ts";
import { requireWrite, showEncryption } from "./write-access.ts";

/** Members of all writing requests that are honoured; ACLs as far as bucket owner enforced buckets take them. */
export const writeMembers: readonly string[] = [
  "Bucket",
  "Key",
  "ACL",
  "ContentEncoding",
  "ContentType",
  "Metadata",
  "StorageClass",
  "ExpectedBucketOwner",
  ...encryptionMembers,
];

const defaultType = "binary/octet-stream";

/** What a writing request says of the object beside its body. */
export interface ObjectHeaders {
  readonly Key?: string | undefined;
  readonly ACL?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly StorageClass?: string | undefined;
}

/** Key, type and metadata of what is to be written. Throws ServiceError KeyTooLongError, AccessControlListNotSupported, InvalidArgument. */
export function readObjectHeaders(headers: ObjectHeaders) {
  const {
    Key: key = "",
    ACL: acl = "private",
    ContentEncoding: encoding = "aws-chunked",
    ContentType: contentType = defaultType,
  } = headers;
  const { Metadata: metadata = {}, StorageClass: storage = "STANDARD" } = headers;
  if (Buffer.byteLength(key) > 1024) throw new ServiceError("KeyTooLongError", "Your key is too long");
  if (acl !== "private" && acl !== "bucket-owner-full-control") {
    throw new ServiceError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  if (encoding !== "aws-chunked") throw invalidArgument(`the sandbox keeps no content encoding, such as ${encoding}`);
  if (storage !== "STANDARD") throw new ServiceError("InvalidStorageClass", "The sandbox has the storage class STANDARD only");
  return { key, contentType, metadata };
}

export function putObject(call: Call, input: PutObjectRequest): PutObjectOutput {
  honourOnly("PutObject", input, [...writeMembers, ...bodyMembers]);
  const bucket = findBucket(call, input);
  const headers = readObjectHeaders(input);
  const choice = chooseEncryption(call, bucket, input);
  requireWrite(call, bucket, headers.key, choice, { ...aclContext(input), "s3:ObjectCreationOperation": true });
  const body = readBody(call, input);
  const etag = entityTag(call, body, choice.encryption);
  bucket.objects.set(headers.key, { ...headers, body, etag, modified: call.now, encryption: choice.encryption });
  return { ETag: etag, ...showChecksums(input), ...showEncryption(choice.encryption) };
}

/** What policies see of a request's other headers. */
export function aclContext({ ACL: acl, StorageClass: storage }: ObjectHeaders) {
  return { ...(acl !== undefined && { "s3:x-amz-acl": acl }), ...(storage !== undefined && { "s3:x-amz-storage-class": storage }) };
}

/** Succeeds where there is nothing. Source: S3 API Reference, DeleteObject. */
export function deleteObject(call: Call, input: DeleteObjectRequest): DeleteObjectOutput {
  honourOnly("DeleteObject", input, ["Bucket", "Key", "ExpectedBucketOwner"]);
  const bucket = findBucket(call, input);
  const { Key: key = "" } = input;
  requireS3(call, bucket, "DeleteObject", objectArn(call.account, bucket.name, key));
  bucket.objects.delete(key);
  return {};
}
