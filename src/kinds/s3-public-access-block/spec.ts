/** Block Public Access of a bucket. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { Scope } from "../../model/state.ts";

export interface S3PublicAccessBlock {
  readonly bucket: string;
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

export function address({ bucket }: S3PublicAccessBlock): Address {
  return addressOf("s3-public-access-block", bucket);
}

export function normalize(spec: S3PublicAccessBlock): S3PublicAccessBlock {
  return spec;
}

/** Never deleted: nobody asks for a bucket to become public because a policy file went. */
export function owns(_spec: S3PublicAccessBlock, _scope: Scope): boolean {
  return false;
}
