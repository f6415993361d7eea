/** Claims about the differ: it looks neither at the order in which states were built nor at anything but addresses and specs. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { gatherResources } from "../../src/model/resources.ts";
import type { Resource, Resources } from "../../src/model/state.ts";
import { diff } from "../../src/reconciler/diff.ts";

/** Maps over few addresses, in any order. */
const state = fc
  .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e", "f"), fc.nat(1)), { selector: ([address]) => address })
  .map((entries) => new Map(entries.map(([address, value]): [string, Resource] => [address, { kind: "lf-tag", spec: { value } }])));

/** The same as states hold it. */
function gathered(resources: Resources): Resources {
  return gatherResources(resources, (_, resource) => resource);
}

test("every address gets the one difference that its specs make, in order of addresses, however the maps are ordered", () => {
  fc.assert(
    fc.property(state, state, (live, desired) => {
      const expected = [...new Set([...live.keys(), ...desired.keys()])].toSorted().flatMap((address) => {
        const [before, after] = [live.get(address)?.spec ?? null, desired.get(address)?.spec ?? null];
        if (before === null) return [[address, "create", before, after]];
        if (after === null) return address === "a" ? [] : [[address, "delete", before, after]];
        return JSON.stringify(before) === JSON.stringify(after) ? [] : [[address, "update", before, after]];
      });
      for (const [was, wanted] of [[live, desired] as const, [gathered(live), gathered(desired)] as const]) {
        const found = diff(was, wanted, (address) => (address === "a" ? undefined : "not-declared"));
        expect(found.map(({ address, action, before, after }) => [address, action, before, after])).toEqual(expected);
      }
    }),
    { numRuns: 1000 },
  );
});
