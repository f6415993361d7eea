/** Administrators under `adminsExclusive`: operators stay, and a plan says the same whoever makes it. */

import { describe, expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { account, desiredOf, openLake, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const catalog = { databases: [{ name: "one", tables: [{ name: "a", columns: [{ name: "id", type: "string" }] }] }] };
const set = policies(
  `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
admins: [Admin]
readOnlyAdmins: [Plan]
operators: [Apply]
adminsExclusive: true
foreignGrants: revoke
`,
  "kind: Classification\ndatabase: one\ndefault: 3",
);

const entries = (...names: readonly string[]) => names.map((name) => ({ DataLakePrincipalIdentifier: roleArn(name) }));

/** A lake with the named administrators, one nobody named, and a grant to the operator. */
async function open(): Promise<GovernedLake> {
  const lake = openLake({ catalog, roles: ["Admin", "Plan", "Apply", "Stranger"] });
  const { lakeFormation } = lake.ports;
  const { DataLakeSettings: settings } = await lakeFormation.getDataLakeSettings({ CatalogId: account });
  const { DataLakeAdmins: seeded = [] } = settings ?? {};
  await lakeFormation.putDataLakeSettings({
    CatalogId: account,
    DataLakeSettings: {
      ...settings,
      DataLakeAdmins: [...seeded, ...entries("Admin", "Apply", "Stranger")],
      ReadOnlyAdmins: entries("Plan"),
    },
  });
  const Resource = { Table: { CatalogId: account, DatabaseName: "one", Name: "a" } };
  const { Failures = [] } = await lakeFormation.batchGrantPermissions({
    CatalogId: account,
    Entries: ["Apply", "Plan", "Admin"].map((role) => ({
      Id: role,
      Principal: { DataLakePrincipalIdentifier: roleArn(role) },
      Resource,
      Permissions: ["SELECT"],
    })),
  });
  expect(Failures).toEqual([]);
  return lake;
}

async function planAs({ ports }: GovernedLake, policySet: PolicySet, role: string) {
  const caller = `arn:aws:sts::${account}:assumed-role/${role}/session`;
  const live = await readLive(ports, { account, region, caller, tagKeys: ["grade", "domain"], readAt: "2026-01-01T00:00:00.000Z" });
  const { changes, refusals } = await reconcile(live, desiredOf(policySet, live), ports);
  return { caller: live.caller, changes, refusals };
}

describe("exclusive administrators", () => {
  test("who are operators stay, others go", async () => {
    const { changes, refusals } = await planAs(await open(), set, "Plan");
    const removed = changes.flatMap(({ action, address }) => (action === "delete" && address.startsWith("lf-settings/") ? [address] : []));
    expect(refusals).toEqual([]);
    expect(removed.some((address) => address.includes("Stranger"))).toBe(true);
    expect(removed.filter((address) => /Apply|Plan|role%2FAdmin/.test(address))).toEqual([]);
  });

  test("are the same in the plan of a reader and of the operator", async () => {
    const lake = await open();
    const [reader, operator] = [await planAs(lake, set, "Plan"), await planAs(lake, set, "Apply")];
    expect([reader.caller, operator.caller]).toEqual([roleArn("Plan"), roleArn("Apply")]);
    expect(reader.changes.length).toBeGreaterThan(0);
    expect(operator.changes).toEqual(reader.changes);
    expect(operator.refusals).toEqual(reader.refusals);
  });
});
