/** Multipart uploads. The encryption is chosen when the upload begins; parts and completion ask the key again. */

import type {
  AbortMultipartUploadRequest,
  CompletedPart,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartOutput,
  UploadPartRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { malformedXml } from "../wire/rest-xml-tree.ts";
import { chooseEncryption, uploadContext } from "./choose-encryption.ts";
import { requireCustomerKey } from "./customer-key.ts";
import { invalidArgument, noSuch } from "./error.ts";
import { findBucket, objectArn, requireS3 } from "./find-bucket.ts";
import type { BucketInput } from "./find-bucket.ts";
import { bodyMembers, entityTag, readBody, showChecksums } from "./object-body.ts";
import { aclContext, readObjectHeaders, writeMembers } from "./put-object.ts";
import type { Bucket, Upload } from "./state.ts";
import { requireKeyUse } from "./use-key.ts";
import { requireWrite, showEncryption } from "./write-access.ts";
import type { Creation } from "./write-access.ts";

/** Bytes of every part but the last. Source: S3 User Guide, qfacts. */
const minimumPart = 5 * 1024 * 1024;

export function createMultipartUpload(call: Call, input: CreateMultipartUploadRequest): CreateMultipartUploadOutput {
  honourOnly("CreateMultipartUpload", input, [...writeMembers, "ChecksumAlgorithm", "ChecksumType"]);
  const bucket = findBucket(call, input);
  const headers = readObjectHeaders(input);
  const choice = chooseEncryption(call, bucket, input);
  requireWrite(call, bucket, headers.key, choice, { ...aclContext(input), "s3:ObjectCreationOperation": false });
  const id = call.account.s3.newHex(64);
  bucket.uploads.set(id, { ...headers, started: call.now, encryption: choice.encryption, parts: new Map() });
  return { Bucket: bucket.name, Key: headers.key, UploadId: id, ...showEncryption(choice.encryption) };
}

interface UploadInput extends BucketInput {
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
}

interface OpenUpload {
  readonly bucket: Bucket;
  readonly id: string;
  readonly upload: Upload;
}

/** The upload, if the caller may go on with it. Parts need Decrypt beside. Source: S3 User Guide, mpuoverview, permissions. */
function openUpload(call: Call, input: UploadInput, purpose: "part" | "complete" | "abort"): OpenUpload {
  const bucket = findBucket(call, input);
  const { Key: key = "", UploadId: id = "" } = input;
  const upload = bucket.uploads.get(id);
  const aborts = purpose === "abort";
  const creation: Creation = { "s3:ObjectCreationOperation": purpose === "complete" };
  const context = aborts ? {} : { ...(upload !== undefined && uploadContext(call, upload.encryption)), ...creation };
  requireS3(call, bucket, aborts ? "AbortMultipartUpload" : "PutObject", objectArn(call.account, bucket.name, key), context);
  if (upload?.key !== key)
    throw noSuch(
      "NoSuchUpload",
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    );
  if (!aborts) requireKeyUse(call, "Decrypt", upload.encryption, { bucket: bucket.name, key });
  return { bucket, id, upload };
}

const customerKeyMembers = ["SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"];
const uploadMembers = ["Bucket", "Key", "UploadId", "ExpectedBucketOwner"];

export function uploadPart(call: Call, input: UploadPartRequest): UploadPartOutput {
  honourOnly("UploadPart", input, [...uploadMembers, "PartNumber", ...customerKeyMembers, ...bodyMembers]);
  const { upload } = openUpload(call, input, "part");
  requireCustomerKey(upload.encryption, input);
  const { PartNumber: number = 0 } = input;
  if (number < 1 || number > 10_000) throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
  const body = readBody(call, input);
  const etag = entityTag(call, body, upload.encryption);
  upload.parts.set(number, { body, etag });
  return { ETag: etag, ...showChecksums(input), ...showEncryption(upload.encryption) };
}

export function completeMultipartUpload(call: Call, input: CompleteMultipartUploadRequest): CompleteMultipartUploadOutput {
  honourOnly("CompleteMultipartUpload", input, [...uploadMembers, "MultipartUpload", "ChecksumType", ...customerKeyMembers]);
  const { bucket, id, upload } = openUpload(call, input, "complete");
  const bodies = chosenParts(upload, input.MultipartUpload?.Parts ?? []);
  const body = new Uint8Array(Buffer.concat(bodies));
  const { key, contentType, metadata, encryption } = upload;
  const etag = `"${call.account.s3.newHex(32)}-${bodies.length}"`;
  bucket.objects.set(key, { key, contentType, metadata, body, etag, modified: call.now, encryption });
  bucket.uploads.delete(id);
  const { customerKeyMd5: _customerKeyMd5, ...shown } = encryption;
  return { Bucket: bucket.name, Key: key, ETag: etag, ...(shown.algorithm !== "SSE-C" && showKmsOnly(shown)) };
}

/** Completion does not repeat what it has no member for. */
function showKmsOnly(encryption: Omit<Upload["encryption"], "customerKeyMd5">) {
  return showEncryption({ ...encryption, customerKeyMd5: undefined });
}

/** The bodies of the named parts. Throws ServiceError MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall. */
function chosenParts({ parts }: Upload, named: readonly CompletedPart[]): readonly Uint8Array[] {
  if (named.length === 0) throw malformedXml();
  const numbers = named.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) {
    const message = "The list of parts was not in ascending order. The parts list must be specified in order by part number.";
    throw new ServiceError("InvalidPartOrder", message);
  }
  const bodies = named.map(({ PartNumber: number = 0, ETag: etag = "" }) => {
    const part = parts.get(number);
    if (part === undefined || unquoted(part.etag) !== unquoted(etag)) {
      const message =
        "One or more of the specified parts could not be found, or the specified entity tag may not match the part's entity tag.";
      throw new ServiceError("InvalidPart", message);
    }
    return part.body;
  });
  if (bodies.slice(0, -1).some(({ length }) => length < minimumPart)) {
    throw new ServiceError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
  }
  return bodies;
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}

export function abortMultipartUpload(call: Call, input: AbortMultipartUploadRequest): object {
  honourOnly("AbortMultipartUpload", input, uploadMembers);
  const { bucket, id } = openUpload(call, input, "abort");
  bucket.uploads.delete(id);
  return {};
}
