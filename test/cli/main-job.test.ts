/** The main job on the command line: from policies to an applied plan, and what differs afterwards. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openLake } from "./command.ts";
import type { Lake } from "./command.ts";

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
});
afterAll(() => lake.close());

describe("the main job, as a user runs it", () => {
  test("validate says what it did not check", async () => {
    const { code, stdout, stderr } = await lake.run(["validate"]);
    expect([code, stdout]).toEqual([0, "3 files, no problems\n"]);
    expect(stderr).toContain("rules were not checked against a catalog");
  });

  test("bootstrap makes the named roles administrators and touches nothing else", async () => {
    const before = structuredClone(lake.sandbox.account.lakeFormation.data.settings);
    const { code, stderr } = await lake.run(["bootstrap", "--yes"]);
    expect([code, stderr]).toEqual([
      0,
      "+ read-only administrator: arn:aws:iam::111122223333:role/LakegradePlan\n+ data lake administrator: arn:aws:iam::111122223333:role/LakegradeApply\n",
    ]);
    const { DataLakeAdmins: admins, ReadOnlyAdmins: readers, ...rest } = lake.sandbox.account.lakeFormation.data.settings;
    const { DataLakeAdmins: _admins, ReadOnlyAdmins: _readers, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(admins).toContainEqual({ DataLakePrincipalIdentifier: "arn:aws:iam::111122223333:role/LakegradeApply" });
    expect(readers).toEqual([{ DataLakePrincipalIdentifier: "arn:aws:iam::111122223333:role/LakegradePlan" }]);
    expect(await lake.run(["bootstrap", "--yes"])).toMatchObject({ code: 0, stdout: "No changes. They are administrators already.\n" });
  });

  test("plan shows who is granted what, saves the plan, and says 2 when asked", async () => {
    const { code, stdout, stderr } = await lake.start(["plan", "-o", "plan.json", "--detailed-exitcode"]);
    expect(code).toBe(2);
    expect(stdout).toContain("DESCRIBE, SELECT on tables where grade=2|3  [widens]");
    expect(stdout).toMatch(/\nPlan: \d+ to add, \d+ to change, \d+ to remove; .*\n$/);
    expect(stderr).toMatch(/saved to plan\.json; plan digest sha256:[0-9a-f]{64}\n$/);
  });

  test("apply does what was reviewed, and the next plan is empty", async () => {
    expect(await lake.start(["apply", "plan.json"])).toMatchObject({ code: 0, stderr: "policies: `policies`, as the plan says\n" });
    const { code, stdout } = await lake.run(["plan", "--detailed-exitcode"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("No changes. Everything the policies ask for is there.")]);
    expect(stdout).toContain("1 database with 1 table that no Classification manages");
  });

  test("applying an applied plan is refused: the account is not what was reviewed", async () => {
    const { code, stderr } = await lake.start(["apply", "plan.json"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("error[LG5008]")]);
  });

  test("what differs is drift, with exit code 2, and apply brings it in line; a snapshot needs no AWS", async () => {
    expect(await lake.run(["snapshot", "-o", "snapshot.json"])).toMatchObject({ code: 0 });
    await lake.write(
      "policies/claims.yaml",
      (await readFile(path.join(lake.cwd, "policies/claims.yaml"), "utf8")).replace("grade: 2", "grade: 1"),
    );
    const { code, stdout } = await lake.run(["drift", "--format", "json"]);
    expect(code).toBe(2);
    const drift = JSON.parse(stdout) as { changes: { address: string; action: string; impact: string }[] };
    expect(drift.changes).toMatchObject([{ address: "lf-tag-assignment/grade/claims/patients/name", action: "delete", impact: "narrows" }]);
    expect(
      await lake.run(["plan", "--live", "snapshot.json", "--detailed-exitcode"], { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }),
    ).toMatchObject({ code: 2 });
    expect(await lake.run(["apply", "--yes"])).toMatchObject({ code: 0 });
    expect(await lake.run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });

  test("sarif and junit forms of drift are well-formed", async () => {
    const sarif = JSON.parse((await lake.run(["drift", "--format", "sarif"])).stdout) as { runs: { results: { ruleId: string }[] }[] };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("LGF301");
    expect((await lake.run(["drift", "--format", "junit"])).stdout).toMatch(/^<\?xml .*<\/testsuites>\n$/s);
  });

  test("compile gives the same bytes twice", async () => {
    await writeFile(
      path.join(lake.cwd, "catalog.json"),
      JSON.stringify({
        databases: [
          {
            name: "claims",
            tables: [
              {
                name: "patients",
                columns: [
                  { name: "ssn", type: "string" },
                  { name: "name", type: "string" },
                ],
                partitionKeys: [],
              },
            ],
          },
        ],
      }),
    );
    const [first, second] = [
      await lake.run(["compile", "--catalog", "catalog.json"]),
      await lake.run(["compile", "--catalog", "catalog.json"]),
    ];
    expect(first).toEqual(second);
    const state = JSON.parse(first.stdout) as { formatVersion: number; resources: Record<string, unknown> };
    expect(state.formatVersion).toBe(1);
    expect(Object.keys(state.resources)).toContain("lf-grant/permission-set%2FDataAnalyst/lf-tag-policy/table/grade=2|3");
  });
});

describe("saved plans", () => {
  test("are refused when the policies changed", async () => {
    await lake.write("policies/more.yaml", "kind: Group\nname: more\nclearance: 3\nprincipals: [{role: nobody}]\n");
    expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
    await lake.write("policies/more.yaml", "kind: Group\nname: more\nclearance: 2\nprincipals: [{role: nobody}]\n");
    expect(await lake.run(["apply", "plan.json"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[LG5006]") });
  });

  test("are refused when the file changed, and when it is not the file that was reviewed", async () => {
    expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
    const text = await readFile(path.join(lake.cwd, "plan.json"), "utf8");
    await writeFile(path.join(lake.cwd, "edited.json"), text.replace('"SELECT"', '"INSERT"'));
    expect(await lake.run(["apply", "edited.json"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[LG5007]") });
    const other = `sha256:${"0".repeat(64)}`;
    expect(await lake.run(["apply", "plan.json", "--plan-digest", other])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("error[LG5007]"),
    });
    const { digest } = JSON.parse(text) as { digest: string };
    expect(await lake.run(["apply", "plan.json", "--plan-digest", digest])).toMatchObject({ code: 0 });
  });
});
