/** The Data Catalog: creation, names, defaults and pages. */

import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  paginateGetDatabases,
  UpdateDatabaseCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import { ListPermissionsCommand, RegisterResourceCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { seedCatalog, seedRole } from "../../src/sandbox/seed.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";
import { catalog, enforcing, patients, tableInput, tableNames } from "./claims-catalog.ts";

describe("databases", () => {
  test("are found in any case and stored in lower case", async () => {
    const { glue } = clientsOf(testSandbox());
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "Claims" } }));
    expect((await glue.send(new GetDatabaseCommand({ Name: "CLAIMS" }))).Database?.Name).toBe("claims");
    const again = await errorOf(glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "CLAIMS" } })));
    expect(again).toMatchObject({ name: "AlreadyExistsException", status: 400 });
  });

  test("get the settings' defaults for tables, and [] stays []", async () => {
    const { glue, lakeFormation } = clientsOf(testSandbox());
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "open" } }));
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "closed", CreateTableDefaultPermissions: [] } }));
    const everybody = [{ Principal: { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" }, Permissions: ["ALL"] }];
    const defaults = async (name: string) =>
      (await glue.send(new GetDatabaseCommand({ Name: name }))).Database?.CreateTableDefaultPermissions;
    expect(await defaults("open")).toEqual(everybody);
    expect(await defaults("closed")).toEqual([]);
    for (const name of ["open", "closed"]) await glue.send(new CreateTableCommand({ DatabaseName: name, TableInput: tableInput }));
    const { PrincipalResourcePermissions: grants = [] } = await lakeFormation.send(new ListPermissionsCommand({ ResourceType: "TABLE" }));
    const ofEverybody = grants.filter(({ Principal: principal }) => principal?.DataLakePrincipalIdentifier === "IAM_ALLOWED_PRINCIPALS");
    const databases = ofEverybody.map(({ Resource: resource }) => (resource?.Table ?? resource?.TableWithColumns)?.DatabaseName);
    expect(new Set(databases)).toEqual(new Set(["open"]));
  });

  test("are replaced whole by an update and keep their creation time", async () => {
    const { glue } = clientsOf(testSandbox({ now: () => new Date("2026-11-01T00:00:00Z") }));
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "claims", Description: "a", Parameters: { owner: "x" } } }));
    const input = { Name: "claims", CreateTableDefaultPermissions: [] };
    await glue.send(new UpdateDatabaseCommand({ Name: "claims", DatabaseInput: input }));
    expect((await glue.send(new GetDatabaseCommand({ Name: "claims" }))).Database).toEqual({
      ...input,
      CatalogId: account,
      CreateTime: new Date("2026-11-01T00:00:00Z"),
    });
    const renamed = new UpdateDatabaseCommand({ Name: "claims", DatabaseInput: { Name: "other" } });
    expect((await errorOf(glue.send(renamed))).name).toBe("InvalidInputException");
  });

  test("take their tables and grants with them", async () => {
    const sandbox = testSandbox();
    seedCatalog(sandbox, catalog);
    const { glue, lakeFormation } = clientsOf(sandbox);
    await glue.send(new DeleteDatabaseCommand({ Name: "claims" }));
    expect((await errorOf(glue.send(new GetTableCommand({ DatabaseName: "claims", Name: "patients" })))).name).toBe(
      "EntityNotFoundException",
    );
    const { PrincipalResourcePermissions: grants = [] } = await lakeFormation.send(new ListPermissionsCommand({}));
    expect(grants.filter(({ Resource: resource }) => resource?.Catalog === undefined)).toEqual([]);
  });

  test("of another account's catalog are denied", async () => {
    const { glue } = clientsOf(testSandbox());
    expect((await errorOf(glue.send(new GetDatabasesCommand({ CatalogId: "999900001111" })))).name).toBe("AccessDeniedException");
  });
});

