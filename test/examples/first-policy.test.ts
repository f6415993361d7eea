/** README's first policy does what README says of it, in an account with what it names and the example's catalog. */

import { expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { seedAdministrator, seedAlias, seedBucket, seedCatalog, seedKey, seedRole } from "../../src/sandbox/seed.ts";
import { account, converge, pending, portsOf, prepare, region } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";
import { codeBlocks, documentOf } from "./documents.ts";
import { exampleCatalog } from "./policy-set.ts";

const text = codeBlocks(documentOf("README.md"), "yaml").find((code) => code.includes("kind: Lake")) ?? "";

function parse(policy: string) {
  const { set, diagnostics } = parsePolicies([{ file: "policies.yaml", bytes: Buffer.from(policy) }]);
  expect(diagnostics).toEqual([]);
  return set;
}

function open(): GovernedLake {
  const sandbox = createSandbox({ account, region });
  seedAdministrator(sandbox);
  for (const role of ["LakegradeApply", "BreakGlass", "LakeRegistration"]) seedRole(sandbox, role);
  seedInstance(sandbox);
  seedGroup(sandbox, "people");
  seedPermissionSet(sandbox, "DataAnalyst");
  seedAssignment(sandbox, "DataAnalyst", "people");
  seedBucket(sandbox, "adw-claims");
  seedAlias(sandbox, "alias/adw-claims", seedKey(sandbox));
  seedCatalog(sandbox, { databases: exampleCatalog().databases.filter(({ name }) => name === "claims") });
  return { sandbox, ports: portsOf(sandbox) };
}

/** Findings about tables that Lake Formation reads for nobody. */
const unserved = ({ live, desired }: Prepared): readonly string[] =>
  assess({ live, desired }).flatMap(({ code, status }) =>
    ["LGF401", "LGF402", "LGF405", "LGF414"].includes(code) ? [`${code} ${status}`] : [],
  );

/** Does the bucket's policy keep people off the objects? */
async function isClosed({ ports }: GovernedLake): Promise<boolean> {
  const { Policy: policy = "" } = await ports.s3.getBucketPolicy({ Bucket: "adw-claims" });
  return policy.includes("LakegradeadwDenyDirectAccess");
}

test("Lake Formation reads every table that it closes the bucket over", async () => {
  const lake = open();
  const set = parse(text);
  expect(unserved(await converge(lake, set))).toEqual([]);
  expect(await isClosed(lake)).toBe(true);
  expect(await pending(lake, set)).toEqual([]);
});

test("without its locations the plan says that the bucket is not closed yet", async () => {
  const lake = open();
  const set = parse(text.replace(/^locations: .*\n/m, ""));
  expect(set.lake?.value.locations).toBeUndefined();
  expect(unserved(await prepare(lake, set))).toEqual(["LGF401 failed", "LGF414 failed"]);
  await converge(lake, set);
  expect(await isClosed(lake)).toBe(false);
});
