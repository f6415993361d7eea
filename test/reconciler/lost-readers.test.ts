/** A plan names who can no longer read the objects of a bucket that it closes, and tells those apart whom Lake Formation serves instead. */

import { describe, expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import type { BucketReads } from "../../src/model/lost-reading.ts";
import { shortPrincipal } from "../../src/model/principal.ts";
import { seedRole } from "../../src/sandbox/seed.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { converge, portsOf, prepare } from "../governed-lake.ts";

const policy = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

const mayRead = policy("s3:GetObject", "s3:ListBucket", "kms:Decrypt");

/** The account, in which these roles may read every object. */
function open(...readers: readonly string[]): GovernedLake {
  const sandbox = fullSandbox();
  for (const name of readers) {
    const known = [...sandbox.account.iam.roles.values()].find((role) => role.name === name);
    (known ?? seedRole(sandbox, name)).inline.set("own", mayRead);
  }
  return { sandbox, ports: portsOf(sandbox) };
}

/** `name: before → after why, objects, instead`, one a reader. */
function told(reads: readonly BucketReads[]): readonly string[] {
  return reads.flatMap(({ lost }) =>
    lost.flatMap(({ readers, before, after, why, objects, instead }) =>
      readers.map((reader) => `${shortPrincipal(reader)}: ${before} → ${after}, ${why}, ${objects}, ${instead ?? "nothing instead"}`),
    ),
  );
}

async function plan(lake: GovernedLake, set: PolicySet = fullPolicies()): Promise<readonly string[]> {
  return told((await prepare(lake, set)).reads);
}

const byBucket = "denied by `LakegradeadwDenyDirectAccess` of the bucket policy";
const byGuardrail = "denied by `LakegradeadwDenyObjects` of the identity policy";

describe("a bucket that is closed for direct reading", () => {
  test("names a role that only reads, and nobody who could not read or goes on reading", async () => {
    const lake = open("reader", "etl", "LakegradeApply", "BreakGlass");
    expect(await plan(lake)).toEqual([`role/reader: allowed → denied, ${byBucket}, all, nothing instead`]);
  });

  test("names nobody once it is closed", async () => {
    const lake = open("reader");
    await converge(lake, fullPolicies());
    expect((await prepare(lake, fullPolicies())).reads).toEqual([]);
  });

  test("tells members of groups apart, and the roles that groups query through", async () => {
    const lake = open("reader", "batch", "exec");
    expect(await plan(lake)).toEqual([
      `role/reader: allowed → denied, ${byBucket}, all, nothing instead`,
      `role/batch: allowed → denied, ${byGuardrail}, all, Lake Formation`,
      `role/exec: allowed → denied, ${byGuardrail}, all, Lake Formation`,
    ]);
  });

  test("does not count on grants that reach nothing in the bucket", async () => {
    const strict = fullPolicies({ rules: '  - {match: "*.*", grade: 1}' });
    expect(await plan(open("batch", "exec"), strict)).toEqual([
      `role/batch: allowed → denied, ${byGuardrail}, all, nothing instead`,
      `role/exec: allowed → denied, ${byGuardrail}, all, nothing instead`,
    ]);
  });

  test("does not count on Lake Formation for a role that may not ask it for data", async () => {
    const lake = open("batch");
    const batch = [...lake.sandbox.account.iam.roles.values()].find(({ name }) => name === "batch");
    const never = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "lakeformation:*", Resource: "*" }] };
    batch?.inline.set("never", JSON.stringify(never));
    expect(await plan(lake)).toEqual([`role/batch: allowed → denied, ${byGuardrail}, all, nothing instead`]);
  });
});

test("a plan without changes to policies looks for nobody", async () => {
  const lake = open("reader");
  const without = fullPolicies({ buckets: false });
  await converge(lake, without);
  expect(
    (await prepare(lake, fullPolicies({ buckets: false, staging: "enforce: true", rules: '  - {match: "*.city", grade: 1}' }))).reads,
  ).toEqual([]);
});
