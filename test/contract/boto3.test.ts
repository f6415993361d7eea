/** A second real client beside the tool: what the tool applied is what boto3 reads, and what boto3 grants the tool sees as drift. */

import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { account, openLake, region, roleArn } from "../governed-lake.ts";
import { pythonWith, run } from "./python.ts";

const root = new URL("../../", import.meta.url).pathname;
const cli = `${root}dist/cli.js`;
const python = await pythonWith("boto3");
if (!existsSync(cli)) process.stderr.write("skipped: dist/cli.js is not built; npm run build\n");

const policies = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
admins: [LakeAdmin]
locations: [{path: "s3://adw-claims/warehouse", role: LakeRegistration}]
---
kind: Classification
database: claims
domain: 보험
default: 3
rules:
  - {match: "patients.ssn", grade: 1}
  - {match: "*.{first,id}", grade: 2}
---
kind: Group
name: analysts
clearance: 2
domains: [보험]
principals: [{role: analyst}]
`;

const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [
    {
      name: "claims",
      location: "s3://adw-claims/warehouse",
      tables: [
        { name: "patients", columns: columns("ssn", "first", "city") },
        { name: "visits", columns: columns("id", "cost") },
      ],
    },
  ],
} as const;

test.skipIf(python === undefined || !existsSync(cli))("boto3 and the tool see one lake", async () => {
  const { sandbox } = openLake({ catalog, roles: ["LakeAdmin", "LakeRegistration", "analyst", "outsider"], options: { pageSize: 2 } });
  const listener = await sandbox.listen();
  const directory = await mkdtemp(join(tmpdir(), "contract-"));
  try {
    await writeFile(join(directory, "policies.yaml"), policies);
    const env = {
      PATH: process.env["PATH"],
      HOME: directory,
      AWS_ENDPOINT_URL: listener.url,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_DEFAULT_REGION: region,
      AWS_REGION: region,
    };
    const tool = (...args: readonly string[]) =>
      run(process.execPath, [cli, ...args], { env }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { readonly code: number; readonly stdout: string }) => ({ code: error.code, stdout: error.stdout }),
      );
    const boto3 = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await run(python ?? "", [`${root}test/contract/boto3_check.py`, ...args], { env })).stdout);

    expect((await tool("apply", directory, "--yes", "--quiet")).code).toBe(0);
    const [first, second, third] = ["1", "2", "3"].map((grade) => ({ grade, domain: "보험" }));
    expect(await boto3("read")).toEqual({
      keys: { grade: ["1", "2", "3"], domain: ["보험"] },
      effective: {
        "claims.patients": { ssn: first, first: second, city: third },
        "claims.visits": { id: second, cost: third },
      },
      assigned: {
        "claims.patients": { table: { grade: "1" }, columns: { first: { grade: "2" }, city: { grade: "3" } } },
        "claims.visits": { table: { grade: "1" }, columns: { id: { grade: "2" }, cost: { grade: "3" } } },
      },
      grants: [
        [roleArn("analyst"), "LFTagPolicy", ["DESCRIBE"], { grade: ["2", "3"], domain: ["보험"] }],
        [roleArn("analyst"), "LFTagPolicy", ["DESCRIBE", "SELECT"], { grade: ["2", "3"], domain: ["보험"] }],
      ],
      admins: [roleArn("LakeAdmin"), sandbox.administrator.principal],
      locations: { "arn:aws:s3:::adw-claims/warehouse": roleArn("LakeRegistration") },
    });

    const before = await tool("drift", directory, "--format", "json", "--quiet");
    expect(before.stdout).not.toContain(roleArn("outsider"));
    await boto3("grant", roleArn("outsider"), "claims", "patients");
    const after = await tool("drift", directory, "--format", "json", "--quiet");
    expect(after.code).toBe(2);
    const { findings } = JSON.parse(after.stdout) as { readonly findings: readonly { readonly code: string; readonly evidence: object }[] };
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "LGF203",
        evidence: expect.objectContaining({ principal: roleArn("outsider"), permissions: ["SELECT"] }),
      }),
    );
  } finally {
    await listener.close();
    await rm(directory, { recursive: true, force: true });
  }
});
