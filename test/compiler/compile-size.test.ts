/** The work of finding rules: a name is held against few of the globs, and against no literal at all. */

import { expect, test } from "vitest";

import type { Glob } from "../../src/compiler/glob.ts";
import { indexNames } from "../../src/compiler/name-index.ts";
import { parsePattern } from "../../src/compiler/selector.ts";
import type { NamePattern } from "../../src/compiler/selector.ts";

const names = 2000;
const patterns = 2000;

function listOf<Item>(count: number, item: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

/** Five letters, another word for every number. */
function word(index: number): string {
  return listOf(5, (place) => String.fromCharCode(97 + (Math.floor((index * 7_368_787) / 26 ** place) % 26))).join("");
}

/** What is found for every name, and how often a name was held against a glob: that reads the glob. A clock would say more about the machine. */
function findAll(text: (index: number) => string): { readonly found: number; readonly tries: number } {
  let tries = 0;
  const counted = (glob: Glob): Glob => ({
    ...glob,
    get segments() {
      tries += 1;
      return glob.segments;
    },
  });
  const read = listOf(patterns, (index): NamePattern => {
    const pattern = parsePattern(text(index));
    if ("problem" in pattern) throw new Error(pattern.message);
    return { ...pattern, globs: pattern.globs.map(counted) };
  });
  const find = indexNames(read, (pattern) => pattern);
  tries = 0;
  const found = listOf(names, (index) => find(`${word(index)}_${index % 40}`).length);
  return { found: found.reduce((sum, count) => sum + count, 0), tries };
}

test.each([
  ["words anywhere", (index: number) => `*${word(index)}*`, names],
  ["words at the start", (index: number) => `${word(index)}_*`, names],
  ["words at the end, which no name has", (index: number) => `*_${word(index)}_?`, 0],
])("globs for %s are held against fewer than one name in a hundred", (_what, text, found) => {
  const result = findAll(text);
  expect(result.found).toBe(found);
  expect(result.tries).toBeGreaterThanOrEqual(found);
  expect(result.tries).toBeLessThan((names * patterns) / 100);
});

test("names and braces are looked up", () => {
  expect(findAll((index) => `{${word(index)}_${index % 40},other_${index}}`)).toEqual({ found: names, tries: 0 });
});
