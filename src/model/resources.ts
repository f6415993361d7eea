/** Gathering resources into a state, sorted by address. */

import type { Address } from "./address.ts";
import { compareText } from "./source.ts";
import type { Resource, Resources } from "./state.ts";

export type Entry = readonly [address: Address, resource: Resource];

/**
 * One resource an address, sorted by address; `unite` makes one of two that have the same. What comes out is no Map: half a million long texts
 * are looked up one after the other, and rarely out of order, while a Map would take longer to be made than all that is done with it.
 */
export function gatherResources(entries: Iterable<Entry>, unite: (address: Address, a: Resource, b: Resource) => Resource): Resources {
  const addresses: Address[] = [];
  const resources: Resource[] = [];
  for (const [address, resource] of entries) {
    addresses.push(address);
    resources.push(resource);
  }
  // Most are in order already, which makes sorting cheap.
  const order = Array.from(addresses.keys()).toSorted((a, b) => compareText(addresses[a] ?? "", addresses[b] ?? ""));
  const sortedAddresses: Address[] = [];
  const sortedResources: Resource[] = [];
  for (const position of order) {
    const [address, resource] = [addresses[position], resources[position]];
    if (address === undefined || resource === undefined) continue;
    const same = sortedAddresses.at(-1) === address ? sortedResources.pop() : undefined;
    if (same === undefined) sortedAddresses.push(address);
    sortedResources.push(same === undefined ? resource : unite(address, same, resource));
  }
  return sortedMap(sortedAddresses, sortedResources);
}

/** The resources with some of them exchanged, others added, and those left out for which there is nothing. */
export function exchangeResources(resources: Resources, changed: ReadonlyMap<Address, Resource | undefined>): Resources {
  if (changed.size === 0) return resources;
  function* entries(): Generator<Entry> {
    for (const entry of resources) if (!changed.has(entry[0])) yield entry;
    for (const [address, resource] of changed) if (resource !== undefined) yield [address, resource];
  }
  return gatherResources(entries(), (_, resource) => resource);
}

/** Written as JSON it is an object, as a Map is in canonical JSON. */
interface WrittenAsObject {
  readonly toJSON: () => unknown;
}

/** A map of sorted keys, each once, to the values at their positions. */
function sortedMap<Value>(keys: readonly string[], values: readonly Value[]): ReadonlyMap<string, Value> & WrittenAsObject {
  const positionOf = (key: string): number => {
    let [from, to] = [0, keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((keys[middle] ?? "") < key) from = middle + 1;
      else to = middle;
    }
    return keys[from] === key ? from : -1;
  };
  function* entries(): Generator<[string, Value], undefined> {
    for (const [position, value] of values.entries()) yield [keys[position] ?? "", value];
  }
  const map: ReadonlyMap<string, Value> & WrittenAsObject = {
    size: keys.length,
    get: (key) => values[positionOf(key)],
    has: (key) => positionOf(key) !== -1,
    keys: () => keys.values(),
    values: () => values.values(),
    entries,
    [Symbol.iterator]: entries,
    forEach: (use) => {
      for (const [key, value] of entries()) use(value, key, map);
    },
    toJSON: () => Object.fromEntries(entries()),
  };
  return map;
}
