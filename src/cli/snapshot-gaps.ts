/** What policies ask about and a snapshot does not hold: it was taken without them, or could not read it. */

import { specsOf } from "../kinds/specs.ts";
import type { LiveState } from "../model/state.ts";
import type { Wanted } from "../model/wanted.ts";

/** What a command wants to know of a lake. */
export interface Question {
  /** LF-Tag keys whose assignments matter. */
  readonly tagKeys: readonly string[];
  readonly wanted: Wanted;
}

/** For people, each with its own article or name; empty when the snapshot answers the question. */
export function gapsOf(live: LiveState, { tagKeys, wanted }: Question): readonly string[] {
  const known = new Set(specsOf(live.resources, "lf-tag").map(([, { key }]) => key));
  const carriers = tagKeys.filter((key) => known.has(key) && !live.tagKeys.includes(key));
  return [
    ...carriers.map((key) => `who carries LF-Tag \`${key}\``),
    ...wanted.buckets.filter((name) => isBucketMissing(live, name)).map((name) => `bucket \`${name}\``),
    ...wanted.keys.filter((name) => isKeyMissing(live, name)).map((name) => `key \`${name}\``),
  ];
}

/** A bucket that is not there although all were read is no gap: it does not exist. */
function isBucketMissing({ facts, unread }: LiveState, name: string): boolean {
  const bucket = facts?.buckets.find((one) => one.name === name);
  if (bucket !== undefined) return bucket.encryption === undefined || bucket.publicAccessBlock === undefined;
  return facts === undefined || unread.some(({ kind }) => kind === "buckets");
}

function isKeyMissing({ facts, unread }: LiveState, name: string): boolean {
  if (facts?.keys.some(({ arn, aliases }) => arn === name || aliases.includes(name)) === true) return false;
  return facts === undefined || unread.some(({ kind }) => kind === "keys");
}
