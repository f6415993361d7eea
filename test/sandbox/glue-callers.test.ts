/** The Data Catalog for callers without permissions: what they see of it, and what they may write. */

import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import { GrantPermissionsCommand, RegisterResourceCommand } from "@aws-sdk/client-lakeformation";
import type { Resource } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedCatalog, seedRole } from "../../src/sandbox/seed.ts";
import { account, errorOf, testSandbox } from "./clients.ts";
import type { Clients } from "./clients.ts";
import { catalog, enforcing, tableInput, tableNames } from "./claims-catalog.ts";
import { assumeIn } from "./role-session.ts";

/** A caller with the credentials of a new role. */
const asRole = (sandbox: Sandbox, name: string): Promise<Clients> => assumeIn(sandbox, account, name);

function grant(
  admin: Clients,
  role: string,
  permission: "SELECT" | "CREATE_TABLE" | "DROP" | "ALTER",
  resource: Resource,
): Promise<unknown> {
  const principal = { DataLakePrincipalIdentifier: `arn:aws:iam::${account}:role/${role}` };
  return admin.lakeFormation.send(new GrantPermissionsCommand({ Principal: principal, Resource: resource, Permissions: [permission] }));
}

describe("callers who are not data lake administrators", () => {
  test("see all of what is left to IAM", async () => {
    const sandbox = testSandbox();
    seedCatalog(sandbox, catalog);
    const analyst = await asRole(sandbox, "analyst");
    expect(await tableNames(analyst.glue, "claims")).toEqual(["patients", "visits"]);
  });

  test("see nothing without a grant", async () => {
    const { sandbox } = await enforcing();
    const { glue } = await asRole(sandbox, "analyst");
    expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
    expect(await errorOf(glue.send(new GetDatabaseCommand({ Name: "claims" })))).toEqual({
      name: "AccessDeniedException",
      message: "Insufficient Lake Formation permission(s): Required Describe on claims",
      status: 400,
    });
    const table = new GetTableCommand({ DatabaseName: "claims", Name: "patients" });
    expect((await errorOf(glue.send(table))).name).toBe("AccessDeniedException");
  });

  test("cannot tell what is absent from what is hidden, unless they could create it", async () => {
    const { sandbox, admin } = await enforcing();
    const { glue } = await asRole(sandbox, "analyst");
    const absent = () => errorOf(glue.send(new GetTableCommand({ DatabaseName: "claims", Name: "absent" })));
    expect((await absent()).name).toBe("AccessDeniedException");
    expect((await errorOf(glue.send(new GetDatabaseCommand({ Name: "absent" })))).name).toBe("AccessDeniedException");
    await grant(admin, "analyst", "CREATE_TABLE", { Database: { Name: "claims" } });
    expect((await absent()).name).toBe("EntityNotFoundException");
  });

  test("see the granted columns of granted tables", async () => {
    const { sandbox, admin } = await enforcing();
    const { glue } = await asRole(sandbox, "analyst");
    await grant(admin, "analyst", "SELECT", {
      TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["city", "year"] },
    });
    expect(await tableNames(glue, "claims")).toEqual(["patients"]);
    const { Table: table } = await glue.send(new GetTableCommand({ DatabaseName: "claims", Name: "patients" }));
    expect(table?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toEqual(["city"]);
    expect(table?.PartitionKeys?.map(({ Name }) => Name)).toEqual(["year"]);
  });

  test("write only what they hold the permission for", async () => {
    const { sandbox, admin } = await enforcing();
    const { glue } = await asRole(sandbox, "etl");
    const create = (name: string) =>
      glue.send(new CreateTableCommand({ DatabaseName: "claims", TableInput: { ...tableInput, Name: name } }));
    expect((await errorOf(create("staging"))).message).toContain("Required CREATE_TABLE on claims");
    expect((await errorOf(glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "own" } })))).name).toBe("AccessDeniedException");
    await grant(admin, "etl", "CREATE_TABLE", { Database: { Name: "claims" } });
    await create("staging");
    await glue.send(new UpdateTableCommand({ DatabaseName: "claims", TableInput: { ...tableInput, Name: "staging" } }));
    const drop = (name: string) => glue.send(new DeleteTableCommand({ DatabaseName: "claims", Name: name }));
    expect((await errorOf(drop("patients"))).message).toContain("Required DROP on patients");
    await grant(admin, "etl", "DROP", { Table: { DatabaseName: "claims", Name: "patients" } });
    await drop("patients");
    await drop("staging");
    expect(await tableNames(admin.glue, "claims")).toEqual(["visits"]);
  });

  test("need access to a registered location to create a table there", async () => {
    const { sandbox, admin } = await enforcing();
    const registration = seedRole(sandbox, "LakeRegistration");
    const { glue } = await asRole(sandbox, "etl");
    const location = "arn:aws:s3:::adw/claims";
    await admin.lakeFormation.send(new RegisterResourceCommand({ ResourceArn: location, RoleArn: registration.arn }));
    await grant(admin, "etl", "CREATE_TABLE", { Database: { Name: "claims" } });
    const create = () => glue.send(new CreateTableCommand({ DatabaseName: "claims", TableInput: { ...tableInput, Name: "staging" } }));
    expect((await errorOf(create())).message).toContain("Required Data Location Access");
    await admin.lakeFormation.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${account}:role/etl` },
        Resource: { DataLocation: { ResourceArn: location } },
        Permissions: ["DATA_LOCATION_ACCESS"],
      }),
    );
    await create();
    expect(await tableNames(glue, "claims")).toEqual(["staging"]);
  });
});
