/** What else a data key encrypts: results of queries and the Data Catalog need it, so nobody can be kept from decrypting with it. */

import type { ResolvedBucket, Resolved } from "./resolved.ts";
import { isKey } from "./keys.ts";

/** In words, for messages; empty where the key serves governed buckets alone, or no account is known. */
export function otherUsesOf({ keyFacts }: ResolvedBucket, { facts, buckets }: Pick<Resolved, "facts" | "buckets">): readonly string[] {
  if (facts === undefined || keyFacts === undefined) return [];
  const governed = new Set(buckets.map(({ name }) => name));
  const others = facts.buckets.filter(({ name, encryption }) => {
    return !governed.has(name) && encryption?.key !== undefined && isKey(encryption.key, keyFacts);
  });
  const catalog = facts.catalogKeys.some((key) => isKey(key, keyFacts)) ? ["the Data Catalog"] : [];
  return [...others.map(({ name }) => `bucket \`${name}\``), ...catalog];
}
