/** What the Python of the documents prints, with a boto3 that hands on what the sandbox answers. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { account, converge, openLake } from "../governed-lake.ts";
import { lake as lakeText, policies } from "../policy-fixture.ts";
import { codeBlocks, documentOf } from "./documents.ts";

const run = promisify(execFile);

const isThere = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);
if (!isThere) process.stderr.write("skipped: there is no python3\n");

/** One client with one operation, which takes nothing but what the answer is about. */
const boto3 = `
import json, os
class Client:
    def get_resource_lf_tags(self, Resource):
        assert Resource == {"Table": {"DatabaseName": "claims", "Name": "patients"}}
        return json.loads(os.environ["ANSWER"])
def client(name):
    assert name == "lakeformation"
    return Client()
`;

const columns = ["id", "ssn"].map((name) => ({ name, type: "string" }));

test.skipIf(!isThere)("it prints every column's grade, whatever other LF-Tags the column has", async () => {
  const { ports } = await governed();
  const answer = await ports.lakeFormation.getResourceLFTags({
    CatalogId: account,
    Resource: { Table: { CatalogId: account, DatabaseName: "claims", Name: "patients" } },
  });
  expect(answer.LFTagsOnColumns?.[0]?.LFTags?.map(({ TagKey }) => TagKey)).toEqual(["domain", "grade"]);
  const directory = await mkdtemp(path.join(tmpdir(), "lakegrade-python-"));
  try {
    await writeFile(path.join(directory, "boto3.py"), boto3);
    const snippets = ["README.md", "docs/sandbox.md"].flatMap((file) => codeBlocks(documentOf(file), "python"));
    expect(snippets).toHaveLength(2);
    for (const snippet of snippets) {
      const env = { PATH: process.env["PATH"], PYTHONPATH: directory, PYTHONDONTWRITEBYTECODE: "1", ANSWER: JSON.stringify(answer) };
      const { stdout } = await run("python3", ["-c", snippet], { env });
      expect(stdout).toBe("id ['3']\nssn ['1']\n");
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

async function governed(): Promise<ReturnType<typeof openLake>> {
  const lake = openLake({ catalog: { databases: [{ name: "claims", tables: [{ name: "patients", columns }] }] } });
  const claims = 'kind: Classification\ndatabase: claims\ndomain: claims\ndefault: 3\nrules: [{match: "*.ssn", grade: 1}]';
  await converge(lake, policies(lakeText, claims));
  return lake;
}
