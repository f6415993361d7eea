/** What is open now, compared with whom the sandbox lets read by its own reading of the documentation. */

import { expect, test } from "vitest";

import { openData } from "../../src/reconciler/open-data.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import { account, converge, openLake, prepare, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { lake as lakeText, policies } from "../policy-fixture.ts";

const columns = ["id", "ssn", "city"].map((name) => ({ name, type: "string" }));
const catalog = {
  databases: ["claims", "loose"].map((name) => ({
    name,
    tables: [{ name: "patients", columns, partitionKeys: [{ name: "day", type: "string" }] }],
  })),
};
const roles = ["full", "middle", "low", "outsider"];

const set = policies(
  lakeText,
  'kind: Classification\ndatabase: claims\ndefault: 3\nrules: [{match: "*.ssn", grade: 1}, {match: "*.city", grade: 2}]',
  "kind: Group\nname: full\nclearance: 1\nprincipals: [{role: full}]",
  "kind: Group\nname: middle\nclearance: 2\nprincipals: [{role: middle}]",
  "kind: Group\nname: low\nclearance: 3\nprincipals: [{role: low}]",
);

async function governed(): Promise<GovernedLake> {
  const lake = openLake({ catalog, roles });
  await converge(lake, set);
  return lake;
}

async function retag({ ports }: GovernedLake, value: string, column?: string): Promise<void> {
  const named = { CatalogId: account, DatabaseName: "claims", Name: "patients" };
  await ports.lakeFormation.addLFTagsToResource({
    CatalogId: account,
    Resource: column === undefined ? { Table: named } : { TableWithColumns: { ...named, ColumnNames: [column] } },
    LFTags: [{ CatalogId: account, TagKey: "grade", TagValues: [value] }],
  });
}

async function open(lake: GovernedLake): Promise<ReturnType<typeof openData>> {
  const { live, desired } = await prepare(lake, set);
  return openData(live, desired);
}

function readers({ sandbox }: GovernedLake, column: string): readonly string[] {
  return roles.map(roleArn).filter((role) => mayRead(sandbox.account, role, "claims", "patients", column).allowed);
}

test("nothing is where the account is as the policies say, and nothing where it is stricter", async () => {
  const lake = await governed();
  expect(await open(lake)).toEqual([]);
  await retag(lake, "1", "city");
  expect(await open(lake)).toEqual([]);
});

test.each(["2", "3"])("a column of grade 1 that carries %s is open to those who read it now and should not", async (value) => {
  const lake = await governed();
  const before = readers(lake, "ssn");
  expect(before).toEqual([roleArn("full")]);
  await retag(lake, value, "ssn");
  const now = readers(lake, "ssn").filter((role) => !before.includes(role));
  expect(now).toHaveLength(value === "2" ? 1 : 2);
  expect(await open(lake)).toMatchObject([
    {
      database: "claims",
      table: "patients",
      columns: ["ssn"],
      carries: value,
      asked: "1",
      readers: now.toSorted(),
      origins: [{ line: expect.any(Number) }],
    },
  ]);
});

test("a grant by name that the policies do not know reads it too; one of another database does not", async () => {
  const lake = await governed();
  await retag(lake, "3", "city");
  const grant = (database: string, role: string): Promise<unknown> =>
    lake.ports.lakeFormation.batchGrantPermissions({
      CatalogId: account,
      Entries: [
        {
          Id: "1",
          Principal: { DataLakePrincipalIdentifier: roleArn(role) },
          Resource: { Table: { CatalogId: account, DatabaseName: database, Name: "patients" } },
          Permissions: ["SELECT"],
        },
      ],
    });
  await grant("loose", "outsider");
  expect((await open(lake)).map((each) => each.readers)).toEqual([[roleArn("low")]]);
  await grant("claims", "outsider");
  expect((await open(lake)).map((each) => each.readers)).toEqual([[roleArn("low"), roleArn("outsider")]]);
});
