/** The work of classifying: a column is held against few of the globs, and against no literal at all. */

import { expect, test, vi } from "vitest";

import { classify } from "../../src/compiler/classify.ts";
import { globMatches } from "../../src/compiler/glob.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import type { Catalog } from "../../src/model/catalog.ts";
import { catalogOf, lake, policies } from "../policy-fixture.ts";

// Counted rather than timed: a clock says more about what else the machine does.
vi.mock(import("../../src/compiler/glob.ts"), async (original) => {
  const glob = await original();
  return { ...glob, globMatches: vi.fn<typeof glob.globMatches>(glob.globMatches) };
});

const tables = 50;
const columns = 40;
const rules = 2000;

function listOf<Item>(count: number, item: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

/** Five letters, another word for every number. */
function word(index: number): string {
  return listOf(5, (place) => String.fromCharCode(97 + (Math.floor((index * 7_368_787) / 26 ** place) % 26))).join("");
}

/** Every column has a name of its own, so that remembering names would not help. */
const catalog: Catalog = catalogOf({
  claims: Object.fromEntries(
    listOf(tables, (table) => [`table_${table}`, listOf(columns, (column) => `${word(table * columns + column)}_${column}`)]),
  ),
});

function rulesOf(match: (index: number) => string): PolicySet {
  const list = listOf(rules, (index) => ({ match: match(index), grade: 1 + (index % 3), optional: true }));
  return policies(lake, `kind: Classification\ndatabase: "*"\ndefault: 3\nrules: ${JSON.stringify(list)}`);
}

/** How often a name is held against a glob while the policies are applied to all columns. */
function tries(set: PolicySet): number {
  vi.mocked(globMatches).mockClear();
  expect(classify(set, catalog).get("claims")?.tables.size).toBe(tables);
  return vi.mocked(globMatches).mock.calls.length;
}

test.each([
  ["columns", (index: number) => `*.*${word(index)}*`],
  ["columns, by their end", (index: number) => `*.*_${word(index)}_?`],
  ["tables", (index: number) => `*${word(index)}?.*`],
])("2,000 globs for %s are tried on fewer than one column in a hundred", (_what, match) => {
  const set = rulesOf(match);
  expect(tries(set)).toBeLessThan((tables * columns * rules) / 100);
});

test("the globs that match are tried", () => {
  expect(tries(rulesOf((index) => `*.*${word(index)}*`))).toBeGreaterThanOrEqual(tables * columns);
});

test("2,000 rules with names and braces are looked up", () => {
  expect(tries(rulesOf((index) => `table_${index}.{${word(index)},${word(index)}_1}`))).toBe(0);
});
