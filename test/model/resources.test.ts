/** States as they are gathered: in every way they can be asked, the Map of the same entries. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson } from "../../src/model/canonical.ts";
import { exchangeResources, gatherResources } from "../../src/model/resources.ts";
import { compareText } from "../../src/model/source.ts";
import type { Resource } from "../../src/model/state.ts";

const addresses = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "/", "-", "가") });
const resources = fc.record({ kind: fc.constantFrom("one", "two"), spec: fc.integer() });
const entries = fc.array(fc.tuple(addresses, resources), { maxLength: 40 });

const resourceOf = (spec: string): Resource => ({ kind: "k", spec });

const latter = (_: string, __: Resource, found: Resource): Resource => found;

test("what is gathered is the sorted Map of the same entries, however it is asked", () => {
  fc.assert(
    fc.property(entries, addresses, (given, stranger) => {
      const expected = new Map([...new Map(given)].toSorted(([a], [b]) => compareText(a, b)));
      const gathered = gatherResources(given, latter);
      const each: unknown[] = [];
      gathered.forEach((resource, address, all) => each.push([address, resource, all === gathered]));
      expect([...gathered]).toStrictEqual([...expected]);
      expect([...gathered.entries()]).toStrictEqual([...expected.entries()]);
      expect([...gathered.keys()]).toStrictEqual([...expected.keys()]);
      expect([...gathered.values()]).toStrictEqual([...expected.values()]);
      expect(gathered.size).toBe(expected.size);
      expect(each).toStrictEqual([...expected].map(([address, resource]) => [address, resource, true]));
      for (const address of [...expected.keys(), stranger, "", "~"]) {
        expect(gathered.get(address)).toBe(expected.get(address));
        expect(gathered.has(address)).toBe(expected.has(address));
      }
      expect(canonicalJson(gathered)).toBe(canonicalJson(expected));
    }),
    { numRuns: 300 },
  );
});

test("resources of one address are united in the order they came in", () => {
  const united = gatherResources(
    [
      ["b", resourceOf("1")],
      ["a", resourceOf("2")],
      ["b", resourceOf("3")],
      ["b", resourceOf("4")],
    ],
    (address, a, b) => resourceOf(`${address}(${String(a.spec)},${String(b.spec)})`),
  );
  expect([...united]).toStrictEqual([
    ["a", resourceOf("2")],
    ["b", resourceOf("b(b(1,3),4)")],
  ]);
});

test("exchanging, adding and leaving out come to the same as in a Map", () => {
  const changes = fc.array(fc.tuple(addresses, fc.option(resources, { nil: undefined })), { maxLength: 10 });
  fc.assert(
    fc.property(entries, changes, (given, changed) => {
      const expected = new Map(given);
      for (const [address, resource] of new Map(changed)) {
        if (resource === undefined) expected.delete(address);
        else expected.set(address, resource);
      }
      const exchanged = exchangeResources(gatherResources(given, latter), new Map(changed));
      expect([...exchanged]).toStrictEqual([...expected].toSorted(([a], [b]) => compareText(a, b)));
    }),
    { numRuns: 300 },
  );
});

test("equality of states in tests tells resources apart", () => {
  const one = gatherResources([["a", { kind: "k", spec: 1 }]], latter);
  const other = gatherResources([["a", { kind: "k", spec: 2 }]], latter);
  expect(one).not.toEqual(other);
  expect({ resources: one }).not.toEqual({ resources: new Map([["a", { kind: "k", spec: 2 }]]) });
  expect({ resources: one }).toEqual({ resources: new Map([["a", { kind: "k", spec: 1 }]]) });
  expect(one).not.toEqual(gatherResources([], latter));
});
