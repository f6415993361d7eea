/** Claims about equality of JSON values: it is that of their canonical text. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson } from "../../src/model/canonical.ts";
import { isSameJson } from "../../src/model/same-json.ts";

/** Few names and values, so that two values are often the same or nearly so. */
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, true, 0, 1, "", "0"),
    tie("members"),
    fc.array(tie("value"), { maxLength: 2 }),
  ),
  members: fc.dictionary(fc.constantFrom("a", "b", "0", "__proto__", "toString"), tie("value"), { maxKeys: 2 }),
})).value;

test("two values are the same exactly when their canonical JSON is", () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isSameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
    }),
    { numRuns: 3000 },
  );
});

test("a copy is the same, and one with something more is not", () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(isSameJson(given, structuredClone(given))).toBe(true);
      expect(isSameJson({ given }, { given, more: null })).toBe(false);
      expect(isSameJson([given], [given, null])).toBe(false);
    }),
  );
});
