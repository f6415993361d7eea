/** CopyObject: a read of the source and a write of the copy, both by the caller. */

import type { CopyObjectOutput, CopyObjectRequest } from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { chooseEncryption } from "./choose-encryption.ts";
import { invalidArgument, invalidRequest } from "./error.ts";
import { findBucket } from "./find-bucket.ts";
import { readObject } from "./get-object.ts";
import { entityTag, requireRoom } from "./object-body.ts";
import { aclContext, readObjectHeaders, writeMembers } from "./put-object.ts";
import { requireWrite, showEncryption } from "./write-access.ts";

/** Without encryption headers the copy is encrypted as its bucket says, not as its source was. Source: S3 User Guide, copy-object. */
export function copyObject(call: Call, input: CopyObjectRequest): CopyObjectOutput {
  honourOnly("CopyObject", input, [...writeMembers, "CopySource", "MetadataDirective", "ExpectedSourceBucketOwner"]);
  const { MetadataDirective: directive = "COPY", CopySource: copySource = "" } = input;
  const from = readSource(copySource);
  const target = findBucket(call, input);
  const source = findBucket(call, { Bucket: from.bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner });
  const headers = readObjectHeaders(input);
  const choice = chooseEncryption(call, target, input);
  const isSame = source.name === target.name && from.key === headers.key;
  if (isSame && directive === "COPY" && input.ServerSideEncryption === undefined) {
    const what =
      "it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location";
    throw invalidRequest(`This copy request is illegal because ${what} or encryption attributes.`);
  }
  const object = readObject(call, source, from.key);
  const context = { "s3:x-amz-copy-source": `${from.bucket}/${from.key}`, "s3:x-amz-metadata-directive": directive };
  requireWrite(call, target, headers.key, choice, { ...aclContext(input), ...context, "s3:ObjectCreationOperation": true });
  requireRoom(call, object.body.length);
  const etag = entityTag(call, object.body, choice.encryption);
  const described = directive === "COPY" ? { contentType: object.contentType, metadata: object.metadata } : headers;
  target.objects.set(headers.key, {
    ...described,
    key: headers.key,
    body: object.body,
    etag,
    modified: call.now,
    encryption: choice.encryption,
  });
  return { CopyObjectResult: { ETag: etag, LastModified: call.now }, ...showEncryption(choice.encryption) };
}

function readSource(text: string): { readonly bucket: string; readonly key: string } {
  if (text.startsWith("arn:")) throw notImplemented("access points");
  if (/\?versionId=/.test(text)) throw notImplemented("versions of objects");
  let decoded: string;
  try {
    decoded = decodeURIComponent(text).replace(/^\//, "");
  } catch {
    throw invalidArgument("Invalid copy source encoding");
  }
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(decoded) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  return { bucket, key };
}
