/** One suite of sequences for every endpoint: what the product relies on AWS for. `docs/contract-suite.md` says how it is run. */

import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  GetDatabasesCommand,
  GetTablesCommand,
} from "@aws-sdk/client-glue";
import { CreateRoleCommand, DeleteRoleCommand, GetAccountAuthorizationDetailsCommand } from "@aws-sdk/client-iam";
import {
  AddLFTagsToResourceCommand,
  BatchGrantPermissionsCommand,
  BatchRevokePermissionsCommand,
  CreateLFTagCommand,
  DeleteLFTagCommand,
  DeregisterResourceCommand,
  GetDataLakeSettingsCommand,
  GetLFTagCommand,
  GetResourceLFTagsCommand,
  GrantPermissionsCommand,
  ListLFTagsCommand,
  ListPermissionsCommand,
  ListResourcesCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RemoveLFTagsFromResourceCommand,
  RevokePermissionsCommand,
  SearchTablesByLFTagsCommand,
  UpdateLFTagCommand,
} from "@aws-sdk/client-lakeformation";
import type { DataLakeResourceType, Permission, PrincipalResourcePermissions, Resource } from "@aws-sdk/client-lakeformation";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { grantsOf } from "../../src/kinds/lf-grant/rows.ts";
import { readPages } from "../../src/model/pages.ts";
import { compareText } from "../../src/model/source.ts";
import { endpoints } from "./endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import { errorOf } from "../sandbox/clients.ts";

/** Names nobody else uses, so that an account with other things in it does not matter. */
const id = `lakegrade_contract_${Date.now().toString(36)}`;
const grade = `${id}_grade`;
const columns = ["ssn", "city"].map((Name) => ({ Name, Type: "string" }));

function tagOf(value: string) {
  return [{ TagKey: grade, TagValues: [value] }];
}

