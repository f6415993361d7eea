/** Tables that follow their database's tag because nobody tagged them: when a plan tags them, and what that costs. */

import { CreateTableCommand } from "@aws-sdk/client-glue";
import { expect, test } from "vitest";

import type { LakeFormationPort } from "../../src/aws/ports.ts";
import type { Change } from "../../src/model/change.ts";
import { account, converge, openLake, pending, prepare, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [{ name: "sales", tables: [{ name: "leads", columns: columns("email", "city") }] }],
} as const;
const lake = (more = ""): string => `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n${more}`;
const sales = (rules: string): string => `kind: Classification\ndatabase: sales\ndefault: 3\nrules: ${rules}`;
const before = policies(lake(), sales("[{match: '*.email', grade: 1}, {match: '*.city', grade: 1}]"));

async function open(): Promise<GovernedLake> {
  const opened = openLake({ catalog });
  await converge(opened, before);
  return opened;
}

/** The grades on a table and its columns themselves. */
async function assigned({ ports }: GovernedLake, table: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { LFTagsOnTable: own = [], LFTagsOnColumns: onColumns = [] } = await ports.lakeFormation.getResourceLFTags({
    CatalogId: account,
    Resource: { Table: { CatalogId: account, DatabaseName: "sales", Name: table } },
    ShowAssignedLFTags: true,
  });
  const values = [["", own] as const, ...onColumns.map(({ Name = "", LFTags = [] }) => [Name, LFTags] as const)];
  return Object.fromEntries(values.flatMap(([name, tags]) => tags.map(({ TagValues }) => [name, TagValues?.[0]])));
}

async function create({ sandbox }: GovernedLake, table: string, ...names: readonly string[]): Promise<void> {
  const TableInput = { Name: table, StorageDescriptor: { Columns: names.map((Name) => ({ Name, Type: "string" })) } };
  await clientsOf(sandbox).glue.send(new CreateTableCommand({ DatabaseName: "sales", TableInput }));
}

async function untag({ ports }: GovernedLake, table: string): Promise<void> {
  await ports.lakeFormation.removeLFTagsFromResource({
    CatalogId: account,
    Resource: { Table: { CatalogId: account, DatabaseName: "sales", Name: table } },
    LFTags: [{ CatalogId: account, TagKey: "grade", TagValues: ["1"] }],
  });
}

/** The lake with a count of the tables whose assigned tags are read. */
function counted(opened: GovernedLake): { readonly lake: Pick<GovernedLake, "ports">; readonly calls: () => number } {
  let calls = 0;
  const lakeFormation: LakeFormationPort = {
    ...opened.ports.lakeFormation,
    getResourceLFTags: (input) => {
      calls += 1;
      return opened.ports.lakeFormation.getResourceLFTags(input);
    },
  };
  return { lake: { ports: { ...opened.ports, lakeFormation } }, calls: () => calls };
}

test("releasing a column of a table that came later tags the table too", async () => {
  const opened = await open();
  await create(opened, "later", "email", "city", "note");
  const { lake: watched, calls } = counted(opened);
  const planned = await prepare(watched, before);
  expect(calls()).toBe(1);
  expect(planned.changes.map(({ address }) => address)).toEqual([
    "lf-tag-assignment/grade/sales/later",
    "lf-tag-assignment/grade/sales/later/note",
  ]);
  await converge(opened, before);
  expect(await assigned(opened, "later")).toEqual({ "": "1", note: "3" });
  expect(await pending(opened, before)).toEqual([]);
});

test("a table that lost its tag gets it back when one of its columns is released", async () => {
  const opened = await open();
  await untag(opened, "leads");
  expect(await assigned(opened, "leads")).toEqual({});
  await converge(opened, policies(lake(), sales("[{match: '*.email', grade: 1}]")));
  expect(await assigned(opened, "leads")).toEqual({ "": "1", city: "3" });
});

test("where nothing differs no table is read by itself", async () => {
  const { lake: watched, calls } = counted(await open());
  expect((await prepare(watched, before)).changes).toEqual([]);
  expect(calls()).toBe(0);
});

test("when the database's tag widens, columns that only inherited the strict grade are tagged before it moves", async () => {
  const opened = await open();
  await create(opened, "later", "email", "city");
  await untag(opened, "leads");
  // Neither table carries a tag of its own now, and nothing that is in effect differs from the policies.
  expect(await pending(opened, before)).toEqual([]);
  const wider = policies(lake("newColumns: inherit\n"), sales("[{match: '*.email', grade: 1}, {match: '*.city', grade: 1}]"));
  const { changes } = await prepare(opened, wider);
  const moved = stepOf(changes, "lf-tag-assignment/grade/sales");
  for (const table of ["later", "leads"]) {
    for (const column of ["email", "city"]) expect(stepOf(changes, `lf-tag-assignment/grade/sales/${table}/${column}`)).toBeLessThan(moved);
  }
  await converge(opened, wider);
  for (const table of ["later", "leads"]) expect(await assigned(opened, table)).toEqual({ "": "3", city: "1", email: "1" });
});

function stepOf(changes: readonly Change[], address: string): number {
  const change = changes.find((one) => one.address === address);
  if (change === undefined) throw new Error(`no change at ${address} among ${changes.map((one) => one.address).join(", ")}`);
  return change.step;
}
