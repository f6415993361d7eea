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
  // Most come in order. Only what does not is sorted; the rest stays the run it is.
  let run = { from: 0, to: 0 };
  let from = 0;
  for (const [address, resource] of entries) {
    const previous = addresses.at(-1);
    if (previous !== undefined && previous >= address) from = addresses.length;
    addresses.push(address);
    resources.push(resource);
    if (addresses.length - from > run.to - run.from) run = { from, to: addresses.length };
  }
  const isInRun = (position: number): boolean => position >= run.from && position < run.to;
  const strays = Array.from(addresses.keys())
    .filter((position) => !isInRun(position))
    .toSorted((a, b) => compareText(addresses[a] ?? "", addresses[b] ?? ""));
  if (strays.length === 0) return sortedMap(addresses, resources);

  const gathered: { readonly addresses: Address[]; readonly resources: Resource[] } = { addresses: [], resources: [] };
  const add = (position: number): void => {
    const [address, resource] = [addresses[position], resources[position]];
    if (address === undefined || resource === undefined) return;
    const same = gathered.addresses.at(-1) === address ? gathered.resources.pop() : undefined;
    if (same === undefined) gathered.addresses.push(address);
    gathered.resources.push(same === undefined ? resource : unite(address, same, resource));
  };
  let next = run.from;
  for (const stray of strays) {
    const address = addresses[stray] ?? "";
    const isBefore = (position: number): boolean => {
      const other = addresses[position] ?? "";
      return other < address || (other === address && position < stray);
    };
    for (; next < run.to && isBefore(next); next += 1) add(next);
    add(stray);
  }
  for (; next < run.to; next += 1) add(next);
  return sortedMap(gathered.addresses, gathered.resources);
}

/** The resources with some of them exchanged, others added, and those left out for which there is nothing. */
export function exchangeResources(resources: Resources, changed: ReadonlyMap<Address, Resource | undefined>): Resources {
  if (changed.size === 0) return resources;
  const { keys: addresses, values } = sortedLists(resources);
  const [newAddresses, newValues]: [Address[], Resource[]] = [[], []];
  let from = 0;
  const keepTo = (to: number): void => {
    for (const address of addresses.slice(from, to)) newAddresses.push(address);
    for (const value of values.slice(from, to)) newValues.push(value);
    from = to;
  };
  for (const [address, resource] of [...changed].toSorted(([a], [b]) => compareText(a, b))) {
    keepTo(firstNotBelow(addresses, address));
    if (addresses[from] === address) from += 1;
    if (resource === undefined) continue;
    newAddresses.push(address);
    newValues.push(resource);
  }
  keepTo(addresses.length);
  return sortedMap(newAddresses, newValues);
}

/**
 * Looks up addresses that are asked for in order, mostly: then the next one is at hand, and nothing needs to be looked for
 * among half a million.
 */
export function lookUpInOrder(resources: Resources): (address: Address) => Resource | undefined {
  const { keys, values } = sortedLists(resources);
  let next = 0;
  let last = "";
  return (address) => {
    if (address < last) return resources.get(address);
    last = address;
    while ((keys[next] ?? address) < address) next += 1;
    return keys[next] === address ? values[next] : undefined;
  };
}

/** Sorted addresses, each once, and what is at each. */
interface Lists {
  readonly keys: readonly Address[];
  readonly values: readonly Resource[];
}

/** What gathered resources are made of. */
const listsOf = new WeakMap<Resources, Lists>();

function sortedLists(resources: Resources): Lists {
  const known = listsOf.get(resources);
  return known ?? sortedLists(gatherResources(resources, (_, resource) => resource));
}

/** Written as JSON it is an object, as a Map is in canonical JSON. */
interface WrittenAsObject {
  readonly toJSON: () => unknown;
}

/** A map of sorted addresses, each once, to the resources at their positions. */
function sortedMap(keys: readonly Address[], values: readonly Resource[]): Resources {
  const positionOf = (key: string): number => {
    const position = firstNotBelow(keys, key);
    return keys[position] === key ? position : -1;
  };
  function* entries(): Generator<[Address, Resource], undefined> {
    for (const [position, value] of values.entries()) yield [keys[position] ?? "", value];
  }
  const map: Resources & WrittenAsObject = {
    size: keys.length,
    get: (key) => values[positionOf(key)],
    has: (key) => positionOf(key) !== -1,
    keys: () => keys.values(),
    values: () => values.values(),
    entries,
    [Symbol.iterator]: entries,
    forEach: (use) => {
      values.forEach((value, position) => {
        use(value, keys[position] ?? "", map);
      });
    },
    toJSON: () => Object.fromEntries(entries()),
  };
  listsOf.set(map, { keys, values });
  return map;
}

/** The position of the first of the sorted keys that does not come before a key; their number where none does. */
function firstNotBelow(keys: readonly string[], key: string): number {
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((keys[middle] ?? "") < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
