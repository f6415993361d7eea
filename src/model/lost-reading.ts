/** Who can read objects of buckets before a plan and can no longer afterwards. */

import type { Principal } from "./principal.ts";

/** Principals that lose the same for the same reason. */
export interface LostReaders {
  /** ARNs, sorted; accounts and services by their names. */
  readonly readers: readonly Principal[];
  /** `unknown` where policies do not settle that they read today; of another account nobody here sees what it allows its principals. */
  readonly before: "allowed" | "unknown";
  /** `unknown` only where reading was certain. */
  readonly after: "denied" | "unknown";
  readonly why: string;
  /** `new`: what is there they still read, and not what the bucket's other key is going to encrypt. */
  readonly objects: "all" | "new";
  /** Their grants reach tables in the bucket, and they may ask Lake Formation for the data: meant to be so. Absent: they lose it outright. */
  readonly instead?: "Lake Formation";
}

/** Of buckets of which the same is to be said. */
export interface BucketReads {
  readonly buckets: readonly string[];
  /** Who loses it outright first. */
  readonly lost: readonly LostReaders[];
  /** Roles whose policies speak of reading and which were not looked at: a bucket. */
  readonly more: number;
}

/** Is it certain that they read today, and that they do not afterwards? */
export function isCertainLoss({ before, after }: Pick<LostReaders, "before" | "after">): boolean {
  return before === "allowed" && after === "denied";
}
