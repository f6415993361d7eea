/** What lowering yields: resources with their addresses, gathered into one sorted map. */

import type { Address } from "../../model/address.ts";
import { canonicalJson } from "../../model/canonical.ts";
import { compareRanges, compareText } from "../../model/source.ts";
import type { Range } from "../../model/source.ts";
import type { Resource, Resources } from "../../model/state.ts";

export type Entry = readonly [address: Address, resource: Resource];

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
 * One resource an address, sorted by address. What several policies ask for alike is one resource with all their origins.
 * INVARIANT: the checks leave no two specs for one address; throws where they did.
 */
export function gatherEntries(groups: Iterable<Iterable<Entry>>): Resources {
  // Two lists, and not one of pairs: half a million pairs that live until the end cost more than all that is done with them here.
  const addresses: Address[] = [];
  const resources: Resource[] = [];
  for (const group of groups) {
    for (const [address, resource] of group) {
      addresses.push(address);
      resources.push(resource);
    }
  }
  // Most are in order already, which makes sorting them cheaper than looking each up.
  const order = Array.from(addresses.keys()).toSorted((a, b) => compareText(addresses[a] ?? "", addresses[b] ?? ""));
  const gathered = new Map<Address, Resource>();
  let last: Address | undefined;
  for (const position of order) {
    const [address, resource] = [addresses[position], resources[position]];
    if (address === undefined || resource === undefined) continue;
    const same = address === last ? gathered.get(address) : undefined;
    gathered.set(address, same === undefined ? resource : unite(address, same, resource));
    last = address;
  }
  return gathered;
}

function unite(address: Address, a: Resource, b: Resource): Resource {
  if (canonicalJson(a.spec) !== canonicalJson(b.spec)) throw new Error(`two specs for ${address}`);
  const origins = new Map([...(a.origins ?? []), ...(b.origins ?? [])].map((range) => [canonicalJson(range), range]));
  return { ...a, origins: [...origins.values()].toSorted(compareRanges) };
}
