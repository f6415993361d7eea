/** When AWS fails: an apply succeeds and is seen to, or says what was done and what not, and a new plan goes on to the end. */

import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeAll, describe, expect, test } from "vitest";

import { guardReading } from "../../src/reconciler/guard/guard.ts";
import type { ChangeResult } from "../../src/reconciler/apply.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { verify } from "../../src/reconciler/verify.ts";
import type { FaultSettings } from "../../src/sandbox/faults.ts";
import { account, converge, noPause, openLake, pending, perform, portsOf, prepare, readAs, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

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
    { name: "default", tables: [] },
  ],
} as const;

const set = policies(
  `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
admins: [LakeAdmin]
locations: [{path: "s3://adw-claims/warehouse", role: LakeRegistration}]
`,
  `kind: Classification\ndatabase: claims\ndomain: claims\ndefault: 3\nrules: [{match: "patients.ssn", grade: 1}, {match: "*.{first,id}", grade: 2}]`,
  `kind: Group\nname: analysts\nclearance: 2\nprincipals: [{role: analyst}]`,
  `kind: Group\nname: owners\nclearance: 1\naccess: own\ndomains: [claims]\nprincipals: [{role: etl}]`,
);

function open(): GovernedLake {
  return openLake({ catalog, roles: ["LakeAdmin", "LakeRegistration", "analyst", "etl", "caller"] });
}

/** Every change has a result, and what is called done is not planned again. */
async function expectHonest(lake: GovernedLake, results: readonly ChangeResult[], planned: number): Promise<void> {
  expect(results).toHaveLength(planned);
  const left = new Set(await pending(lake, set));
  const done = results.filter(({ status }) => status === "done").map(({ change }) => `${change.action} ${change.address}`);
  expect(done.filter((item) => left.has(item))).toEqual([]);
  const failed = results.filter(({ status }) => status === "failed");
  expect(failed.every(({ error = "" }) => /^[\w ]+ [\w ]*\w+: \w+: .+; .+/.test(error))).toBe(true);
}

async function goesOnToTheEnd(lake: GovernedLake): Promise<void> {
  await converge(lake, set);
  expect(await pending(lake, set)).toEqual([]);
}

// At the same time, because throttling is mostly waited for.
describe.concurrent("an apply gets through", () => {
  test("throttling", async () => {
    const lake = open();
    const prepared = await prepare(lake, set);
    lake.sandbox.setFaults({ throttling: 0.1 });
    const results = await applyChanges(prepared.changes, { ports: lake.ports, account, pause: noPause });
    lake.sandbox.setFaults({ throttling: 0 });
    expect(results.filter(({ status }) => status !== "done")).toEqual([]);
    expect(await pending(lake, set)).toEqual([]);
  });

  test.each<readonly [string, FaultSettings]>([
    ["conflicts", { conflicts: 0.3 }],
    ["entries of batches that fail", { entryFailures: 0.3 }],
    ["connections lost before an effect", { lossBefore: 0.05 }],
    ["connections lost after an effect", { lossAfter: 0.05 }],
    ["reads that come late", { readBackDelay: 15 }],
    ["pages of one row", { pageSize: 1 }],
  ])("%s", async (_name, faults) => {
    const lake = open();
    const prepared = await prepare(lake, set);
    lake.sandbox.setFaults(faults);
    const results = await perform(lake, prepared, set);
    expect(results.filter(({ status }) => status !== "done")).toEqual([]);
    lake.sandbox.setFaults({ conflicts: 0, entryFailures: 0, lossBefore: 0, lossAfter: 0, readBackDelay: 0, pageSize: undefined });
    expect(await pending(lake, set)).toEqual([]);
  });
});

const writes = [
  "CreateLFTag",
  "AddLFTagsToResource",
  "BatchGrantPermissions",
  "BatchRevokePermissions",
  "PutDataLakeSettings",
  "RegisterResource",
].map((operation) => `lakeformation:${operation}`);

test.concurrent.each([...writes, "glue:UpdateDatabase"])(
  "denied %s: what was done, what failed and what was not tried is said",
  async (operation) => {
    const lake = open();
    const prepared = await prepare(lake, set);
    lake.sandbox.setFaults({ denied: [operation] });
    const results = await perform(lake, prepared, set);
    const failed = results.filter(({ status }) => status === "failed");
    expect(failed.length).toBeGreaterThan(0);
    const [, name = ""] = operation.split(":");
    for (const { error } of failed) expect(error).toContain(`${name}: AccessDenied`);
    // No later step was started.
    const step = failed[0]?.change.step ?? 0;
    expect(results.filter(({ change, status }) => change.step > step && status !== "not-attempted")).toEqual([]);
    await expectHonest(lake, results, prepared.changes.length);
    lake.sandbox.setFaults({ denied: [] });
    await goesOnToTheEnd(lake);
  },
);

