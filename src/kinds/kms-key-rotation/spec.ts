/** The yearly rotation of a KMS key. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { Scope } from "../../model/state.ts";

export interface KmsKeyRotation {
  /** ARN; an alias while no account is known. */
  readonly key: string;
  readonly enabled: boolean;
  /** Days between rotations; null: KMS decides, or rotation is off. Taken from the account, the language does not say it. */
  readonly periodInDays: number | null;
}

export function address({ key }: KmsKeyRotation): Address {
  return addressOf("kms-key-rotation", key);
}

export function normalize(spec: KmsKeyRotation): KmsKeyRotation {
  return spec;
}

/** Never switched off because a policy file went. */
export function owns(_spec: KmsKeyRotation, _scope: Scope): boolean {
  return false;
}
