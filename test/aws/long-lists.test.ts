/** Answers whose long lists go around the SDK come out as the SDK alone reads them. */

import { GetTablesCommand, GlueClient, Table$ } from "@aws-sdk/client-glue";
import {
  LakeFormationClient,
  ListPermissionsCommand,
  PrincipalResourcePermissions$,
  SearchTablesByLFTagsCommand,
  TaggedTable$,
} from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { longAnswers, spareLongLists } from "../../src/aws/long-lists.ts";
import { shapeOf } from "../../src/sandbox/wire/shape.ts";
import type { Shape } from "../../src/sandbox/wire/shape.ts";

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
  ListPermissions: (body: string, spared: boolean, statusCode?: number): Promise<unknown> => {
    const client = new LakeFormationClient(answering(body, statusCode));
    if (spared) spareLongLists(client.middlewareStack);
    return client.send(new ListPermissionsCommand({}));
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

const granted = {
  Principal: { DataLakePrincipalIdentifier: "arn:aws:iam::111122223333:role/claims" },
  Resource: { LFTagPolicy: { ResourceType: "TABLE", Expression: [{ TagKey: "grade", TagValues: ["2", "3"] }] } },
  Permissions: ["SELECT"],
  PermissionsWithGrantOption: [],
  LastUpdated: 1_767_225_600.25,
};

describe.each([
  { operation: "SearchTablesByLFTags", list: "TableList", item: tagged },
  { operation: "ListPermissions", list: "PrincipalResourcePermissions", item: granted },
  { operation: "GetTables", list: "TableList", item: stored },
] as const)("$operation", ({ operation, list, item }) => {
  test.each<[string, string, number?]>([
    ["a page", JSON.stringify({ NextToken: "a", [list]: [item, item] })],
    ["the last page", JSON.stringify({ [list]: [item] })],
    ["structures with little in them", JSON.stringify({ [list]: [{}, item, {}] })],
    ["a list of something else", JSON.stringify({ [list]: [item, "item", 1, [item]] })],
    ["a list that is none", JSON.stringify({ [list]: item })],
    ["a page with absent members written as null", JSON.stringify({ NextToken: null, [list]: [{ ...item, PartitionKeys: null }] })],
    ["a page with blanks", JSON.stringify({ NextToken: null, [list]: [item] }, null, 2)],
    ["an empty object", "{}"],
    ["an empty list", JSON.stringify({ [list]: [] })],
    ["a refusal", JSON.stringify({ __type: "AccessDeniedException", Message: "no" }), 400],
    ["an error of the server", "<html>", 502],
    ["a body that is no JSON", "<html>"],
    ["a body that is cut off", `{"${list}": [{"Table`],
  ])("%s", async (_name, body, statusCode) => {
    const alone = await outcomeOf(operations[operation](body, false, statusCode));
    const spared = await outcomeOf(operations[operation](body, true, statusCode));
    expect(spared).toEqual(alone);
  });

  test("the list does not pass through the schema", async () => {
    const body = JSON.stringify({ [list]: [{ Other: 1 }] });
    expect(JSON.stringify(await operations[operation](body, false))).not.toContain("Other");
    expect(JSON.stringify(await operations[operation](body, true))).toContain("Other");
  });
});

test.each<[keyof typeof operations, string, object]>([
  ["ListPermissions", "PrincipalResourcePermissions", { ...granted, LastUpdated: "2026" }],
  ["GetTables", "TableList", { ...stored, CreateTime: "2026" }],
  ["GetTables", "TableList", { ...stored, Status: { RequestTime: 1_767_225_600, Action: "UPDATE" } }],
])("%s: the SDK reads dates that are no plain numbers", async (operation, list, item) => {
  const body = JSON.stringify({ [list]: [item] });
  expect(await outcomeOf(operations[operation](body, true))).toEqual(await outcomeOf(operations[operation](body, false)));
});

test.each([
  { operation: "SearchTablesByLFTags", item: TaggedTable$ },
  { operation: "ListPermissions", item: PrincipalResourcePermissions$ },
  { operation: "GetTables", item: Table$ },
] as const)("$operation: dates are where they are looked for", ({ operation, item }) => {
  const { dates, dated } = longAnswers.find((long) => long.operation === operation) ?? {};
  const found = transformed(shapeOf(item));
  expect(found.filter((path) => path.length === 1).map(([name]) => name)).toEqual(dates);
  expect([...new Set(found.filter((path) => path.length > 1).map(([name]) => name))]).toEqual(dated);
});

/** Where a shape has what is not as JSON.parse gives it, each place once: names of members. */
function transformed(shape: Shape, seen: readonly Shape[] = []): readonly (readonly string[])[] {
  if (seen.includes(shape)) return [];
  const inside = [...seen, shape];
  switch (shape.type) {
    case "structure":
      return [...shape.members()].flatMap(([name, member]) => transformed(member, inside).map((path) => [name, ...path]));
    case "list":
      return transformed(shape.element(), inside);
    case "map":
      return transformed(shape.value(), inside);
    case "timestamp":
    case "blob":
      return [[]];
    default:
      return [];
  }
}
