/** Lake Formation through the AWS SDK's own client: requests and answers as the SDK knows them. */

import * as glue from "@aws-sdk/client-glue";
import * as lf from "@aws-sdk/client-lakeformation";
import { describe, expect, it } from "vitest";

import { createSandbox } from "../../../src/sandbox/sandbox.ts";
import { seedCatalog, seedRole } from "../../../src/sandbox/seed.ts";
import { tag } from "./lake.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const region = "eu-central-1";

const column = (name: string) => ({ name, type: "string" });

function newSandbox(pageSize?: number) {
  const sandbox = createSandbox({ account: "111122223333", region, checkResponses: true, ...(pageSize === undefined ? {} : { pageSize }) });
  const tables = [
    {
      name: "patients",
      location: "s3://bucket/claims/patients",
      format: "parquet",
      columns: ["ssn", "city"].map(column),
      partitionKeys: [],
    },
  ];
  seedCatalog(sandbox, { databases: [{ name: "claims", location: "s3://bucket/claims", tables }] });
  const { requestHandler } = sandbox;
  return { sandbox, client: new lf.LakeFormationClient({ region, credentials, requestHandler }) };
}

describe("the SDK's client", () => {
  it("tags, grants and reads back", async () => {
    const { sandbox, client } = newSandbox();
    const { arn } = seedRole(sandbox, "Analyst");
    const Principal = { DataLakePrincipalIdentifier: arn };
    await client.send(new lf.CreateLFTagCommand({ TagKey: "Grade", TagValues: ["1", "3"] }));
    const columns = { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["ssn"] } };
    expect((await client.send(new lf.AddLFTagsToResourceCommand({ Resource: columns, LFTags: [tag("grade", "1")] }))).Failures).toEqual([]);
    const Resource = { LFTagPolicy: { ResourceType: "TABLE" as const, Expression: [tag("grade", "1")] } };
    const entry = { Id: "a", Principal, Resource, Permissions: ["SELECT" as const] };
    expect((await client.send(new lf.BatchGrantPermissionsCommand({ Entries: [entry] }))).Failures).toEqual([]);
    const found = await client.send(new lf.SearchTablesByLFTagsCommand({ Expression: [tag("grade", "1")] }));
    expect(found.TableList?.[0]?.LFTagsOnColumns?.[0]).toEqual({
      Name: "ssn",
      LFTags: [{ CatalogId: "111122223333", ...tag("grade", "1") }],
    });
    const listed = await client.send(new lf.ListPermissionsCommand({ ResourceType: "LF_TAG_POLICY_TABLE" }));
    expect(listed.PrincipalResourcePermissions?.[0]).toMatchObject({ Principal, Permissions: ["SELECT"], LastUpdated: expect.any(Date) });
  });

  it("gets AWS's errors by name, with AWS's status", async () => {
    const { client } = newSandbox();
    const gone = client.send(new lf.GetLFTagCommand({ TagKey: "gone" }));
    await expect(gone).rejects.toBeInstanceOf(lf.EntityNotFoundException);
    await expect(gone).rejects.toMatchObject({ name: "EntityNotFoundException", $metadata: { httpStatusCode: 400 } });
    const Resource = { Table: { DatabaseName: "claims", Name: "patients" } };
    const Principal = { DataLakePrincipalIdentifier: "111122223333:IAMPrincipals" };
    const revoke = client.send(new lf.RevokePermissionsCommand({ Principal, Resource, Permissions: ["SELECT"] }));
    await expect(revoke).rejects.toThrow("No permissions revoked. Grantee has no permissions and no grantable permissions on resource.");
  });

  it("reads a new account, page by page, as the reconciler does", async () => {
    const { client } = newSandbox(1);
    const rows: lf.PrincipalResourcePermissions[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      expect((pages += 1)).toBeLessThan(100);
      const page: lf.ListPermissionsCommandOutput = await client.send(new lf.ListPermissionsCommand({ NextToken }));
      rows.push(...(page.PrincipalResourcePermissions ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(rows.map((row) => row.Permissions)).toEqual([["CREATE_DATABASE"], ["ALL"], ["ALL"], ["SELECT"]]);
    expect((await client.send(new lf.ListLFTagsCommand({}))).LFTags).toEqual([]);
    expect((await client.send(new lf.ListResourcesCommand({}))).ResourceInfoList).toEqual([]);
    expect((await client.send(new lf.ListDataCellsFilterCommand({}))).DataCellsFilters).toEqual([]);
    expect((await client.send(new lf.ListLakeFormationOptInsCommand({}))).LakeFormationOptInsInfoList).toEqual([]);
    expect((await client.send(new lf.ListLFTagExpressionsCommand({}))).LFTagExpressions).toEqual([]);
    expect((await client.send(new lf.GetDataLakePrincipalCommand({}))).Identity).toBe("arn:aws:iam::111122223333:user/administrator");
  });

  it("sees what Glue makes and deletes", async () => {
    const { sandbox, client } = newSandbox();
    const catalog = new glue.GlueClient({ region, credentials, requestHandler: sandbox.requestHandler });
    await client.send(new lf.PutDataLakeSettingsCommand({ DataLakeSettings: {} }));
    await catalog.send(new glue.CreateDatabaseCommand({ DatabaseInput: { Name: "Audit" } }));
    const Resource = { Database: { Name: "audit" } };
    expect((await client.send(new lf.ListPermissionsCommand({ Resource }))).PrincipalResourcePermissions).toEqual([]);
    await catalog.send(new glue.DeleteDatabaseCommand({ Name: "claims" }));
    const left = (await client.send(new lf.ListPermissionsCommand({}))).PrincipalResourcePermissions;
    expect(left?.map((row) => row.Permissions)).toEqual([["CREATE_DATABASE"]]);
  });
});
