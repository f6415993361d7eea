/** What lowering yields: resources with their addresses, and what becomes of those that several policies ask for. */

import type { Address } from "../../model/address.ts";
import { canonicalJson } from "../../model/canonical.ts";
import { compareRanges } from "../../model/source.ts";
import type { Range } from "../../model/source.ts";
import type { Entry } from "../../model/resources.ts";
import type { Resource } from "../../model/state.ts";

/** A normalised spec of a kind as an entry. */
export function entryOf<Spec>(
  kind: { readonly name: string; readonly address: (spec: Spec) => Address; readonly normalize: (spec: Spec) => Spec },
  spec: Spec,
  origins: readonly Range[],
): Entry {
  const normal = kind.normalize(spec);
  return [kind.address(normal), { kind: kind.name, spec: normal, origins }];
}

/**
 * What several policies ask for alike is one resource with all their origins.
 * INVARIANT: the checks leave no two specs for one address; throws where they did.
 */
export function uniteOrigins(address: Address, a: Resource, b: Resource): Resource {
  if (canonicalJson(a.spec) !== canonicalJson(b.spec)) throw new Error(`two specs for ${address}`);
  const origins = new Map([...(a.origins ?? []), ...(b.origins ?? [])].map((range) => [canonicalJson(range), range]));
  return { ...a, origins: [...origins.values()].toSorted(compareRanges) };
}
