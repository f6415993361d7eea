/** KMS keys as policies and buckets name them, looked up among what is known of the account. */

import type { KeyFacts } from "../model/account-facts.ts";
import { isKey } from "../model/key-name.ts";
import type { LakeIdentity } from "../model/state.ts";

/** The key of this name; undefined where none is known. */
export function findKey(name: string, keys: readonly KeyFacts[]): KeyFacts | undefined {
  return keys.find((key) => isKey(name, key));
}

/** Keys that AWS keeps for its services: their policies are not ours to write. */
export function isServiceAlias(name: string): boolean {
  return name.startsWith("alias/aws/");
}

/** Account and Region of a key's ARN; undefined for an alias. */
export function placeOfKey(name: string): { readonly region: string; readonly account: string } | undefined {
  const [, region, account] = /^arn:[^:]+:kms:([^:]+):(\d{12}):key\//.exec(name) ?? [];
  return region === undefined || account === undefined ? undefined : { region, account };
}

/** Is this the ARN of a key of another account or Region? No answer about the lake's keys says anything of it. */
export function isOfOtherPlace(name: string, { account, region }: Pick<LakeIdentity, "account" | "region">): boolean {
  const place = placeOfKey(name);
  return place !== undefined && (place.account !== account || place.region !== region);
}
