/** The bytes of objects: how many the sandbox keeps, and whether they arrived as they were sent. */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { invalidRequest } from "./error.ts";
import type { ObjectEncryption } from "./state.ts";

const mebibyte = 1024 * 1024;

/** Bytes of one body, and of all objects and parts together: the sandbox is for permissions, not for data. */
const maximumBody = 16 * mebibyte;
const maximumTotal = 256 * mebibyte;

/** The members of writing requests that prove the body. */
export interface BodyInput {
  readonly Body?: unknown;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

export const bodyMembers: readonly string[] = [
  "Body",
  "ContentLength",
  "ContentMD5",
  "ChecksumAlgorithm",
  "ChecksumCRC32",
  "ChecksumSHA1",
  "ChecksumSHA256",
];

/** The body, checked against the digests that came with it. Throws ServiceError BadDigest, InvalidDigest, or that it is too large here. */
export function readBody(call: Call, input: BodyInput): Uint8Array {
  const body = input.Body instanceof Uint8Array ? input.Body : new Uint8Array();
  if (body.length > maximumBody) throw notImplemented(`objects of more than ${maximumBody / mebibyte} MiB`);
  requireRoom(call, body.length);
  requireDigest("Content-MD5", input.ContentMD5, () => createHash("md5").update(body).digest("base64"));
  requireDigest("CRC32", input.ChecksumCRC32, () => crc32Text(body));
  requireDigest("SHA1", input.ChecksumSHA1, () => createHash("sha1").update(body).digest("base64"));
  requireDigest("SHA256", input.ChecksumSHA256, () => createHash("sha256").update(body).digest("base64"));
  return body;
}

/** Throws ServiceError when so many more bytes would be too many. */
export function requireRoom({ account }: Call, bytes: number): void {
  let total = bytes;
  for (const { objects, uploads } of account.s3.buckets.values()) {
    for (const { body } of objects.values()) total += body.length;
    for (const { parts } of uploads.values()) for (const { body } of parts.values()) total += body.length;
  }
  if (total > maximumTotal) throw notImplemented(`more than ${maximumTotal / mebibyte} MiB of objects in all`);
}

function requireDigest(name: string, given: string | undefined, own: () => string): void {
  if (given === undefined || given === own()) return;
  if (name === "Content-MD5") throw new ServiceError("BadDigest", "The Content-MD5 you specified did not match what we received.");
  if (Buffer.from(given, "base64").toString("base64") !== given)
    throw invalidRequest(`Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`);
  throw new ServiceError("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
}

function crc32Text(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}

/** The checksums that came and were right, as answers repeat them. */
export function showChecksums({ ChecksumCRC32, ChecksumSHA1, ChecksumSHA256 }: BodyInput): object {
  return {
    ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }),
    ...(ChecksumSHA1 !== undefined && { ChecksumSHA1 }),
    ...(ChecksumSHA256 !== undefined && { ChecksumSHA256 }),
  };
}

/** The entity tag: the MD5 of the body with SSE-S3, no digest with other keys. Source: S3 API Reference, Object. */
export function entityTag({ account }: Call, body: Uint8Array, { algorithm }: ObjectEncryption): string {
  return `"${algorithm === "AES256" ? createHash("md5").update(body).digest("hex") : account.s3.newHex(32)}"`;
}
