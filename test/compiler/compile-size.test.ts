/** The work of classifying grows with the columns and with the rules, not with their product. */

import { expect, test } from "vitest";

import { classify } from "../../src/compiler/classify.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import type { Catalog } from "../../src/model/catalog.ts";
import { catalogOf, lake, policies } from "../policy-fixture.ts";

function listOf<Item>(count: number, item: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

/** Every column has a name of its own, so that remembering names does not help. */
const catalog: Catalog = catalogOf({
  claims: Object.fromEntries(listOf(200, (table) => [`table_${table}`, listOf(40, (column) => `column_${column}_of_${table}`)])),
});

/** Rules of every form, hardly any of which matches a given column. */
function rulesOf(count: number): PolicySet {
  const forms = [
    (index: number) => `*.{column_${index}_of_1,other_${index}}`,
    (index: number) => `table_${index}.*`,
    (index: number) => `*.*${index}_of_${index}*`,
    (index: number) => `table_?${index}.column_*`,
  ];
  const rules = listOf(count, (index) => ({ match: forms[index % forms.length]?.(index) ?? "", grade: 1 + (index % 3), optional: true }));
  return policies(lake, `kind: Classification\ndatabase: "*"\ndefault: 3\nrules: ${JSON.stringify(rules)}`);
}

/** The shortest of several runs, in milliseconds: other work on the machine only ever makes a run longer. */
function shortestRun(set: PolicySet): number {
  const runs = listOf(3, () => {
    const started = performance.now();
    expect(classify(set, catalog).get("claims")?.tables.size).toBe(200);
    return performance.now() - started;
  });
  return Math.min(...runs);
}

test("forty times the rules over 8,000 columns take far less than forty times as long", () => {
  const few = shortestRun(rulesOf(50));
  const many = shortestRun(rulesOf(2000));
  expect(many / few).toBeLessThan(25);
});
