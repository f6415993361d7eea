/** The keys that objects of a bucket are encrypted with: the one its policies name, and those it had before. */

import type { Range } from "../model/source.ts";
import { findKey } from "./keys.ts";
import type { Resolved, ResolvedBucket } from "./resolved.ts";
import { otherUsesOf } from "./shared-keys.ts";
import type { OtherUses } from "./shared-keys.ts";

export interface DataKey {
  /** ARN; the bucket's own key as it is written while no account is known. */
  readonly key: string;
  /** Where the policies name it. */
  readonly range: Range;
  /** What else it encrypts. Guardrails deny decrypting where there is nothing of it. */
  readonly otherUses: OtherUses;
}

/** The bucket's key first. */
export function dataKeysOf(bucket: ResolvedBucket, { facts, buckets }: Pick<Resolved, "facts" | "buckets">): readonly DataKey[] {
  const { key, otherUses, document } = bucket;
  const governed = new Set(buckets.map(({ name }) => name));
  const former = formerKeysOf(bucket).map((arn, index): DataKey => {
    // What is not known of one key's uses is not known of any: lists that could not be read.
    const { known } = facts === undefined ? otherUses : otherUsesOf(findKey(arn, facts.keys) ?? { arn, aliases: [] }, facts, governed, []);
    return { key: arn, range: document.at(["formerKeys", index]), otherUses: { known, possible: otherUses.possible } };
  });
  return [{ key, range: document.at(["key"]), otherUses }, ...former];
}

/** ARNs, as the policies name them. */
export function formerKeysOf({ document }: Pick<ResolvedBucket, "document">): readonly string[] {
  return document.value.formerKeys ?? [];
}
