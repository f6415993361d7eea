/** What a new general purpose bucket is today. */

import type { Account } from "../account.ts";
import type { Bucket, DefaultEncryption } from "./state.ts";

/**
 * SSE-S3 for every object, SSE-C blocked.
 * Source: S3 User Guide, default-bucket-encryption and blocking-unblocking-s3-c-encryption-gpb.
 */
export const newEncryption: DefaultEncryption = { algorithm: "AES256", keyId: undefined, bucketKey: false, blocked: "SSE-C" };

/** Public access blocked and ACLs off, since April 2023. Source: S3 User Guide, access-control-block-public-access and about-object-ownership. */
export function newBucket({ id, region, s3 }: Pick<Account, "id" | "region" | "s3">, name: string, created: Date): Bucket {
  return {
    name,
    account: id,
    ownerId: s3.ownerId,
    region,
    created,
    policy: undefined,
    encryption: newEncryption,
    publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    ownership: "BucketOwnerEnforced",
    tags: [],
    objects: new Map(),
    uploads: new Map(),
  };
}
