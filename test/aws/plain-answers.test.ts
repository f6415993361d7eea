/** The search by tag is read without the SDK's walk along the schema, and comes out as with it. */

import { LakeFormationClient, ListLFTagsCommand, SearchTablesByLFTagsCommand } from "@aws-sdk/client-lakeformation";
import { expect, test } from "vitest";

import { readPlainAnswers } from "../../src/aws/plain-answers.ts";

/** A client whose every call is answered so. */
function clientAnswering(body: string, statusCode = 200): LakeFormationClient {
  const response = { statusCode, headers: { "content-type": "application/json" } };
  return new LakeFormationClient({
    region: "ap-northeast-2",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      // A new response each time: what reads it uses its body up.
      handle: () => Promise.resolve({ response: { ...response, body: new TextEncoder().encode(body) } }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  });
}

/** What a search gives or fails with, by the SDK alone and with its walk left out. */
async function searchBothWays(body: string, statusCode?: number): Promise<readonly [unknown, unknown]> {
  const search = new SearchTablesByLFTagsCommand({ Expression: [{ TagKey: "grade", TagValues: ["1"] }] });
  const outcomes = [false, true].map(async (plain) => {
    const client = clientAnswering(body, statusCode);
    if (plain) readPlainAnswers(client);
    try {
      return await client.send(search);
    } catch (error) {
      return error instanceof Error ? { name: error.name, message: error.message } : error;
    }
  });
  const [sdk, plain] = await Promise.all(outcomes);
  return [sdk, plain];
}

const tagged = {
  Table: { CatalogId: "111122223333", DatabaseName: "claims", Name: "patients" },
  LFTagOnDatabase: [{ TagKey: "grade", TagValues: ["1"] }],
  LFTagsOnTable: [],
  LFTagsOnColumns: [{ Name: "null", LFTags: [{ CatalogId: "111122223333", TagKey: "grade", TagValues: ["가", '"'] }] }],
};

test.each<[string, string, number?]>([
  ["a page", JSON.stringify({ NextToken: "a", TableList: [tagged, tagged] })],
  ["the last page", JSON.stringify({ TableList: [tagged] })],
  ["a page with absent members written as null", JSON.stringify({ NextToken: null, TableList: [{ ...tagged, LFTagsOnTable: null }] })],
  ["a page with blanks", JSON.stringify({ NextToken: null, TableList: [tagged] }, null, 2)],
  ["an empty object", "{}"],
  ["no body", ""],
  ["a refusal", JSON.stringify({ __type: "AccessDeniedException", Message: "no" }), 400],
  ["an error of the server", "<html>", 502],
  ["a body that is no JSON", "<html>"],
  ["a body that is cut off", '{"TableList": [{"Table'],
])("%s", async (_name, body, statusCode) => {
  const [sdk, plain] = await searchBothWays(body, statusCode);
  expect(plain).toEqual(sdk);
});

test("an answer without nulls does not pass through the schema, which other operations' answers do", async () => {
  const client = clientAnswering(JSON.stringify({ Unknown: "to the SDK" }));
  readPlainAnswers(client);
  expect(await client.send(new SearchTablesByLFTagsCommand({ Expression: [] }))).toHaveProperty("Unknown");
  expect(await client.send(new ListLFTagsCommand({}))).not.toHaveProperty("Unknown");
});