describe("tables", () => {
  test("keep who made them and count their versions", async () => {
    const sandbox = testSandbox();
    const { glue } = clientsOf(sandbox);
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "claims" } }));
    await glue.send(new CreateTableCommand({ DatabaseName: "Claims", TableInput: tableInput }));
    await glue.send(new UpdateTableCommand({ DatabaseName: "claims", TableInput: { Name: "PATIENTS", Description: "changed" } }));
    const { Table: table } = await glue.send(new GetTableCommand({ DatabaseName: "claims", Name: "patients" }));
    expect(table).toMatchObject({ Name: "patients", VersionId: "1", CreatedBy: sandbox.administrator.arn, Description: "changed" });
    expect(table?.StorageDescriptor).toBeUndefined();
    await glue.send(new DeleteTableCommand({ DatabaseName: "claims", Name: "patients" }));
    const gone = new DeleteTableCommand({ DatabaseName: "claims", Name: "patients" });
    expect((await errorOf(glue.send(gone))).name).toBe("EntityNotFoundException");
  });

  test("are registered in GetTable and never in GetTables", async () => {
    const { sandbox, admin } = await enforcing();
    const role = seedRole(sandbox, "LakeRegistration");
    const registered = async (name: string) => {
      const { Table: table } = await admin.glue.send(new GetTableCommand({ DatabaseName: "claims", Name: name }));
      return table?.IsRegisteredWithLakeFormation;
    };
    expect(await registered("patients")).toBe(false);
    await admin.lakeFormation.send(new RegisterResourceCommand({ ResourceArn: "arn:aws:s3:::adw/claims/patients", RoleArn: role.arn }));
    expect(await registered("patients")).toBe(true);
    expect(await registered("visits")).toBe(false);
    const { TableList: tables = [] } = await admin.glue.send(new GetTablesCommand({ DatabaseName: "claims" }));
    expect(tables.map((table) => table.IsRegisteredWithLakeFormation)).toEqual([false, false]);
  });

  test("are filtered by a regular expression over the whole name", async () => {
    const sandbox = testSandbox();
    seedCatalog(sandbox, catalog);
    const { glue } = clientsOf(sandbox);
    const names = async (expression: string) =>
      (await glue.send(new GetTablesCommand({ DatabaseName: "claims", Expression: expression }))).TableList?.map(({ Name }) => Name);
    expect(await names("pat.*|x")).toEqual(["patients"]);
    expect(await names("pat")).toEqual([]);
    const broken = new GetTablesCommand({ DatabaseName: "claims", Expression: "(" });
    expect((await errorOf(glue.send(broken))).name).toBe("InvalidInputException");
  });

  test("come whole at page size 1, in the order they come in one page", async () => {
    const names = Array.from({ length: 23 }, (_, index) => `t${(index * 7) % 23}`);
    const tables = names.map((name) => ({ ...patients, name }));
    const listed: (readonly string[])[] = [];
    for (const pageSize of [1, 5, 1000]) {
      const sandbox = testSandbox({ pageSize });
      seedCatalog(sandbox, {
        databases: [
          { name: "claims", tables },
          { name: "empty", tables: [] },
        ],
      });
      const { glue } = clientsOf(sandbox);
      const databases: string[] = [];
      for await (const page of paginateGetDatabases({ client: glue }, {}))
        databases.push(...(page.DatabaseList ?? []).map(({ Name = "" }) => Name));
      listed.push([...databases, ...(await tableNames(glue, "claims"))]);
      expect(sandbox.calls().get("glue:GetTables")).toBe(Math.max(1, Math.ceil(23 / Math.min(pageSize, 100))));
    }
    expect(new Set(listed[0]).size).toBe(25);
    expect(listed[1]).toEqual(listed[0]);
    expect(listed[2]).toEqual(listed[0]);
  });

  test("deleted between two pages do not shift the next page", async () => {
    const sandbox = testSandbox();
    seedCatalog(sandbox, { databases: [{ name: "claims", tables: ["a", "b", "c", "d"].map((name) => ({ ...patients, name })) }] });
    const { glue } = clientsOf(sandbox);
    const first = await glue.send(new GetTablesCommand({ DatabaseName: "claims", MaxResults: 2 }));
    for (const name of ["a", "c"]) await glue.send(new DeleteTableCommand({ DatabaseName: "claims", Name: name }));
    const next = await glue.send(new GetTablesCommand({ DatabaseName: "claims", MaxResults: 2, NextToken: first.NextToken }));
    expect(next.TableList?.map(({ Name }) => Name)).toEqual(["d"]);
    expect(next.NextToken).toBeUndefined();
    const foreign = new GetTablesCommand({ DatabaseName: "claims", NextToken: "bm9uc2Vuc2U" });
    expect((await errorOf(glue.send(foreign))).name).toBe("InvalidInputException");
  });

  test("with members the sandbox would ignore are refused", async () => {
    const sandbox = testSandbox();
    seedCatalog(sandbox, catalog);
    const { glue } = clientsOf(sandbox);
    const asOf = new GetTablesCommand({ DatabaseName: "claims", QueryAsOfTime: new Date() });
    expect(await errorOf(glue.send(asOf))).toMatchObject({
      name: "NotImplementedException",
      message: "the lakegrade sandbox does not implement QueryAsOfTime of GetTables",
    });
  });
});
