/** Keys that customers send with each request (SSE-C): S3 keeps no more of them than a digest. */

import { createHash } from "node:crypto";

import { invalidArgument, invalidRequest } from "./error.ts";
import type { ObjectEncryption } from "./state.ts";

export interface CustomerKeyHeaders {
  readonly SSECustomerAlgorithm?: string | undefined;
  /** Base64, 32 bytes. */
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

/** The key's Base64 MD5; `undefined` when the request has no key. Throws ServiceError InvalidArgument. */
export function readCustomerKey(headers: CustomerKeyHeaders): string | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: text, SSECustomerKeyMD5: md5 } = headers;
  if (algorithm === undefined && text === undefined && md5 === undefined) return undefined;
  if (algorithm !== "AES256") throw invalidArgument("The encryption request you specified is not valid. The valid value is AES256.");
  const key = Buffer.from(text ?? "", "base64");
  if (key.length !== 32) throw invalidArgument("The secret key was invalid for the specified algorithm.");
  const own = createHash("md5").update(key).digest("base64");
  if (own !== md5) throw invalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.");
  return own;
}

/** Throws ServiceError InvalidRequest, or AccessDenied's kin, unless the request has the key the object was written with, or needs none. */
export function requireCustomerKey({ customerKeyMd5 }: ObjectEncryption, headers: CustomerKeyHeaders): void {
  const given = readCustomerKey(headers);
  if (given === customerKeyMd5) return;
  if (customerKeyMd5 === undefined) throw invalidRequest("The encryption parameters are not applicable to this object.");
  const missing =
    "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";
  throw invalidRequest(given === undefined ? missing : "The provided encryption parameters did not match the ones used originally.");
}
