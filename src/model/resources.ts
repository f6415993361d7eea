/** Gathering resources into a state: one map, sorted by address. */

import type { Address } from "./address.ts";
import { compareText } from "./source.ts";
import type { Resource, Resources } from "./state.ts";

export type Entry = readonly [address: Address, resource: Resource];

/** One resource an address, sorted by address; `unite` makes one of two that have the same. */
export function gatherResources(entries: Iterable<Entry>, unite: (address: Address, a: Resource, b: Resource) => Resource): Resources {
  // Two lists, and not one of pairs: half a million pairs that live until the end cost more than all that is done with them here.
  const addresses: Address[] = [];
  const resources: Resource[] = [];
  for (const [address, resource] of entries) {
    addresses.push(address);
    resources.push(resource);
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
