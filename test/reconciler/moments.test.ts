/** The moments of an apply on the model: what is asked, how often, and of how many columns. */

import { describe, expect, test } from "vitest";

import { address as grantAddress } from "../../src/kinds/lf-grant/spec.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import { address as tagAddress } from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { Catalog } from "../../src/model/catalog.ts";
import type { Change } from "../../src/model/change.ts";
import type { Resource, Scope } from "../../src/model/state.ts";
import { contextOf } from "../../src/reconciler/impact.ts";
import { momentsOf } from "../../src/reconciler/order/moments.ts";
import { ruleParts } from "../../src/reconciler/order/reorder.ts";
import { roleArn } from "../governed-lake.ts";

const scope: Scope = {
  lake: "adw",
  gradeTag: "grade",
  domainTag: "domain",
  grades: 3,
  managed: { claims: { enforce: true, newColumns: "inherit" } },
  iamAllowedPrincipals: "databases",
  foreignGrants: "report",
  adminsExclusive: false,
};
const columns = ["ssn", "city", "zip"];

function catalogOf(tables: readonly string[]): Catalog {
  const all = tables.map((name) => ({
    name,
    type: "table" as const,
    columns: columns.map((column) => ({ name: column, type: "string" })),
    partitionKeys: [],
  }));
  return { databases: [{ name: "claims", tables: all }] };
}

const grade = (value: string, table: string, column?: string): LfTagAssignment => ({
  key: "grade",
  value,
  database: "claims",
  table,
  ...(column === undefined ? {} : { column }),
});

const byGrade = (role: string, ...values: readonly string[]): LfGrant => ({
  principal: roleArn(role),
  securable: { type: "lf-tag-policy", target: "table", expression: [{ key: "grade", values }] },
  permissions: ["SELECT"],
  grantable: [],
});

const byName = (role: string, table: string, ...named: readonly string[]): LfGrant => ({
  principal: roleArn(role),
  securable: { type: "columns", database: "claims", table, columns: named },
  permissions: ["SELECT"],
  grantable: [],
});

function resourcesOf(tags: readonly LfTagAssignment[], grants: readonly LfGrant[]): ReadonlyMap<string, Resource> {
  return new Map<string, Resource>([
    ...tags.map((spec): [string, Resource] => [tagAddress(spec), { kind: "lf-tag-assignment", spec }]),
    ...grants.map((spec): [string, Resource] => [grantAddress(spec), { kind: "lf-grant", spec }]),
  ]);
}

function grantChange(step: number, before: LfGrant | null, after: LfGrant | null, address: string): Change {
  const action = before === null ? "create" : after === null ? "delete" : "update";
  return { address, kind: "lf-grant", action, reason: "value-differs", impact: "neutral", before, after, origins: [], step };
}

/** Moments while readers are given another clearance, beside these grants by name. */
function momentsBeside(tables: readonly string[], named: readonly LfGrant[], leftover: readonly string[] = []) {
  const catalog = catalogOf(tables);
  const tags = tables.flatMap((table) => [grade("3", table), ...leftover.map((column) => grade("3", table, column))]);
  const [old, next] = [byGrade("reader", "3"), byGrade("reader", "2", "3")];
  const live = resourcesOf(tags, [old, ...named]);
  const changes = [grantChange(40, old, null, grantAddress(old)), grantChange(80, null, next, grantAddress(next))];
  return momentsOf(live, changes, catalog, contextOf(live, resourcesOf(tags, [next]), scope));
}

const tablesOf = (number: number): readonly string[] => Array.from({ length: number }, (_, index) => `t${index}`);

/** The number of questions where each of so many tables has a grant by name of its own. */
function asked(number: number): number {
  const tables = tablesOf(number);
  const named = tables.map((table) => byName("guest", table, ...columns));
  return momentsBeside(tables, named).questions.length;
}

describe("questions about an apply", () => {
  test("are no more where every table has a grant by name of its own", () => {
    expect(asked(2)).toBeGreaterThan(0);
    expect(asked(40)).toBe(asked(2));
  });

  test("are asked of every place once for each principal", () => {
    const tables = tablesOf(6);
    const named = [...tables.slice(0, 3).map((table) => byName("reader", table, "ssn")), byName("guest", "t5", "zip")];
    const { questions } = momentsBeside(tables, named);
    const places = questions
      .filter(({ principals, timeline }) => timeline.target === "table" && principals.includes(roleArn("reader")))
      .flatMap((question) => question.places());
    expect(places.reduce((sum, place) => sum + place.columns, 0)).toBe(tables.length * columns.length);
  });
});

describe("columns that are alike", () => {
  test("are those of the catalog, whatever columns tags and grants still name", () => {
    const { alikes } = momentsBeside(["t0"], [byName("guest", "t0", "ssn", "gone"), byName("guest", "t0", "left")], ["old", "city"]);
    const counted = alikes.flatMap(({ places }) => places).reduce((sum, place) => sum + place.columns, 0);
    expect(counted).toBe(columns.length);
  });
});

describe("the parts of one change", () => {
  test("keep their order: a grant loses before it gains", () => {
    const [wide, narrow, other] = [byGrade("reader", "3"), byGrade("reader", "2"), byGrade("guest", "3")];
    const changes = [grantChange(40, wide, narrow, "a"), grantChange(60, other, null, "b"), grantChange(80, narrow, wide, "a")];
    const rules: unknown[] = [];
    const ofChange = new Map(changes.map(({ step, address }, node) => [`${step} ${address}`, node]));
    ruleParts(changes, { ofChange }, { rule: (...rule) => rules.push(rule) });
    expect(rules).toEqual([[0, 2, true]]);
  });
});
