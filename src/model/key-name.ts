/** Names of KMS keys: one key goes by its ARN, its id, its aliases and their ARNs. */

import type { KeyFacts } from "./account-facts.ts";

/**
 * Does a name, as a policy or a bucket writes it, mean this key? `place`: where the name is used; an id means a key there, as several Regions
 * may have a multi-Region key of one id. Without a place an id means the key wherever it is. Aliases are those of the place that was read.
 * Source: KMS Developer Guide, find-cmk-id-arn.
 */
export function isKey(
  name: string,
  { arn, aliases }: Pick<KeyFacts, "arn" | "aliases">,
  place?: { readonly account: string; readonly region: string },
): boolean {
  const [, partition = "", , region = "", account = "", resource = ""] = arn.split(":");
  if (name === arn || aliases.includes(name)) return true;
  if (aliases.some((alias) => name === `arn:${partition}:kms:${region}:${account}:${alias}`)) return true;
  return `key/${name}` === resource && (place === undefined || (place.account === account && place.region === region));
}