describe.each(endpoints)("$name", ({ open, faithful, disposable }) => {
  let endpoint: Endpoint;
  let account = "";
  let role = "";
  const table = { DatabaseName: id, Name: "patients" };

  beforeAll(async () => {
    endpoint = await open();
    const { glue, iam, sts, lakeFormation } = endpoint.clients;
    account = (await sts.send(new GetCallerIdentityCommand({}))).Account ?? "";
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const created = await iam.send(new CreateRoleCommand({ RoleName: id, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    role = created.Role?.Arn ?? "";
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: id, CreateTableDefaultPermissions: [] } }));
    for (const Name of ["patients", "visits", "costs"]) {
      await glue.send(
        new CreateTableCommand({
          DatabaseName: id,
          TableInput: { Name, StorageDescriptor: { Columns: columns }, PartitionKeys: [{ Name: "year", Type: "int" }] },
        }),
      );
    }
    await lakeFormation.send(new CreateLFTagCommand({ TagKey: grade, TagValues: ["1", "2"] }));
  });

  afterAll(async () => {
    const { glue, iam, lakeFormation } = endpoint.clients;
    await lakeFormation.send(new DeleteLFTagCommand({ TagKey: grade }));
    for (const Name of ["patients", "visits", "costs"]) await glue.send(new DeleteTableCommand({ DatabaseName: id, Name }));
    await glue.send(new DeleteDatabaseCommand({ Name: id }));
    await iam.send(new DeleteRoleCommand({ RoleName: id }));
    await endpoint.close();
  });

  /** What the role holds, in the form in which rows that say one thing are one grant. */
  async function held(ResourceType?: DataLakeResourceType): Promise<readonly string[]> {
    const rows = await readPages<PrincipalResourcePermissions>(async (token) => {
      const answer = await endpoint.clients.lakeFormation.send(
        new ListPermissionsCommand({ ...(ResourceType && { ResourceType }), ...(token !== undefined && { NextToken: token }) }),
      );
      return { items: answer.PrincipalResourcePermissions ?? [], next: answer.NextToken };
    });
    return grantsOf(rows, account, new Map())
      .filter(({ principal }) => principal === role)
      .map(({ securable, permissions }) => `${permissions.join(", ")} on ${securable.type}`);
  }

  /** A new role is not visible to Lake Formation at once. */
  async function grant(resource: Resource, permissions: Permission[]): Promise<void> {
    const command = new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: role },
      Resource: resource,
      Permissions: permissions,
    });
    await expect
      .poll(() => endpoint.clients.lakeFormation.send(command).then(() => "granted"), { timeout: 30_000, interval: 1000 })
      .toBe("granted");
  }

  async function revoke(resource: Resource, permissions: Permission[]): Promise<void> {
    const input = { Principal: { DataLakePrincipalIdentifier: role }, Resource: resource, Permissions: permissions };
    await endpoint.clients.lakeFormation.send(new RevokePermissionsCommand(input));
  }

  test("Glue lists databases and tables with their columns and partition keys, page by page", async () => {
    const { glue } = endpoint.clients;
    const databases = await readPages(async (token) => {
      const answer = await glue.send(new GetDatabasesCommand(token === undefined ? {} : { NextToken: token }));
      return { items: answer.DatabaseList ?? [], next: answer.NextToken };
    });
    expect(databases.map(({ Name }) => Name)).toContain(id);
    const tables = await readPages(async (token) => {
      const answer = await glue.send(
        new GetTablesCommand({ DatabaseName: id, MaxResults: 2, ...(token !== undefined && { NextToken: token }) }),
      );
      return { items: answer.TableList ?? [], next: answer.NextToken };
    });
    expect(tables.map(({ Name = "" }) => Name).toSorted(compareText)).toEqual(["costs", "patients", "visits"]);
    expect(tables[0]?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toEqual(["ssn", "city"]);
    expect(tables[0]?.PartitionKeys?.map(({ Name }) => Name)).toEqual(["year"]);
  });

  test("IAM lists the account's roles", async () => {
    const roles = await readPages(async (Marker) => {
      const answer = await endpoint.clients.iam.send(
        new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"], ...(Marker !== undefined && { Marker }) }),
      );
      return { items: answer.RoleDetailList ?? [], next: answer.IsTruncated === true ? answer.Marker : undefined };
    });
    expect(roles).toContainEqual(expect.objectContaining({ RoleName: id, Arn: role, Path: "/" }));
  });

  test("an LF-Tag keeps its values, and gets more", async () => {
    const { lakeFormation } = endpoint.clients;
    await lakeFormation.send(new UpdateLFTagCommand({ TagKey: grade, TagValuesToAdd: ["3"] }));
    const { TagValues = [] } = await lakeFormation.send(new GetLFTagCommand({ TagKey: grade }));
    expect(TagValues.toSorted()).toEqual(["1", "2", "3"]);
    const tags = await readPages(async (token) => {
      const answer = await lakeFormation.send(new ListLFTagsCommand(token === undefined ? {} : { NextToken: token }));
      return { items: answer.LFTags ?? [], next: answer.NextToken };
    });
    expect(tags.map(({ TagKey }) => TagKey)).toContain(grade);
  });

  test("databases and tables carry the values they are given", async () => {
    const { lakeFormation } = endpoint.clients;
    const add = async (resource: Resource, value: string): Promise<void> => {
      const command = new AddLFTagsToResourceCommand({ Resource: resource, LFTags: [{ TagKey: grade, TagValues: [value] }] });
      expect((await lakeFormation.send(command)).Failures ?? []).toEqual([]);
    };
    await add({ Database: { Name: id } }, "1");
    await add({ Table: table }, "2");
    const onDatabase = await lakeFormation.send(new GetResourceLFTagsCommand({ Resource: { Database: { Name: id } } }));
    expect(onDatabase.LFTagOnDatabase).toMatchObject([{ TagKey: grade, TagValues: ["1"] }]);
    const onTable = await lakeFormation.send(new GetResourceLFTagsCommand({ Resource: { Table: table } }));
    expect(onTable.LFTagsOnTable).toMatchObject([{ TagKey: grade, TagValues: ["2"] }]);
  });

  test("a grant on a database is listed, and gone after its revoke", async () => {
    await grant({ Database: { Name: id } }, ["DESCRIBE", "CREATE_TABLE"]);
    expect(await held("DATABASE")).toEqual(["CREATE_TABLE, DESCRIBE on database"]);
    await revoke({ Database: { Name: id } }, ["DESCRIBE", "CREATE_TABLE"]);
    expect(await held("DATABASE")).toEqual([]);
  });

  test("a grant on a table is one grant, in however many rows it is listed", async () => {
    await grant({ Table: table }, ["SELECT", "DESCRIBE"]);
    expect(await held("TABLE")).toEqual(["DESCRIBE, SELECT on table"]);
    await revoke({ Table: table }, ["SELECT", "DESCRIBE"]);
    expect(await held("TABLE")).toEqual([]);
  });

  test("grants on LF-Tag expressions go in batches, and are in the whole listing", async () => {
    const { lakeFormation } = endpoint.clients;
    const Entries = (["DATABASE", "TABLE"] as const).map((ResourceType, index) => ({
      Id: String(index),
      Principal: { DataLakePrincipalIdentifier: role },
      Resource: { LFTagPolicy: { ResourceType, Expression: [{ TagKey: grade, TagValues: ["1", "2"] }] } },
      Permissions: [ResourceType === "TABLE" ? ("SELECT" as const) : ("DESCRIBE" as const)],
    }));
    expect((await lakeFormation.send(new BatchGrantPermissionsCommand({ Entries }))).Failures ?? []).toEqual([]);
    expect((await held()).toSorted()).toEqual(["DESCRIBE on lf-tag-policy", "SELECT on lf-tag-policy"]);
    expect((await lakeFormation.send(new BatchRevokePermissionsCommand({ Entries }))).Failures ?? []).toEqual([]);
    expect(await held()).toEqual([]);
  });

  test("a location is registered, listed and deregistered", async () => {
    const { lakeFormation } = endpoint.clients;
    const ResourceArn = `arn:aws:s3:::${id.replaceAll("_", "-")}/warehouse`;
    await lakeFormation.send(new RegisterResourceCommand({ ResourceArn, RoleArn: role }));
    const list = async () =>
      (
        await readPages(async (token) => {
          const answer = await lakeFormation.send(new ListResourcesCommand(token === undefined ? {} : { NextToken: token }));
          return { items: answer.ResourceInfoList ?? [], next: answer.NextToken };
        })
      ).filter((info) => info.ResourceArn === ResourceArn);
    expect(await list()).toMatchObject([{ ResourceArn, RoleArn: role }]);
    await lakeFormation.send(new DeregisterResourceCommand({ ResourceArn }));
    expect(await list()).toEqual([]);
  });

  test.runIf(disposable)("settings are replaced as a whole", async () => {
    const { lakeFormation } = endpoint.clients;
    const { DataLakeSettings: before = {} } = await lakeFormation.send(new GetDataLakeSettingsCommand({}));
    const admins = [...(before.DataLakeAdmins ?? []), { DataLakePrincipalIdentifier: role }];
    await lakeFormation.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { ...before, DataLakeAdmins: admins } }));
    const { DataLakeSettings: after } = await lakeFormation.send(new GetDataLakeSettingsCommand({}));
    expect(after?.DataLakeAdmins).toEqual(admins);
    await lakeFormation.send(new PutDataLakeSettingsCommand({ DataLakeSettings: before }));
    expect((await lakeFormation.send(new GetDataLakeSettingsCommand({}))).DataLakeSettings?.DataLakeAdmins).toEqual(before.DataLakeAdmins);
  });

  describe.runIf(faithful)("what moto does not do", () => {
    const onColumn = { TableWithColumns: { ...table, ColumnNames: ["ssn"] } };

    test("a column's own value stands over its table's, and a removal uncovers it", async () => {
      const { lakeFormation } = endpoint.clients;
      const effective = async () => {
        const { LFTagsOnColumns = [] } = await lakeFormation.send(new GetResourceLFTagsCommand({ Resource: { Table: table } }));
        return LFTagsOnColumns.find(({ Name }) => Name === "ssn")?.LFTags?.[0]?.TagValues;
      };
      await lakeFormation.send(new AddLFTagsToResourceCommand({ Resource: { Table: table }, LFTags: tagOf("2") }));
      await lakeFormation.send(new AddLFTagsToResourceCommand({ Resource: onColumn, LFTags: tagOf("1") }));
      expect(await effective()).toEqual(["1"]);
      await lakeFormation.send(new AddLFTagsToResourceCommand({ Resource: onColumn, LFTags: tagOf("3") }));
      expect(await effective()).toEqual(["3"]);
      await lakeFormation.send(new RemoveLFTagsFromResourceCommand({ Resource: onColumn, LFTags: tagOf("3") }));
      expect(await effective()).toEqual(["2"]);
    });

    test("a search finds tables by their effective tags", async () => {
      const { lakeFormation } = endpoint.clients;
      await lakeFormation.send(new AddLFTagsToResourceCommand({ Resource: { Database: { Name: id } }, LFTags: tagOf("1") }));
      const found = await readPages(async (token) => {
        const answer = await lakeFormation.send(
          new SearchTablesByLFTagsCommand({ Expression: tagOf("1"), ...(token !== undefined && { NextToken: token }) }),
        );
        return { items: answer.TableList ?? [], next: answer.NextToken };
      });
      expect(found.map(({ Table: item }) => item?.Name)).toEqual(expect.arrayContaining(["costs", "visits"]));
    });

    test("columns and all tables come back as they were granted", async () => {
      await grant(onColumn, ["SELECT"]);
      expect(await held("TABLE")).toEqual(["SELECT on columns"]);
      await revoke(onColumn, ["SELECT"]);
      await grant({ Table: { DatabaseName: id, TableWildcard: {} } }, ["SELECT"]);
      expect(await held("TABLE")).toEqual(["SELECT on all-tables"]);
      await revoke({ Table: { DatabaseName: id, TableWildcard: {} } }, ["SELECT"]);
      expect(await held("TABLE")).toEqual([]);
    });

    test("ALL comes back expanded, and a revoke of ALL takes everything", async () => {
      await grant({ Table: table }, ["ALL"]);
      expect(await held("TABLE")).toEqual(["ALTER, DELETE, DESCRIBE, DROP, INSERT, SELECT on table"]);
      await revoke({ Table: table }, ["ALL"]);
      expect(await held("TABLE")).toEqual([]);
    });

    test("a revoke of what is not held says so", async () => {
      const { name, message } = await errorOf(revoke({ Table: table }, ["SELECT"]));
      expect(name).toBe("InvalidInputException");
      expect(message).toMatch(/No permissions revoked/);
    });
  });
});
