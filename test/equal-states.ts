/** Equality of states in all tests: what resources are kept in does not count, nor does their order. */

import { expect } from "vitest";

import type { Resources } from "../src/model/state.ts";

function isResources(value: unknown): value is Resources {
  return typeof value === "object" && value !== null && "size" in value && "entries" in value && "get" in value;
}

const byAddress = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

expect.addEqualityTesters([
  function (a, b) {
    // Two Maps are compared well enough without.
    if (!isResources(a) || !isResources(b) || (a instanceof Map && b instanceof Map)) return undefined;
    return this.equals([...a].toSorted(byAddress), [...b].toSorted(byAddress));
  },
]);
