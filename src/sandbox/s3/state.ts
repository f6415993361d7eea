/** Buckets: of all Regions, as their names are one namespace. */

import type { ObjectOwnership, PublicAccessBlockConfiguration, Tag } from "@aws-sdk/client-s3";

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { createRandom, randomText } from "../random.ts";

export interface S3State {
  /** By name; those of other accounts too, as their names are one namespace. */
  readonly buckets: Map<string, Bucket>;
  /** 64 hex digits: the account as S3 names owners. */
  readonly ownerId: string;
  /** What policies see as `s3:x-amz-server-side-encryption-aws-kms-key-id`. */
  readonly kmsKeyIdCondition: KmsKeyIdCondition;
  /** Hex digits for upload ids and entity tags; from the seed. */
  readonly newHex: (length: number) => string;
}

/**
 * `effective`: the ARN of the key S3 encrypts with, header or not, as the S3 User Guide's example policies describe it; `header`: the
 * key id the request names, absent when it names none. AWS's documents leave it open.
 */
export type KmsKeyIdCondition = "effective" | "header";

/** A bucket as it is; changes replace it, objects aside. */
export interface Bucket {
  readonly name: string;
  /** The owner's id. */
  readonly account: string;
  /** The owner as S3 names it. */
  readonly ownerId: string;
  readonly region: string;
  readonly created: Date;
  /** As it is kept: principals by unique id. */
  readonly policy: PolicyDocument | undefined;
  readonly encryption: DefaultEncryption;
  readonly publicAccessBlock: Required<PublicAccessBlock> | undefined;
  readonly ownership: ObjectOwnership | undefined;
  readonly tags: readonly Tag[];
  /** By key. */
  readonly objects: Map<string, StoredObject>;
  /** By upload id. */
  readonly uploads: Map<string, Upload>;
}

type PublicAccessBlock = { readonly [Flag in keyof PublicAccessBlockConfiguration]: boolean };

/** What S3 does with objects whose writer names no encryption, and which encryption writers may not name. */
export interface DefaultEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** As it was put: S3 does not look at it then. */
  readonly keyId: string | undefined;
  readonly bucketKey: boolean;
  /** As it was put; `undefined`: nothing was said, nothing is blocked. */
  readonly blocked: "SSE-C" | "NONE" | undefined;
}

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly modified: Date;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly encryption: ObjectEncryption;
}

/** How one object is encrypted. */
export interface ObjectEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse" | "SSE-C";
  /** The key of KMS. */
  readonly keyArn: string | undefined;
  readonly bucketKey: boolean;
  /** Base64 MD5 of the customer's key. */
  readonly customerKeyMd5: string | undefined;
}

/** A multipart upload that is not complete. */
export interface Upload {
  readonly key: string;
  readonly started: Date;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly encryption: ObjectEncryption;
  /** By part number. */
  readonly parts: Map<number, { readonly body: Uint8Array; readonly etag: string }>;
}

/** An account without buckets; `buckets`: those of all accounts. */
export function createS3State(seed = 0, kmsKeyIdCondition: KmsKeyIdCondition = "effective", buckets = new Map<string, Bucket>()): S3State {
  const random = createRandom(seed);
  const newHex = (length: number): string => randomText(random, "0123456789abcdef", length);
  return { buckets, ownerId: newHex(64), kmsKeyIdCondition, newHex };
}
