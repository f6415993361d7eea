/** What a plan does to who may write to a governed bucket, and to how that is encrypted. */

/** How S3 encrypts an object. */
export interface WriteEncryption {
  /** `SSE-C` for a key the writer sends with each request. */
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse" | "SSE-C";
  /** ARN of the KMS key; absent without one. */
  readonly key?: string;
}

/** `unknown` where policies or AWS's documents do not settle it: never to be taken for either. */
export type WriteOutcome =
  | { readonly result: "allowed"; readonly encryption: WriteEncryption }
  | { readonly result: "denied"; readonly why: string }
  /** `encryption` as it would be if the write were allowed, where that much is known. */
  | { readonly result: "unknown"; readonly why: string; readonly encryption?: WriteEncryption };

/** Why a writer is looked at. */
export type WriterRelation =
  | "registration role"
  | "direct access"
  | "operator"
  | "break-glass"
  | "role that may write"
  | "any other role"
  | "another account"
  | "AWS service";

/** Writes of one writer that come out alike, before and after. */
export interface WriteChange {
  /** ARN, name of a service, or `*` for any other role. */
  readonly writer: string;
  readonly relation: WriterRelation;
  /** What the requests are: `no header`, `key ARN, multipart`. */
  readonly shapes: readonly string[];
  readonly before: WriteOutcome;
  readonly after: WriteOutcome;
  /** What the policies mean to happen; `open` where they leave it to others. */
  readonly expected: "allowed" | "denied" | "open";
}

export interface BucketWrites {
  readonly bucket: string;
  /** ARN of the key the policies want, or the name they give it where no such key was read. */
  readonly key: string;
  /** Only what changes. */
  readonly changes: readonly WriteChange[];
  /** Roles whose policies speak of writing and which were not looked at one by one. */
  readonly more: number;
}
