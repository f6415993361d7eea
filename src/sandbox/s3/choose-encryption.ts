/** How S3 encrypts what is written: what the request names, else the bucket's default. */

import { findKey } from "../kms/find-key.ts";
import type { KmsKey } from "../kms/state.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { readCustomerKey } from "./customer-key.ts";
import type { CustomerKeyHeaders } from "./customer-key.ts";
import { invalidArgument } from "./error.ts";
import type { Context } from "./find-bucket.ts";
import type { Bucket, ObjectEncryption } from "./state.ts";

/** The members of writing requests that are about encryption. */
export interface EncryptionHeaders extends CustomerKeyHeaders {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

/** Names of those members. */
export const encryptionMembers: readonly string[] = [
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "BucketKeyEnabled",
  "SSECustomerAlgorithm",
  "SSECustomerKey",
  "SSECustomerKeyMD5",
];

export interface EncryptionChoice {
  readonly encryption: ObjectEncryption;
  /** The key of KMS; absent where none is needed, or where the one that is named is not there: see `problem`. */
  readonly key: KmsKey | undefined;
  readonly problem: ServiceError | undefined;
  /** The condition keys bucket policies see. */
  readonly context: Context;
}

const kmsKeyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * The choice for a request; nothing is asked of the key yet. `aws:kms` without a key id is the managed key aws/s3, whatever key the
 * bucket's default names. Source: S3 User Guide, UsingKMSEncryption and specifying-kms-encryption.
 * @throws ServiceError InvalidArgument, InvalidRequest
 */
export function chooseEncryption(call: Call, bucket: Bucket, headers: EncryptionHeaders): EncryptionChoice {
  const { ServerSideEncryption: named, SSEKMSKeyId: headerKey } = headers;
  const customerKeyMd5 = readCustomerKey(headers);
  if (customerKeyMd5 !== undefined) return chooseCustomerKey(headers, customerKeyMd5);
  const { algorithm, keyId } = named === undefined ? bucket.encryption : { algorithm: algorithmOf(named), keyId: headerKey };
  if (headerKey !== undefined && (named === undefined || algorithm === "AES256")) {
    throw invalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms");
  }
  const { key, problem } = algorithm === "AES256" ? nothing : resolveKey(call, keyId);
  const bucketKey = algorithm === "aws:kms" && (headers.BucketKeyEnabled ?? bucket.encryption.bucketKey);
  const seen = call.account.s3.kmsKeyIdCondition === "header" ? headerKey : (key?.arn ?? headerKey);
  return {
    encryption: { algorithm, keyArn: key?.arn, bucketKey, customerKeyMd5: undefined },
    key,
    problem,
    context: {
      ...(named !== undefined && { "s3:x-amz-server-side-encryption": named }),
      ...(seen !== undefined && { [kmsKeyId]: seen }),
    },
  };
}

/** What policies see of the encryption of an upload while its parts come: requests name none, the key is that of the upload. */
export function uploadContext({ account }: Call, { keyArn }: ObjectEncryption): Context {
  return account.s3.kmsKeyIdCondition === "effective" && keyArn !== undefined ? { [kmsKeyId]: keyArn } : {};
}

function chooseCustomerKey({ ServerSideEncryption: named }: EncryptionHeaders, customerKeyMd5: string): EncryptionChoice {
  if (named !== undefined)
    throw invalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified");
  return {
    encryption: { algorithm: "SSE-C", keyArn: undefined, bucketKey: false, customerKeyMd5 },
    ...nothing,
    context: { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
  };
}

const nothing = { key: undefined, problem: undefined };

function algorithmOf(name: string): "AES256" | "aws:kms" | "aws:kms:dsse" {
  if (name === "AES256" || name === "aws:kms" || name === "aws:kms:dsse") return name;
  throw invalidArgument("The encryption method specified is not supported");
}

function resolveKey(call: Call, keyId = "alias/aws/s3"): Pick<EncryptionChoice, "key" | "problem"> {
  try {
    return { key: findKey(call, keyId, { aliases: true, foreign: true }), problem: undefined };
  } catch (error) {
    if (error instanceof ServiceError) return { key: undefined, problem: error };
    throw error;
  }
}
