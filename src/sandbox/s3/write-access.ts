/** Whether the caller may write an object, encrypted as it was chosen. */

import type { Call } from "../call.ts";
import type { EncryptionChoice } from "./choose-encryption.ts";
import { notImplemented } from "../not-implemented.ts";
import { accessDenied } from "./error.ts";
import { objectArn, requireS3 } from "./find-bucket.ts";
import type { Context } from "./find-bucket.ts";
import type { Bucket, ObjectEncryption } from "./state.ts";
import { requireKeyUse, throughS3Error } from "./use-key.ts";

/**
 * First S3's policies, then what the bucket blocks, then the key.
 * @throws ServiceError AccessDenied, and as requireKeyUse does
 */
export function requireWrite(call: Call, bucket: Bucket, key: string, choice: EncryptionChoice, context: Context & Creation): void {
  const { encryption, problem } = choice;
  if (bucket.account !== call.account.id && bucket.ownership !== "BucketOwnerEnforced") {
    throw notImplemented("objects of another account's in buckets that are not BucketOwnerEnforced");
  }
  requireS3(call, bucket, "PutObject", objectArn(call.account, bucket.name, key), { ...choice.context, ...context });
  if (encryption.algorithm === "SSE-C" && bucket.encryption.blocked === "SSE-C") {
    throw accessDenied("This bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C).");
  }
  if (problem !== undefined) throw throughS3Error(problem);
  requireKeyUse(call, "GenerateDataKey", encryption, { bucket: bucket.name, key });
}

/** Whether the request makes an object. Source: S3 User Guide, conditional-writes-enforce. */
export interface Creation {
  readonly "s3:ObjectCreationOperation": boolean;
}

/** The encryption as answers show it. */
export function showEncryption({ algorithm, keyArn, bucketKey, customerKeyMd5 }: ObjectEncryption) {
  if (algorithm === "SSE-C")
    return { SSECustomerAlgorithm: "AES256", ...(customerKeyMd5 !== undefined && { SSECustomerKeyMD5: customerKeyMd5 }) };
  return {
    ServerSideEncryption: algorithm,
    ...(keyArn !== undefined && { SSEKMSKeyId: keyArn }),
    ...(bucketKey && { BucketKeyEnabled: true }),
  };
}
