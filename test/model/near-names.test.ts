/** Near names: the same as measuring every distance finds, with few distances measured. */

import { distance } from "fastest-levenshtein";
import { assert, constantFrom, property, string, uniqueArray } from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";

import { editsBetween } from "../../src/model/edit-distance.ts";
import { indexNearNames } from "../../src/model/near-names.ts";
import { misspellingLimit, nearest } from "../../src/model/suggestion.ts";

vi.mock(import("fastest-levenshtein"), async (original) => {
  const library = await original();
  return { ...library, distance: vi.fn<typeof library.distance>(library.distance) };
});

beforeEach(() => {
  vi.mocked(distance).mockClear();
});

const name = string({ unit: constantFrom("a", "b", "c", "_", "1", "이", "름", "A"), minLength: 1, maxLength: 9 });

test("what is found is what measuring every distance finds, the nearest first", () => {
  assert(
    property(uniqueArray(name, { maxLength: 30 }), name, (names, text) => {
      const limit = misspellingLimit(text.length);
      const near = names.filter((one) => editsBetween(text, one, limit) <= limit);
      const found = indexNearNames(names)(text);
      expect(found.toSorted()).toEqual(near.toSorted());
      const edits = found.map((one) => editsBetween(text, one, limit));
      expect(edits).toEqual(edits.toSorted((a, b) => a - b));
    }),
  );
});

test("the first is the one that a suggestion would name", () => {
  const names = ["rrno", "이름", "고객이름", "card_number", "email"];
  const nearTo = indexNearNames(names);
  for (const text of ["rrn", "이룸", "고객이룸", "card_numbr", "emial"])
    expect([nearTo(text)[0], text]).toEqual([nearest(text, names), text]);
  expect(nearTo("passport")).toEqual([]);
});

/** Eight letters, another word for every number. */
function letters(index: number): string {
  return Array.from({ length: 8 }, (_, at) => String.fromCharCode(97 + (((index * 7_368_787) / 26 ** at) % 26))).join("");
}

test("among a hundred thousand names, fewer than one in fifty is measured", () => {
  const nearTo = indexNearNames(Array.from({ length: 100_000 }, (_, index) => letters(index)));
  const texts = Array.from({ length: 20 }, (_, index) => `${letters(index * 31).slice(1)}x`);
  expect(texts.every((text) => nearTo(text).length > 0)).toBe(true);
  expect(vi.mocked(distance).mock.calls.length).toBeLessThan((100_000 * texts.length) / 50);
});
