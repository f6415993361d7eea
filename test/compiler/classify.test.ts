/** Classification: which databases are managed, what grade a column gets, and why. */

import { describe, expect, test } from "vitest";

import { classify } from "../../src/compiler/classify.ts";
import type { ClassifiedColumn } from "../../src/compiler/classify.ts";
import type { Catalog } from "../../src/model/catalog.ts";
import { catalogOf, lake, policies } from "../policy-fixture.ts";

const catalog = catalogOf({ claims: { patients: ["ssn", "first", "city"], visits: ["ssn", "day"] }, raw: { lines: ["ssn"] } });

function grades(databases: ReturnType<typeof classify>): Readonly<Record<string, number>> {
  const entries: [string, number][] = [];
  for (const { name, tables } of databases.values()) {
    for (const table of tables.values()) {
      entries.push([`${name}.${table.name}`, table.decision.grade]);
      for (const column of table.columns) entries.push([`${name}.${table.name}.${column.name}`, column.decision.grade]);
    }
  }
  return Object.fromEntries(entries);
}

function classification(database: string, body: string): string {
  return `kind: Classification\ndatabase: "${database}"\n${body}`;
}

/** Why a column has its grade: the selectors, and the lines its origins are on. */
function why({ decision }: ClassifiedColumn): unknown {
  return [decision.rules.map(({ rule }) => rule.match), decision.origins.map(({ line }) => line)];
}

function view(columns: readonly string[]): Catalog {
  const table = { name: "v", type: "view", columns: columns.map((name) => ({ name, type: "string" })), partitionKeys: [] } as const;
  return { databases: [{ name: "claims", tables: [table] }] };
}

describe("a managed database", () => {
  test("has a default; rules alone do not make one", () => {
    const set = policies(lake, classification("*", "rules: [{match: '*.ssn', grade: 1}]"), classification("claims", "default: 3"));
    expect([...classify(set, catalog).keys()]).toEqual(["claims"]);
  });

  test("takes each setting from the exact name, and else from the only glob", () => {
    const set = policies(
      lake,
      classification("c*", "default: 2\nowner: everybody\ndomain: All\nenforce: false"),
      classification("claims", "owner: claims-data\nnewColumns: inherit"),
    );
    expect(classify(set, catalog).get("claims")).toMatchObject({
      default: 2,
      owner: "claims-data",
      domain: "all",
      enforce: false,
      newColumns: "inherit",
    });
  });

  test("stays managed when a classification of its exact name brings only rules", () => {
    const set = policies(lake, classification("*", "default: 3"), classification("claims", "rules: [{match: '*.ssn', grade: 1}]"));
    expect(classify(set, catalog).has("claims")).toBe(true);
  });
});

describe("the grade of a column", () => {
  test("is the strictest of the matching rules, else the default", () => {
    const set = policies(
      lake,
      classification("*", "rules: [{match: '*.ssn', grade: 1, except: ['visits.*']}]"),
      classification("claims", "default: 3\nrules: [{match: 'patients.*', grade: 2}, {match: 'visits.{day,ssn}', grade: 3}]"),
    );
    expect(grades(classify(set, catalog))).toEqual({
      "claims.patients": 1,
      "claims.patients.ssn": 1,
      "claims.patients.first": 2,
      "claims.patients.city": 2,
      "claims.visits": 1,
      "claims.visits.ssn": 3,
      "claims.visits.day": 3,
    });
  });

  test("may be looser than the default when its first rule says so", () => {
    const set = policies(lake, classification("claims", "default: 1\nnewColumns: inherit\nrules: [{match: '*.city', grade: 3}]"));
    expect(grades(classify(set, catalog))).toMatchObject({ "claims.patients": 1, "claims.patients.city": 3, "claims.patients.ssn": 1 });
  });

  test("says which rules decided it, and where the default is written", () => {
    const set = policies(
      lake,
      classification("*", "rules: [{match: '*.ssn', grade: 1, basis: law}]"),
      classification("claims", "default: 3\nrules: [{match: 'patients.s*', grade: 1}, {match: '*.*', grade: 2, except: ['*.city']}]"),
    );
    const columns = classify(set, catalog).get("claims")?.tables.get("patients")?.columns ?? [];
    expect(columns.map(why)).toEqual([
      [
        ["*.ssn", "patients.s*"],
        [10, 15],
      ],
      [["*.*"], [15]],
      [[], [14]],
    ]);
  });

  test("covers partition keys, and matches names that the catalog writes in upper case", () => {
    const upper: Catalog = {
      databases: [
        {
          name: "Claims",
          tables: [
            { name: "Patients", type: "table", columns: [{ name: "SSN", type: "string" }], partitionKeys: [{ name: "DT", type: "date" }] },
          ],
        },
      ],
    };
    const set = policies(lake, classification("CLAIMS", "default: 3\nrules: [{match: 'Patients.{Ssn,dt}', grade: 2}]"));
    const table = classify(set, upper).get("claims")?.tables.get("patients");
    expect(table?.columns.map(({ name, partitionKey, decision }) => [name, partitionKey, decision.grade])).toEqual([
      ["ssn", false, 2],
      ["dt", true, 2],
    ]);
  });
});

describe("a view", () => {
  const set = policies(lake, classification("claims", "default: 2\nnewColumns: inherit\nrules: [{match: '*.city', grade: 3}]"));

  test.each([
    ["the strictest grade among its columns", ["city", "zip"], 2],
    ["a looser grade when rules release all its columns", ["city"], 3],
    ["grade 1 when no rule names any of its columns", ["zip"], 1],
    ["grade 1 when it has no columns", [], 1],
  ])("has %s", (_claim, columns, grade) => {
    expect(classify(set, view(columns)).get("claims")?.tables.get("v")?.decision.grade).toBe(grade);
  });
});