test.concurrent("wherever AWS stops answering, a new plan goes on to the end", async () => {
  for (const stopAfter of [1, 4, 7, 10, 13, 16]) {
    const lake = open();
    const prepared = await prepare(lake, set);
    lake.sandbox.setFaults({ stopAfter });
    const results = await applyChanges(prepared.changes, { ports: lake.ports, account, pause: noPause });
    lake.sandbox.setFaults({ stopAfter: undefined });
    expect(results.some(({ status }) => status === "failed")).toBe(true);
    await expectHonest(lake, results, prepared.changes.length);
    await goesOnToTheEnd(lake);
  }
});

test.concurrent("entries that always fail are failures of their own changes only", async () => {
  const lake = open();
  const prepared = await prepare(lake, set);
  lake.sandbox.setFaults({ entryFailures: 1 });
  const results = await applyChanges(prepared.changes, { ports: lake.ports, account, pause: noPause });
  lake.sandbox.setFaults({ entryFailures: 0 });
  expect(results.some(({ status }) => status === "failed")).toBe(true);
  await expectHonest(lake, results, prepared.changes.length);
  await goesOnToTheEnd(lake);
});

test.concurrent("an interruption stops between two steps, and nothing is left without a result", async () => {
  const lake = open();
  const prepared = await prepare(lake, set);
  let outcomes = 0;
  const results = await perform(lake, prepared, set, {
    onOutcome: () => (outcomes += 1),
    isInterrupted: () => outcomes > 3,
  });
  const steps = new Set(results.filter(({ status }) => status === "done").map(({ change }) => change.step));
  expect(results.filter(({ change, status }) => steps.has(change.step) && status !== "done")).toEqual([]);
  expect(results.some(({ status }) => status === "not-attempted")).toBe(true);
  await expectHonest(lake, results, prepared.changes.length);
  await goesOnToTheEnd(lake);
});

test.concurrent("a change that does not read back is unverified, not done", async () => {
  const lake = open();
  const { changes } = await prepare(lake, set);
  const results = await applyChanges(changes, { ports: lake.ports, account, pause: noPause });
  const [first] = changes;
  const waits: number[] = [];
  const verified = await verify(results, {
    readAgain: () => Promise.resolve({ unseen: (change) => (change === first ? "not seen" : undefined) }),
    pause: noPause,
    onWait: (left) => waits.push(left),
  });
  expect(verified.filter(({ status }) => status === "unverified").map(({ change }) => change)).toEqual([first]);
  expect(waits.length).toBeGreaterThan(3);
});

describe("a reading that is not whole says so", () => {
  const lake = open();
  beforeAll(() => converge(lake, set));
  afterEach(() => lake.sandbox.setFaults({ denied: [], invalidKeys: [] }));

  const reads: readonly (readonly [string, string])[] = [
    ["lakeformation:ListPermissions", "lf-grant"],
    ["lakeformation:ListDataCellsFilter", "lf-grant"],
    ["lakeformation:ListLFTagExpressions", "lf-grant"],
    ["lakeformation:ListLFTags", "lf-tag"],
    ["lakeformation:SearchTablesByLFTags", "lf-tag-assignment"],
    ["lakeformation:SearchDatabasesByLFTags", "lf-tag-assignment"],
    ["lakeformation:GetDataLakeSettings", "lf-settings"],
    ["lakeformation:ListResources", "lf-location"],
    ["iam:GetAccountAuthorizationDetails", "roles"],
  ];
  test.each(reads)("denied %s", async (operation, kind) => {
    lake.sandbox.setFaults({ denied: [operation] });
    const live = await readAs(lake.ports, set);
    expect(live.unread).toContainEqual(expect.objectContaining({ kind, reason: expect.stringContaining("AccessDenied") }));
    expect(guardReading(live)).toMatchObject([{ code: "LG5002", severity: "error" }]);
  });

  test.each(["glue:GetDatabases", "glue:GetTables"])(
    "denied %s ends the reading: without a catalog nothing is known",
    async (operation) => {
      lake.sandbox.setFaults({ denied: [operation] });
      await expect(readAs(lake.ports, set)).rejects.toMatchObject({ category: "denied" });
    },
  );

  test("a caller who is no administrator is noticed, however empty the answers are", async () => {
    const { Credentials: keys } = await clientsOf(lake.sandbox).sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/caller`, RoleSessionName: "test" }),
    );
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "", SessionToken: sessionToken = "" } = keys ?? {};
    const caller = { accessKeyId, secretAccessKey, sessionToken };
    const live = await readAs(portsOf(lake.sandbox, caller), set);
    expect(live.unread.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["catalog", "lf-grant", "lf-tag", "lf-tag-assignment"]));
    expect(guardReading(live)).toMatchObject([{ code: "LG5002" }]);
  });

  test("credentials that AWS does not know end the reading", async () => {
    lake.sandbox.setFaults({ invalidKeys: ["AKIAEXAMPLE"] });
    await expect(readAs(lake.ports, set)).rejects.toMatchObject({ category: "credentials" });
  });
});
