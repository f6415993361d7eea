/** One value of one LF-Tag key. A key exists while it has a value. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { Scope } from "../../model/state.ts";

export interface LfTag {
  readonly key: string;
  readonly value: string;
}

export function address(spec: LfTag): Address {
  return addressOf("lf-tag", spec.key.toLowerCase(), spec.value.toLowerCase());
}

/** Lower-case, as Lake Formation stores keys and values (Lake Formation Developer Guide, lf-tag-considerations). */
export function normalize(spec: LfTag): LfTag {
  return { key: spec.key.toLowerCase(), value: spec.value.toLowerCase() };
}

/** The values of the grade key are ours. Domain values may be used by others and are never deleted. */
export function owns(spec: LfTag, scope: Scope): boolean {
  return spec.key === scope.gradeTag;
}
