/** What would refuse the plan behind a drift, in every format of its report. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { parsePlan } from "../../src/reconciler/plan-file.ts";
import { openLake } from "./command.ts";
import type { Lake } from "./command.ts";

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  await lake.run(["apply", "--yes"]);
  // Two grades where there were three, and `claims` no longer managed: its columns go on carrying the value that is to go.
  const file = path.join(lake.cwd, "policies/lake.yaml");
  await writeFile(file, `${await readFile(file, "utf8")}grades: {1: {en: a}, 2: {en: b}}\n`);
  await lake.write("policies/claims.yaml", "kind: Classification\ndatabase: scratch\ndefault: 2\n");
  await lake.write("policies/groups.yaml", "kind: Group\nname: batch\nclearance: 2\nprincipals: [{role: nightly}]\n");
});
afterAll(() => lake.close());

test("text says it before anything else, where the report goes", async () => {
  const { code, stdout, stderr } = await lake.run(["drift", "--quiet"]);
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toMatch(/^error\[LG5005\]: .*\n[^]*\nPlan: /);
});

test("JSON, also as a file, has it as `refusals` beside the changes, and people are told as well", async () => {
  const { code, stdout, stderr } = await lake.run(["drift", "--quiet", "--format", "json", "-o", "drift.json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ refusals: [{ code: "LG5005", severity: "error" }] });
  expect(stderr).toContain("error[LG5005]");
  const file = await readFile(path.join(lake.cwd, "drift.json"), "utf8");
  expect(file).toBe(stdout);
  expect(parsePlan(file, "drift.json")).toMatchObject({ plan: { refusals: [{ code: "LG5005" }] } });
});

test("SARIF has it as an error, JUnit as a failed case", async () => {
  const sarif = JSON.parse((await lake.run(["drift", "--format", "sarif"])).stdout) as {
    runs: { results: { ruleId: string; level: string }[] }[];
  };
  expect(sarif.runs[0]?.results).toContainEqual(expect.objectContaining({ ruleId: "LG5005", level: "error" }));
  expect((await lake.run(["drift", "--format", "junit"])).stdout).toContain('<failure type="LG5005"');
});

test("a plan neither says so in a file nor is saved", async () => {
  expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[LG5005]") });
  await expect(readFile(path.join(lake.cwd, "plan.json"))).rejects.toThrow("ENOENT");
});
