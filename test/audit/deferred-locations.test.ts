/** The claim about locations that wait until nothing below them is open: LGF405. */

import { expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { Scope } from "../../src/model/state.ts";
import { estate, grant, location, table } from "./estate.ts";
import type { Disturbance } from "./estate.ts";

const [address] = location("arn:aws:s3:::adw-claims/warehouse");
const open = (name: string, database = "claims") => grant("IAM_ALLOWED_PRINCIPALS", { type: "table", database, table: name }, ["ALL"]);
const staged: Partial<Scope> = { managed: { claims: { enforce: false, newColumns: "strictest" } } };
const other = { name: "other", tables: [table("notes", "text")] };

/** The findings where the policies name the location and nobody has registered it. */
function deferred(disturbance: Disturbance) {
  const { live, ...rest } = estate(disturbance);
  const resources = new Map([...live.resources].filter(([name]) => name !== address));
  return assess({ ...rest, live: { ...live, resources } }).filter(({ code }) => code === "LGF405");
}

test("names the location, and how many tables keep it from being registered", () => {
  expect(deferred({ live: [open("patients"), open("visits")], scope: staged })).toMatchObject([
    {
      severity: "medium",
      status: "failed",
      resource: address,
      message: "arn:aws:s3:::adw-claims/warehouse is not registered yet: 2 tables below it stay open to everyone IAM allows",
      evidence: { arn: "arn:aws:s3:::adw-claims/warehouse", tables: 2, examples: ["claims.patients", "claims.visits"] },
    },
  ]);
});

test.each<readonly [string, Disturbance]>([
  ["the policies leave it open", { live: [open("visits")], scope: { iamAllowedPrincipals: "report" } }],
  [
    "everything in the database is open",
    { live: [grant("IAM_ALLOWED_PRINCIPALS", { type: "all-tables", database: "claims" }, ["ALL"])], scope: staged },
  ],
  ["nobody manages its database", { live: [open("notes", "other")], databases: [other] }],
])("is made where %s", (_name, disturbance) => {
  expect(deferred(disturbance)).toHaveLength(1);
});

test.each<readonly [string, Disturbance]>([
  ["nothing is open", { scope: staged }],
  ["the plan closes what is open", { live: [open("patients")] }],
  [
    "only the database is open, not its tables",
    { live: [grant("IAM_ALLOWED_PRINCIPALS", { type: "database", database: "claims" }, ["ALL"])], scope: staged },
  ],
  [
    "what is open lies elsewhere",
    { live: [open("notes", "other")], databases: [{ ...other, tables: [table("notes", "text", { location: "s3://elsewhere/notes" })] }] },
  ],
])("is not made where %s", (_name, disturbance) => {
  expect(deferred(disturbance)).toEqual([]);
});

test("is not made for a location that is registered already", () => {
  expect(assess(estate({ live: [open("patients")], scope: staged })).filter(({ code }) => code === "LGF405")).toEqual([]);
});

test("is undecided where grants could not be read", () => {
  expect(deferred({ unread: ["lf-grant"] })).toMatchObject([{ status: "unknown", resource: "lf-grant" }]);
});
