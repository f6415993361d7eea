/** A saved plan whose apply interrupts somebody now whom it did not interrupt when it was reviewed. */

import { readFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { directPorts } from "../direct-ports.ts";
import { openLake } from "./command.ts";
import type { Lake } from "./command.ts";

const CatalogId = "111122223333";
const batch = `arn:aws:iam::${CatalogId}:role/nightly`;
/** Grants of somebody else, by which the batch reads `claims` whatever becomes of domains. */
const named: Parameters<Ports["lakeFormation"]["batchGrantPermissions"]>[0] = {
  CatalogId,
  Entries: [
    { Id: "0", Resource: { Table: { CatalogId, DatabaseName: "claims", TableWildcard: {} } }, Permissions: ["SELECT", "DESCRIBE"] },
    { Id: "1", Resource: { Database: { CatalogId, Name: "claims" } }, Permissions: ["DESCRIBE"] },
  ].map((entry) => ({ ...entry, Principal: { DataLakePrincipalIdentifier: batch } })) as never,
};

/** Two databases, each in a domain, and a group that follows the domain of `claims`. */
async function writePolicies(lake: Lake, claims: string, scratch: string): Promise<void> {
  const domains = [`database: claims\ndomain: ${claims}`, `database: scratch\ndomain: ${scratch}`];
  await lake.write(
    "policies/claims.yaml",
    domains.map((text) => `kind: Classification\n${text}\ndefault: 3\nnewColumns: inherit\n`).join("---\n"),
  );
  await lake.write("policies/groups.yaml", `kind: Group\nname: batch\nclearance: 3\ndomains: [${claims}]\nprincipals: [{role: nightly}]\n`);
}

interface Planned {
  readonly lake: Lake;
  readonly ports: Ports;
}

const opened: Lake[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

/** A lake with a plan by which the two databases change domains, saved while the batch reads `claims` all the while. */
async function planned(): Promise<Planned> {
  const lake = await openLake();
  opened.push(lake);
  const ports = directPorts(lake.sandbox);
  await writePolicies(lake, "care", "lab");
  expect(await lake.run(["apply", "--yes"])).toMatchObject({ code: 0 });
  expect((await ports.lakeFormation.batchGrantPermissions(named)).Failures ?? []).toEqual([]);
  await writePolicies(lake, "lab", "care");
  expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
  expect(await readFile(path.join(lake.cwd, "plan.json"), "utf8")).not.toContain('"outages"');
  return { lake, ports };
}

const title = "Outages of a moment that are not in the reviewed plan (2)";

test("is told before anything is changed, even quietly", async () => {
  const { lake, ports } = await planned();
  await ports.lakeFormation.batchRevokePermissions(named);
  // Whatever would be written is denied: the outages are told all the same.
  lake.sandbox.setFaults({ denied: ["lakeformation:AddLFTagsToResource", "lakeformation:BatchRevokePermissions"] });
  const { code, stdout, stderr } = await lake.run(["apply", "plan.json", "--quiet"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Applied 0 of \d+ changes/);
  expect(stderr.startsWith(`${title}  (no order was found`)).toBe(true);
  expect(stderr).toContain(
    "  role/nightly: claims: 8 columns of 2 tables (patients, visits)  DESCRIBE, SELECT, from step 40 until step 80 is done\n",
  );
});

test("is applied, with the outages in the result for programs", async () => {
  const { lake, ports } = await planned();
  await ports.lakeFormation.batchRevokePermissions(named);
  const { code, stdout, stderr } = await lake.run(["apply", "plan.json", "--format", "json", "--lang", "ko"]);
  expect(code).toBe(0);
  expect(stderr).toContain("검토한 계획에 없는 일시적 접근 중단 (2)");
  expect(JSON.parse(stdout)).toMatchObject({
    summary: { failed: 0 },
    unreviewedOutages: [
      { principals: [batch], database: "claims", tables: [] },
      { principals: [batch], database: "claims", tables: [{ table: "patients" }, { table: "visits" }] },
    ],
  });
});

test("says nothing where the lake is as it was, or where the plan told of them", async () => {
  const { lake, ports } = await planned();
  const told = await lake.run(["apply", "plan.json", "--format", "json"]);
  expect(told).toMatchObject({ code: 0, stderr: "policies: `policies`, as the plan says\n" });
  expect(told.stdout).not.toContain("unreviewedOutages");

  await ports.lakeFormation.batchRevokePermissions(named);
  await writePolicies(lake, "care", "lab");
  expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Outages of a moment (2)"),
  });
  expect(await lake.run(["apply", "plan.json"])).toMatchObject({ code: 0, stderr: "policies: `policies`, as the plan says\n" });
});
