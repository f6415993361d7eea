/** Near names: the same as measuring every distance finds, for one limit or another. */

import { assert, constantFrom, integer, property, string, uniqueArray } from "fast-check";
import { expect, test } from "vitest";

import { editsBetween } from "../../src/model/edit-distance.ts";
import { indexNearNames } from "../../src/model/near-names.ts";
import { nearest } from "../../src/model/suggestion.ts";

const name = string({ unit: constantFrom("a", "b", "c", "_", "1", "이", "름", "A"), minLength: 1, maxLength: 9 });

test("what is found is what measuring every distance finds, the nearest first", () => {
  assert(
    property(uniqueArray(name, { maxLength: 30 }), name, integer({ min: 1, max: 3 }), (names, text, limit) => {
      const near = names.filter((one) => editsBetween(text, one, limit) <= limit);
      const found = indexNearNames(names, limit)(text);
      expect(found.toSorted()).toEqual(near.toSorted());
      const edits = found.map((one) => editsBetween(text, one, limit));
      expect(edits).toEqual(edits.toSorted((a, b) => a - b));
    }),
  );
});

test("the first is the one that a suggestion would name", () => {
  const names = ["rrno", "이름", "고객이름", "card_number", "email"];
  const nearTo = indexNearNames(names, 1);
  for (const text of ["rrn", "이룸", "고객이룸", "card_numbr", "emial"])
    expect([nearTo(text)[0], text]).toEqual([nearest(text, names), text]);
  expect(nearTo("passport")).toEqual([]);
});
