/** LF-Tag keys and values: their form, and whether they are defined. */

import { invalidInput } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import type { LakeFormationData } from "./state.ts";

/** Source: Lake Formation API, LFTagKey and LFTagValue; 50 characters by the Developer Guide, lf-tag-considerations. */
const keyForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]{1,50}$/u;
const valueForm = /^[\p{L}\p{Z}\p{N}_.:*/=+\-@%]{1,50}$/u;

/** The key as it is stored, lower-case. Throws InvalidInputException. */
export function readKey(key: string | undefined): string {
  if (key === undefined || !keyForm.test(key)) throw invalidInput(`Invalid LF-Tag key: ${key ?? ""}`);
  return key.toLowerCase();
}

/** The value as it is stored, lower-case. Throws InvalidInputException. */
export function readValue(value: string): string {
  if (!valueForm.test(value) || value === "*") throw invalidInput(`Invalid LF-Tag value: ${value}`);
  return value.toLowerCase();
}

/** The values of a key; throws EntityNotFoundException when there is no such key. */
export function requireTag(data: LakeFormationData, key: string): Set<string> {
  const values = data.tags.get(key);
  if (values === undefined) throw entityNotFound(`Tag key does not exist: ${key}`);
  return values;
}

/** Throws unless the key has all the values; `*` alone stands for all of them. Names are lower-case. */
export function requireTagValues(data: LakeFormationData, key: string, values: readonly string[]): void {
  const known = requireTag(data, key);
  if (values.length === 0) throw invalidInput(`No values given for LF-Tag key: ${key}`);
  if (values.includes("*")) {
    if (values.length > 1) throw invalidInput("The wildcard must be the only value");
    return;
  }
  const missing = values.filter((value) => !known.has(value));
  if (missing.length > 0) throw entityNotFound(`Tag value does not exist: ${key}: [${missing.join(", ")}]`);
}
