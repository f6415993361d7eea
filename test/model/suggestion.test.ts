/** Suggestions: what is near enough to be a misspelling. */

import { assert, constantFrom, integer, property, string } from "fast-check";
import { expect, test } from "vitest";

import { editsBetween } from "../../src/model/edit-distance.ts";
import { didYouMean, nearest } from "../../src/model/suggestion.ts";

const arn = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

test.each([
  ["emial", "email"],
  ["slaes", "sales"],
  ["cliams", "claims"],
  ["tga", "tag"],
  ["patient", "patients"],
])("%s is a slip for %s", (written, meant) => {
  expect(nearest(written, ["something", meant, "else"])).toBe(meant);
});

test("two swaps in a short name are two slips, and one too many", () => {
  expect(nearest("meial", ["emali"])).toBeUndefined();
  expect(nearest("gone", ["eno"])).toBeUndefined();
});

test("a nearer name beats one that a swap makes", () => {
  expect(nearest("orders", ["ordesr", "order"])).toBe("ordesr");
  expect(nearest("colunm_name", ["column_nam", "column_name"])).toBe("column_name");
});

test("of ARNs the name at the end decides, not all that they have in common", () => {
  expect(nearest(arn("gone"), [arn("LgPlan"), arn("jobs/etl")])).toBeUndefined();
  expect(nearest(arn("jobs/bacth"), [arn("LgPlan"), arn("service/batch")])).toBe(arn("service/batch"));
  expect(didYouMean(arn("gone"), [arn("LgPlan")])).toBe(`known names: \`${arn("LgPlan")}\``);
});

const text = string({ unit: constantFrom("a", "b", "c"), maxLength: 7 });

test("any swap of neighbours is one edit at most, in both directions", () => {
  assert(
    property(text, integer({ min: 0, max: 5 }), (one, at) => {
      const swapped = `${one.slice(0, at)}${one.slice(at + 1, at + 2)}${one.slice(at, at + 1)}${one.slice(at + 2)}`;
      expect(editsBetween(one, swapped, 2)).toBeLessThanOrEqual(1);
      expect(editsBetween(swapped, one, 2)).toBeLessThanOrEqual(1);
    }),
  );
});

test("edits are what trying every way finds", () => {
  assert(
    property(text, text, (one, other) => {
      expect(editsBetween(one, other, 7)).toBe(fewest(one, other));
    }),
  );
});

/** By the definition: the fewest edits of the first characters, then of the rest. */
function fewest(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  if (a.startsWith(b.slice(0, 1))) return fewest(a.slice(1), b.slice(1));
  const isSwap = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return (
    1 +
    Math.min(
      fewest(a.slice(1), b),
      fewest(a, b.slice(1)),
      fewest(a.slice(1), b.slice(1)),
      isSwap ? fewest(a.slice(2), b.slice(2)) : Number.POSITIVE_INFINITY,
    )
  );
}
