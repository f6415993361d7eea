/** Whom grants of the policies serve in a bucket: those that reach a table stored there, not only one of its database. */

import { expect, test } from "vitest";

import type { Securable } from "../../src/model/securable.ts";
import { lakeFormationReaders } from "../../src/reconciler/lake-formation-readers.ts";
import { tagViews } from "../../src/reconciler/order/tag-view.ts";
import { account, estate, grant, table } from "../audit/estate.ts";

const role = `arn:aws:iam::${account}:role/analyst`;
const patients = { database: "claims", table: "patients" } as const;
const notes = { database: "claims", table: "notes" } as const;

test.each<[string, Securable, boolean, boolean]>([
  ["a table", { type: "table", ...patients }, true, false],
  ["columns of a table", { type: "columns", ...patients, columns: ["ssn"] }, true, false],
  ["all but some columns", { type: "columns-except", ...notes, excluded: ["ssn"] }, false, true],
  ["all tables of the database", { type: "all-tables", database: "claims" }, true, true],
  ["a table that is nowhere", { type: "table", database: "claims", table: "gone" }, false, false],
  [
    "a grade that tables here carry",
    { type: "lf-tag-policy", target: "table", expression: [{ key: "grade", values: ["3"] }] },
    true,
    false,
  ],
])("%s", (_what, securable, here, there) => {
  const tables = [table("patients", "ssn city"), table("notes", "ssn note", { location: "s3://adw-notes/warehouse/notes/" })];
  const { live, desired } = estate({ tables, desired: [grant(role, securable, ["SELECT"])] });
  const reads = lakeFormationReaders(live.catalog, desired, tagViews(desired.resources)(desired.scope.gradeTag));
  expect([reads(role, "adw-claims"), reads(role, "adw-notes")]).toEqual([here, there]);
  expect(reads(`arn:aws:iam::${account}:role/nobody`, "adw-claims")).toBe(false);
});
