/** Answers whose long lists go around the SDK come out as the SDK alone reads them. */

import { GetTablesCommand, GlueClient } from "@aws-sdk/client-glue";
import { LakeFormationClient, SearchTablesByLFTagsCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { spareLongLists } from "../../src/aws/long-lists.ts";

/** Configuration of a client whose every call is answered so. */
function answering(body: string, statusCode = 200) {
  const response = { statusCode, headers: { "content-type": "application/json" } };
  return {
    region: "ap-northeast-2",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      // A new response each time: what reads it uses its body up.
      handle: () => Promise.resolve({ response: { ...response, body: new TextEncoder().encode(body) } }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  };
}

const operations = {
  SearchTablesByLFTags: (body: string, spared: boolean, statusCode?: number): Promise<unknown> => {
    const client = new LakeFormationClient(answering(body, statusCode));
    if (spared) spareLongLists(client.middlewareStack);
    return client.send(new SearchTablesByLFTagsCommand({ Expression: [{ TagKey: "grade", TagValues: ["1"] }] }));
  },
  GetTables: (body: string, spared: boolean, statusCode?: number): Promise<unknown> => {
    const client = new GlueClient(answering(body, statusCode));
    if (spared) spareLongLists(client.middlewareStack);
    return client.send(new GetTablesCommand({ DatabaseName: "claims" }));
  },
} as const;

/** What a call gives or fails with. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error instanceof Error ? { name: error.name, message: error.message } : error;
  }
}

const tagged = {
  Table: { CatalogId: "111122223333", DatabaseName: "claims", Name: "patients" },
  LFTagOnDatabase: [{ TagKey: "grade", TagValues: ["1"] }],
  LFTagsOnTable: [],
  LFTagsOnColumns: [{ Name: "null", LFTags: [{ CatalogId: "111122223333", TagKey: "grade", TagValues: ["가", '"'] }] }],
};

const stored = {
  Name: "patients",
  CreateTime: 1_767_225_600.5,
  Retention: 0,
  StorageDescriptor: {
    Columns: [
      { Name: "null", Type: "string", Comment: '":null' },
      { Name: "주민번호", Type: "string", Parameters: { a: "b" } },
    ],
    Location: "s3://adw-claims/patients",
    NumberOfBuckets: 0,
  },
  PartitionKeys: [{ Name: "dt", Type: "date" }],
  Parameters: { classification: "parquet" },
};

describe.each([
  { operation: "SearchTablesByLFTags", table: tagged },
  { operation: "GetTables", table: stored },
] as const)("$operation", ({ operation, table }) => {
  test.each<[string, string, number?]>([
    ["a page", JSON.stringify({ NextToken: "a", TableList: [table, table] })],
    ["the last page", JSON.stringify({ TableList: [table] })],
    ["tables without the lists", JSON.stringify({ TableList: [{ Name: "a" }, table, {}, { StorageDescriptor: {} }] })],
    ["lists that are none", JSON.stringify({ TableList: [{ ...table, PartitionKeys: "a", LFTagsOnColumns: {} }, "table", 1, [table]] })],
    ["a page with absent members written as null", JSON.stringify({ NextToken: null, TableList: [{ ...table, PartitionKeys: null }] })],
    ["a page with blanks", JSON.stringify({ NextToken: null, TableList: [table] }, null, 2)],
    ["an empty object", "{}"],
    ["no tables", JSON.stringify({ TableList: [] })],
    ["a refusal", JSON.stringify({ __type: "AccessDeniedException", Message: "no" }), 400],
    ["an error of the server", "<html>", 502],
    ["a body that is no JSON", "<html>"],
    ["a body that is cut off", '{"TableList": [{"Table'],
  ])("%s", async (_name, body, statusCode) => {
    const alone = await outcomeOf(operations[operation](body, false, statusCode));
    expect(await outcomeOf(operations[operation](body, true, statusCode))).toEqual(alone);
  });

  test("the lists do not pass through the schema", async () => {
    const lists = { LFTagsOnColumns: [{ Other: 1 }], PartitionKeys: [{ Other: 1 }], StorageDescriptor: { Columns: [{ Other: 1 }] } };
    const body = JSON.stringify({ TableList: [lists] });
    expect(JSON.stringify(await operations[operation](body, false))).not.toContain("Other");
    expect(JSON.stringify(await operations[operation](body, true))).toContain("Other");
  });
});
