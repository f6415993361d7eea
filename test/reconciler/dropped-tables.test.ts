/** Databases, tables and columns that somebody dropped: what looking at the account leaves out, and what it still compares. */

import { DeleteDatabaseCommand, DeleteTableCommand } from "@aws-sdk/client-glue";
import { beforeEach, expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { assess } from "../../src/audit/assess.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { account, converge, openLake, readAs, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [
    {
      name: "sales",
      tables: [
        { name: "orders", columns: columns("card", "amount") },
        { name: "leads", columns: columns("email", "city") },
      ],
    },
    { name: "people", tables: [{ name: "staff", columns: columns("ssn", "team") }] },
  ],
} as const;
const lake = `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n`;
const everywhere = `kind: Classification\ndatabase: "*"\nrules: [{match: "*.{email,ssn}", grade: 1}]`;
const people = "kind: Classification\ndatabase: people\ndefault: 3\nrules: [{match: staff.ssn, grade: 2}]";
const sales = (more = ""): string =>
  `kind: Classification\ndatabase: sales\ndefault: 3\nrules: [{match: orders.card, grade: 1}, {match: "*.email", grade: 2}${more}]`;
const set = policies(lake, everywhere, people, sales());

let opened: GovernedLake;
beforeEach(async () => {
  opened = openLake({ catalog, roles: ["guest"] });
  await converge(opened, set);
  // What must not go unseen meanwhile: a foreign grant, and a column that was opened.
  const Database = { CatalogId: account, Name: "people" };
  await opened.ports.lakeFormation.batchGrantPermissions({
    CatalogId: account,
    Entries: [{ Id: "0", Principal: { DataLakePrincipalIdentifier: roleArn("guest") }, Resource: { Database }, Permissions: ["DESCRIBE"] }],
  });
  await opened.ports.lakeFormation.addLFTagsToResource({
    CatalogId: account,
    Resource: { TableWithColumns: { CatalogId: account, DatabaseName: "sales", Name: "leads", ColumnNames: ["email"] } },
    LFTags: [{ CatalogId: account, TagKey: "grade", TagValues: ["3"] }],
  });
});

async function drop(database: string, table?: string): Promise<void> {
  const { glue } = clientsOf(opened.sandbox);
  await (table === undefined
    ? glue.send(new DeleteDatabaseCommand({ Name: database }))
    : glue.send(new DeleteTableCommand({ DatabaseName: database, Name: table })));
}

/** What `drift` would say: what is left out, what differs, and foreign grants. */
async function look(given: PolicySet): Promise<{
  readonly absent: readonly string[];
  readonly errors: readonly string[];
  readonly differs: readonly string[] | undefined;
  readonly foreign: number;
}> {
  const live = await readAs(opened.ports, given);
  const { state, absent, diagnostics } = compile(given, surroundingsOf(live), { absent: "report" });
  const changes = state === undefined ? undefined : (await reconcile(live, state, opened.ports)).changes;
  const findings = state === undefined ? [] : assess({ live, desired: state, removals: new Set() });
  return {
    absent: absent.map(({ code, message }) => `${code} ${message}`),
    errors: diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code),
    differs: changes?.map(({ action, address, impact }) => `${action} ${address} ${impact}`),
    foreign: findings.filter(({ resource, message }) => `${resource} ${message}`.includes("guest")).length,
  };
}

test("a dropped table is named, and everything else is still compared by every rule", async () => {
  await drop("sales", "orders");
  const seen = await look(set);
  expect(seen.absent).toEqual(["LG3012 rule `orders.card` matches no column of a managed database: no table `orders` in `sales`"]);
  expect(seen.errors).toEqual([]);
  // The rules that are left grade the other tables as before: the opened column is to be closed again.
  expect(seen.differs).toEqual(["delete lf-tag-assignment/grade/sales/leads/email narrows"]);
  expect(seen.foreign).toBeGreaterThan(0);
});

test("a dropped database is named, and rules for all databases that it alone answered to do not stand in the way", async () => {
  await drop("people");
  const seen = await look(set);
  expect(seen.absent).toEqual(["LG3006 no database `people` in the catalog"]);
  expect(seen.differs).toEqual(["delete lf-tag-assignment/grade/sales/leads/email narrows"]);

  await drop("sales");
  const none = await look(policies(lake, everywhere, people, sales(), "kind: Classification\ndatabase: other*\ndefault: 3"));
  expect(none.absent).toEqual([
    "LG3012 rule `*.{email,ssn}` matches no column of a managed database",
    "LG3006 no database `people` in the catalog",
    "LG3006 no database `sales` in the catalog",
  ]);
  expect(none.errors).toEqual([]);
});

test("a rule that only its own exceptions empty is no matter of the account, and ends the report", async () => {
  await drop("sales", "orders");
  const seen = await look(policies(lake, everywhere, people, sales(', {match: "leads.*", grade: 1, except: ["leads.*"]}')));
  expect([seen.differs, seen.errors]).toEqual([undefined, ["LG3012"]]);
  expect(seen.absent).toHaveLength(1);
});

test("so does a rule of databases that no policy manages", async () => {
  const seen = await look(
    policies(lake, everywhere, sales(), "kind: Classification\ndatabase: people\nrules: [{match: staff.ssn, grade: 1}]"),
  );
  expect([seen.differs, seen.errors, seen.absent]).toEqual([undefined, ["LG3012"], []]);
});

test("none of it may be applied: to compile for a plan, what is gone is an error as ever", async () => {
  await drop("sales", "orders");
  await drop("people");
  const { state, diagnostics } = compile(set, surroundingsOf(await readAs(opened.ports, set)));
  expect([state, diagnostics.map(({ code }) => code)]).toEqual([undefined, ["LG3006", "LG3012"]]);
});
