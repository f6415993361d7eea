/** What S3 asks of KMS in the caller's name. */

import type { Call } from "../call.ts";
import { requireUsable } from "../kms/cryptography.ts";
import { findKey } from "../kms/find-key.ts";
import type { KmsKey } from "../kms/state.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied } from "./error.ts";
import { bucketArn, objectArn } from "./find-bucket.ts";
import type { ObjectEncryption } from "./state.ts";

/** The object a key is used for. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Asks KMS whether the caller may; with a bucket key the encryption context is the bucket and not the object. Every request asks,
 * where S3 with a bucket key need not.
 * Source: S3 User Guide, UsingKMSEncryption and bucket-key; KMS Developer Guide, conditions-kms, kms:ViaService.
 * @throws ServiceError AccessDenied, KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException
 */
export function requireKeyUse(call: Call, action: "GenerateDataKey" | "Decrypt", encryption: ObjectEncryption, place: Place): void {
  const { account } = call;
  const { keyArn } = encryption;
  if (keyArn === undefined) return;
  const target = encryption.bucketKey ? bucketArn(account, place.bucket) : objectArn(account, place.bucket, place.key);
  const via = { "kms:ViaService": `s3.${account.region}.amazonaws.com`, "aws:ViaAWSService": true };
  throughS3(() => {
    const key: KmsKey = findKey(call, keyArn, { foreign: true });
    requireUsable(call, action, key, { "aws:s3:arn": target }, via);
  });
}

function throughS3(ask: () => void): void {
  try {
    ask();
  } catch (error) {
    throw error instanceof ServiceError ? throughS3Error(error) : error;
  }
}

/** An error of KMS as S3 passes it on: its code after `KMS.`, denials as its own. Seen with the AWS CLI by its users. */
export function throughS3Error(error: ServiceError): ServiceError {
  if (error.code === "AccessDeniedException") return accessDenied(error.message);
  if (error.code === "NotImplementedException") return error;
  return new ServiceError(`KMS.${error.code}`, error.message);
}
