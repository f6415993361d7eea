/** Seeding: a catalog as if the administrator of a new account had created it. */

import { GetDatabaseCommand, GetTableCommand } from "@aws-sdk/client-glue";
import { GetDataLakeSettingsCommand, ListPermissionsCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { seedAdministrator, seedAlias, seedBucket, seedCatalog, seedKey, seedRole } from "../../src/sandbox/seed.ts";
import type { SeedTable } from "../../src/sandbox/seed-table.ts";
import { clientsOf, region, testSandbox } from "./clients.ts";

const columns = [{ name: "SSN", type: "string", comment: "identifier" }];

async function seeded(table: Partial<SeedTable>) {
  const sandbox = testSandbox();
  seedCatalog(sandbox, {
    databases: [{ name: "Claims", location: "s3://adw/claims/", tables: [{ name: "Patients", columns, ...table }] }],
  });
  const { Table: found } = await clientsOf(sandbox).glue.send(new GetTableCommand({ DatabaseName: "claims", Name: "patients" }));
  return found;
}

test("an Iceberg table is marked as one and has no input format", async () => {
  const table = await seeded({ format: "ICEBERG", partitionKeys: [{ name: "year", type: "int" }] });
  expect(table).toMatchObject({
    Parameters: { table_type: "ICEBERG" },
    TableType: "EXTERNAL_TABLE",
    StorageDescriptor: { Location: "s3://adw/claims/Patients", Columns: [{ Name: "ssn", Type: "string", Comment: "identifier" }] },
    PartitionKeys: [{ Name: "year", Type: "int" }],
  });
  expect(table?.StorageDescriptor?.InputFormat).toBeUndefined();
});

test.each([
  ["parquet", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"],
  ["orc", "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat"],
  ["avro", "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat"],
  ["csv", "org.apache.hadoop.mapred.TextInputFormat"],
  ["json", "org.apache.hadoop.mapred.TextInputFormat"],
])("a %s table has its classification and input format", async (format, inputFormat) => {
  const table = await seeded({ format, location: "s3://other/place" });
  expect(table).toMatchObject({
    Parameters: { classification: format },
    StorageDescriptor: { Location: "s3://other/place", InputFormat: inputFormat },
  });
});

test("a view is a view", async () => {
  expect(await seeded({ type: "view" })).toMatchObject({ TableType: "VIRTUAL_VIEW", ViewOriginalText: "/* Presto View */" });
});

test("a seeded catalog is open to everybody IAM allows, as in a new account", async () => {
  const sandbox = testSandbox();
  seedCatalog(sandbox, { databases: [{ name: "claims", tables: [{ name: "patients", columns }] }] });
  const { glue, lakeFormation } = clientsOf(sandbox);
  const { PrincipalResourcePermissions: grants = [] } = await lakeFormation.send(new ListPermissionsCommand({}));
  const everybody = grants.filter(({ Principal: principal }) => principal?.DataLakePrincipalIdentifier === "IAM_ALLOWED_PRINCIPALS");
  const open = everybody.map(({ Resource: resource }) => resource?.Database?.Name ?? resource?.Table?.Name);
  expect(open).toEqual(expect.arrayContaining(["claims", "patients"]));
  const { Database: database } = await glue.send(new GetDatabaseCommand({ Name: "claims" }));
  expect(database?.CreateTableDefaultPermissions).toHaveLength(1);
});

test("the administrator can be listed as data lake administrator, once", async () => {
  const sandbox = testSandbox();
  seedAdministrator(sandbox);
  seedAdministrator(sandbox);
  const { DataLakeSettings: settings } = await clientsOf(sandbox).lakeFormation.send(new GetDataLakeSettingsCommand({}));
  expect(settings?.DataLakeAdmins).toEqual([{ DataLakePrincipalIdentifier: sandbox.administrator.principal }]);
});

test("seeds that cannot be are refused", () => {
  const sandbox = testSandbox();
  const table = { name: "t", columns };
  const seed = (tables: readonly SeedTable[]) => {
    seedCatalog(sandbox, { databases: [{ name: `d${sandbox.account.glue.databases.size}`, tables }] });
  };
  expect(() => {
    seed([{ ...table, format: "excel" }]);
  }).toThrow("table 'd0.t' has the unknown format 'excel'");
  expect(() => {
    seed([{ ...table, type: "resource-link" }]);
  }).toThrow("is a resource link");
  expect(() => {
    seed([{ ...table, name: "" }]);
  }).toThrow("1 to 255 characters");
  expect(() => {
    seed([table, { ...table, name: "T" }]);
  }).toThrow("Table t already exists.");
  expect(() => seedRole(sandbox, "no spaces")).toThrow("is not a role name");
  expect(() => seedRole(sandbox, "etl", { path: "team" })).toThrow("is not a path");
});

test("ten thousand tables of forty columns are seeded within seconds", () => {
  const wide = Array.from({ length: 40 }, (_, index) => ({ name: `c${index}`, type: "string" }));
  const tables = Array.from({ length: 100 }, (_, index) => ({ name: `t${index}`, format: "iceberg", columns: wide }));
  const databases = Array.from({ length: 100 }, (_, index) => ({ name: `d${index}`, tables }));
  const sandbox = testSandbox();
  const before = performance.now();
  seedCatalog(sandbox, { databases });
  expect(performance.now() - before).toBeLessThan(10_000);
  expect([...sandbox.account.glue.databases.values()].reduce((sum, database) => sum + database.tables.size, 0)).toBe(10_000);
});

describe("buckets and keys", () => {
  test("are as the administrator would have made them", () => {
    const sandbox = testSandbox();
    seedBucket(sandbox, "adw-claims");
    const key = seedKey(sandbox, { Description: "data" });
    seedAlias(sandbox, "alias/adw", key);
    const { s3, kms } = sandbox.account;
    expect(s3.buckets.get("adw-claims")).toMatchObject({ region, ownership: "BucketOwnerEnforced" });
    expect(kms.keys.get(kms.aliases.get("alias/adw")?.keyId ?? "")).toMatchObject({ arn: key, description: "data", state: "Enabled" });
  });

  test("have names AWS takes, once", () => {
    const sandbox = testSandbox();
    const key = seedKey(sandbox);
    seedBucket(sandbox, "adw-claims");
    seedAlias(sandbox, "alias/adw", key);
    expect(() => {
      seedBucket(sandbox, "Adw");
    }).toThrow("not valid");
    expect(() => {
      seedBucket(sandbox, "adw-claims");
    }).toThrow("already own it");
    expect(() => {
      seedAlias(sandbox, "alias/adw", key);
    }).toThrow("already exists");
  });

  test("of Regions S3 names no constraint for are there too", () => {
    const sandbox = testSandbox({ region: "us-east-1" });
    seedBucket(sandbox, "adw-claims");
    expect(sandbox.account.s3.buckets.get("adw-claims")?.region).toBe("us-east-1");
  });
});
