/** A saved plan is applied while the account has come to differ from the policies in something else. */

import { afterAll, beforeAll, expect, test } from "vitest";

import { directPorts } from "../direct-ports.ts";
import { openLake } from "./command.ts";
import type { Lake } from "./command.ts";

const CatalogId = "111122223333";

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  const { code, stderr } = await lake.run(["apply", "--yes"]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => lake.close());

/** Saves a plan that grades `patients.name` anew. */
async function plan(grade: number): Promise<void> {
  const rule = `  - { match: "patients.name", grade: ${grade} }\n`;
  await lake.write(
    "policies/claims.yaml",
    `kind: Classification\ndatabase: claims\ndomain: claims\ndefault: 3\nrules:\n  - { match: "*.ssn", grade: 1 }\n${rule}`,
  );
  expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
}

/** Grades a column of another table by hand. */
async function retag(column: string): Promise<void> {
  await directPorts(lake.sandbox).lakeFormation.addLFTagsToResource({
    CatalogId,
    Resource: { TableWithColumns: { CatalogId, DatabaseName: "claims", Name: "visits", ColumnNames: [column] } },
    LFTags: [{ CatalogId, TagKey: "grade", TagValues: ["2"] }],
  });
}

test("nothing is said where the plan is all there is", async () => {
  await plan(1);
  const { code, stdout } = await lake.run(["apply", "plan.json"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Applied \d+ changes?; .*\n$/)]);
});

test("text says it after the result, JSON in a member, and the plan alone is applied", async () => {
  await plan(2);
  await retag("cost");
  const { code, stdout } = await lake.run(["apply", "plan.json"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Applied \d+ changes?; .*\nThe account differs from the policies in 1 other place; run `lakegrade drift`\.\n$/);

  await plan(1);
  await retag("patient");
  const json = await lake.run(["apply", "plan.json", "--format", "json"]);
  // `cost` was found when the plan was made, so that it is part of it.
  expect(JSON.parse(json.stdout)).toMatchObject({ differsElsewhere: 1, summary: { failed: 0 } });
});

test("a plan without changes does not say that all is well", async () => {
  expect(await lake.run(["apply", "--yes", "--quiet"])).toMatchObject({ code: 0 });
  expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes.") });
  await retag("cost");
  expect(await lake.run(["apply", "plan.json"])).toMatchObject({
    code: 0,
    stdout: "No changes.\nThe account differs from the policies in 1 other place; run `lakegrade drift`.\n",
  });
});
