/** The default encryption of a bucket. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { compareText } from "../../model/source.ts";
import type { Scope } from "../../model/state.ts";

export interface S3BucketEncryption {
  readonly bucket: string;
  /** `aws:kms`, or what else S3 holds. */
  readonly algorithm: string;
  /** As S3 holds it; desired is always the full ARN: an alias or id is looked up in the account of whoever writes. */
  readonly key: string | null;
  /** ARN of the key that an alias or id in `key` means in the lake's account; absent where it is not known, and where `key` is the ARN. */
  readonly keyArn?: string;
  readonly bucketKey: boolean;
  /** Encryption types that writes may not use, sorted: `SSE-C`. */
  readonly blocked: readonly string[];
}

export function address({ bucket }: S3BucketEncryption): Address {
  return addressOf("s3-bucket-encryption", bucket);
}

export function normalize(spec: S3BucketEncryption): S3BucketEncryption {
  return { ...spec, blocked: [...new Set(spec.blocked)].filter((type) => type !== "NONE").toSorted(compareText) };
}

/** Never deleted: a bucket without it would fall back to weaker encryption. */
export function owns(_spec: S3BucketEncryption, _scope: Scope): boolean {
  return false;
}
