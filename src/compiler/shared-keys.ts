/** What else a data key encrypts: results of queries and the Data Catalog need it, so nobody can be kept from decrypting with it. */

import type { AccountFacts, KeyFacts } from "../model/account-facts.ts";
import { isKey } from "./keys.ts";

/** In words, for messages; empty where the key serves governed buckets alone. `governed`: their names. */
export function otherUsesOf(key: KeyFacts, { buckets, catalogKeys }: AccountFacts, governed: ReadonlySet<string>): readonly string[] {
  const others = buckets.filter(({ name, encryption }) => {
    return !governed.has(name) && encryption?.key !== undefined && isKey(encryption.key, key);
  });
  const catalog = catalogKeys.some((name) => isKey(name, key)) ? ["the Data Catalog"] : [];
  return [...others.map(({ name }) => `bucket \`${name}\``), ...catalog];
}
