/** Claims about the digest of a list: it tells any two lists of JSON values apart, and nothing else. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson } from "../../src/model/canonical.ts";
import { digestList } from "../../src/model/digest-list.ts";

/** Few names and values, so that neighbours often have members of the same names and values that are the same. */
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 12, 2, "", "=", "a", "(", '"', "가", "\ud800", "\ufffd");
const item = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, tie("members"), fc.array(tie("value"), { maxLength: 3 })),
  members: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
})).value;
const list = fc.array(item, { maxLength: 5 });

test("two lists have one digest exactly when their canonical JSON is one", () => {
  fc.assert(
    fc.property(list, list, (a, b) => {
      expect(digestList(a) === digestList(b)).toBe(canonicalJson(a) === canonicalJson(b));
    }),
    { numRuns: 2000 },
  );
});

test("one value changed anywhere changes the digest", () => {
  fc.assert(
    fc.property(list, item, fc.nat(), (items, other, at) => {
      fc.pre(items.length > 0);
      const index = at % items.length;
      const changed = items.with(index, other);
      expect(digestList(items) === digestList(changed)).toBe(canonicalJson(items[index]) === canonicalJson(other));
    }),
    { numRuns: 2000 },
  );
});

test("neither the order of members nor shared objects play a part", () => {
  const shared = [{ file: "a.yaml", line: 1 }];
  const items = [
    { address: "a", origins: shared, after: { x: 1, y: 2 } },
    { address: "b", origins: shared, after: { x: 1, y: 2 } },
  ];
  const others = [
    { origins: [{ line: 1, file: "a.yaml" }], address: "a", after: { y: 2, x: 1 } },
    { after: { x: 1, y: 2 }, address: "b", origins: [{ file: "a.yaml", line: 1 }] },
  ];
  expect(digestList(others)).toBe(digestList(items));
});

test("more lists than are remembered, and more text than one piece, make no difference", () => {
  const items = Array.from({ length: 25_000 }, (_, index) => ({ address: `address ${index}`, origins: [{ line: index }] }));
  expect(digestList(items)).toBe(digestList(structuredClone(items)));
  expect(digestList(items)).not.toBe(digestList(items.with(3, { address: "address 3", origins: [{ line: 4 }] })));
});

test("what is no JSON is refused rather than left out", () => {
  for (const value of [undefined, { a: undefined }, [() => 1], Symbol("a"), 1n]) expect(() => digestList([value])).toThrow(TypeError);
});
