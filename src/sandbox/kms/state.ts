/** The keys, aliases and grants of one account in one Region. */

import type { GrantOperation, KeySpec, KeyUsageType } from "@aws-sdk/client-kms";

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { createRandom, randomText } from "../random.ts";
import type { Random } from "../random.ts";

export interface KmsState {
  /** By key id. */
  readonly keys: Map<string, KmsKey>;
  /** By name, `alias/…`. */
  readonly aliases: Map<string, KmsAlias>;
  /** For ids and data keys; from the seed, so nothing here is a secret. */
  readonly random: Random;
}

/** A key as it is; changes replace it. */
export interface KmsKey {
  /** A UUID, of multi-Region keys `mrk-` and 32 hex digits. */
  readonly id: string;
  readonly arn: string;
  readonly created: Date;
  readonly description: string;
  readonly spec: KeySpec;
  readonly usage: KeyUsageType;
  readonly origin: "AWS_KMS" | "EXTERNAL";
  readonly multiRegion: boolean;
  /** `AWS`: a managed key as `aws/s3`. */
  readonly manager: "AWS" | "CUSTOMER";
  readonly state: "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport";
  /** With `PendingDeletion`: when the key is gone. */
  readonly deletion: Date | undefined;
  /** As it is kept: principals by unique id. */
  readonly policy: PolicyDocument;
  /** Days between rotations, and since when; `undefined`: not rotated. */
  readonly rotation: { readonly days: number; readonly since: Date } | undefined;
  /** By grant id. */
  readonly grants: ReadonlyMap<string, Grant>;
}

export interface KmsAlias {
  readonly name: string;
  readonly keyId: string;
  readonly created: Date;
  readonly updated: Date;
}

export interface Grant {
  /** 64 hex digits. */
  readonly id: string;
  readonly token: string;
  readonly name: string | undefined;
  readonly created: Date;
  /** Account of who created it. */
  readonly issuer: string;
  /** As it is kept: a role by its unique id. */
  readonly grantee: string;
  readonly retiring: string | undefined;
  readonly operations: readonly GrantOperation[];
  readonly contextEquals: Readonly<Record<string, string>> | undefined;
  readonly contextSubset: Readonly<Record<string, string>> | undefined;
}

/** A Region without keys; ids come from the seed and the place, which is account and Region. */
export function createKmsState(place: string, seed = 0): KmsState {
  const mixed = Array.from(place).reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, seed);
  return { keys: new Map(), aliases: new Map(), random: createRandom(mixed) };
}

/** Hex digits for ids. */
export function randomHex(state: KmsState, length: number): string {
  return randomText(state.random, "0123456789abcdef", length);
}

/** The names of a key's aliases. */
export function aliasesOf({ aliases }: KmsState, key: Pick<KmsKey, "id">): readonly string[] {
  return [...aliases.values()].filter(({ keyId }) => keyId === key.id).map(({ name }) => name);
}
