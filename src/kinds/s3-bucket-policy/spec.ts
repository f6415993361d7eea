/** The statements of one lake in the policy of one bucket; what others wrote beside them is not part of it. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { normalStatements } from "../../model/iam/normal-statement.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import type { Scope } from "../../model/state.ts";

export interface S3BucketPolicy {
  readonly bucket: string;
  /** Beginning of the Sids; tells the lakes that share a bucket apart. */
  readonly prefix: string;
  /** Each with a Sid of this prefix. */
  readonly statements: readonly PolicyStatement[];
  /**
   * Digest of the statements that are not of this lake, which stay as they are; empty when there are none. Before and after a change it is the
   * same: a plan that was reviewed beside other statements is not applied.
   */
  readonly others: string;
}

export function address({ bucket, prefix }: S3BucketPolicy): Address {
  return addressOf("s3-bucket-policy", bucket, prefix);
}

export function normalize(spec: S3BucketPolicy): S3BucketPolicy {
  return { ...spec, statements: normalStatements(spec.statements) };
}

export function owns({ prefix }: S3BucketPolicy, { lake }: Scope): boolean {
  return prefix === sidPrefix(lake);
}
