/** Which outages of a fresh plan a review has not seen. */

import { describe, expect, test } from "vitest";

import type { Outage } from "../../src/model/outage.ts";
import { unreviewedOutages } from "../../src/reconciler/order/unreviewed-outages.ts";

const reviewed: Outage = {
  principals: ["a", "b"],
  database: "claims",
  tables: [
    { table: "patients", columns: 3 },
    { table: "visits", columns: 1 },
  ],
  permissions: ["DESCRIBE", "SELECT"],
  from: 40,
  until: 80,
};
const itself: Outage = { ...reviewed, tables: [] };

describe("reviewed", () => {
  test.each<[string, Outage]>([
    ["the same", reviewed],
    ["fewer principals", { ...reviewed, principals: ["b"] }],
    ["fewer tables and columns", { ...reviewed, tables: [{ table: "patients", columns: 2 }] }],
    ["fewer permissions", { ...reviewed, permissions: ["SELECT"] }],
    ["a shorter time", { ...reviewed, from: 41, until: 79 }],
    ["the database itself", itself],
  ])("is %s", (_what, fresh) => {
    expect(unreviewedOutages([reviewed, itself], [fresh])).toEqual([]);
  });

  test("is what several outages cover together", () => {
    const parts = reviewed.principals.flatMap((principal) =>
      reviewed.permissions.map((permission) => ({ ...reviewed, principals: [principal], permissions: [permission] })),
    );
    expect(unreviewedOutages(parts, [reviewed])).toEqual([]);
    expect(unreviewedOutages(parts.slice(1), [reviewed])).toEqual([{ ...reviewed, principals: ["a"] }]);
  });
});

describe("not reviewed", () => {
  test.each<[string, Outage]>([
    ["another database", { ...reviewed, database: "hr" }],
    ["a longer time before", { ...reviewed, from: 39 }],
    ["a longer time after", { ...reviewed, until: 81 }],
    ["another permission", { ...reviewed, permissions: ["DESCRIBE", "SELECT", "INSERT"] }],
    ["the database itself, where its tables were", itself],
  ])("is %s", (_what, fresh) => {
    expect(unreviewedOutages([reviewed], [fresh])).toEqual([fresh]);
  });

  test("is everything where the plan told of nothing, and a table where it told of the database", () => {
    expect(unreviewedOutages([], [reviewed, itself])).toEqual([reviewed, itself]);
    expect(unreviewedOutages([itself], [reviewed])).toEqual([reviewed]);
  });

  test("are the further principals alone, with all they miss", () => {
    expect(unreviewedOutages([reviewed], [{ ...reviewed, principals: ["a", "c"] }])).toEqual([{ ...reviewed, principals: ["c"] }]);
    expect(unreviewedOutages([itself], [{ ...itself, principals: ["a", "c"] }])).toEqual([{ ...itself, principals: ["c"] }]);
  });

  test("are the further tables and columns alone", () => {
    const tables = [
      { table: "bills", columns: 9 },
      { table: "patients", columns: 4 },
      { table: "visits", columns: 1 },
    ];
    expect(unreviewedOutages([reviewed], [{ ...reviewed, tables }])).toEqual([{ ...reviewed, tables: tables.slice(0, 2) }]);
  });
});
