/** Saved plans at apply: what closes or prepares must have been reviewed where something opens after it. */

import { CreateTableCommand } from "@aws-sdk/client-glue";
import { beforeAll, describe, expect, test } from "vitest";

import { readableAddress } from "../../src/model/address.ts";
import type { Change } from "../../src/model/change.ts";
import type { Plan } from "../../src/model/plan.ts";
import { compareWithFresh, formatPlan, parsePlan, reviewedChanges } from "../../src/reconciler/plan-file.ts";
import { liveDigestOf, planDigest, planOf } from "../../src/reconciler/plan.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, openLake, portsOf, prepare, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

const columns = ["ssn", "city"].map((name) => ({ name, type: "string" }));
const database = (name: string) => ({ name, location: `s3://adw/${name}`, tables: [{ name: "patients", columns }] });
const set = policies(
  `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
locations: [{path: "s3://adw", role: LakeRegistration}]
`,
  `kind: Classification\ndatabase: claims\ndefault: 3\nrules: [{match: "*.ssn", grade: 1}]`,
  `kind: Group\nname: analysts\nclearance: 2\nprincipals: [{role: analyst}]`,
);
const header = { tool: { name: "lakegrade", version: "0.0.0" }, policies: ["policies"], policyDigest: set.digest };

function open(...databases: readonly string[]): GovernedLake {
  return openLake({ catalog: { databases: databases.map(database) }, roles: ["analyst", "LakeRegistration"] });
}

async function planned(lake: GovernedLake): Promise<Plan> {
  const { changes, desired } = await prepare(lake, set);
  return planOf({ ...header, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" }, desired, changes, []);
}

/** The plan with these changes alone, under digests that fit, as it is read from a file. */
function forged(plan: Plan, changes: readonly Change[]): Plan {
  const { digest: _digest, ...body } = { ...plan, changes, liveDigest: liveDigestOf(changes) };
  const parsed = parsePlan(formatPlan({ ...body, digest: planDigest(body) }), "plan.json");
  if ("diagnostic" in parsed) throw new Error(parsed.diagnostic.message);
  return parsed.plan;
}

function codes(saved: Plan, fresh: readonly Change[]): readonly string[] {
  return compareWithFresh(saved, fresh, set.digest).map(({ code }) => code);
}

describe("a plan with a part taken out", () => {
  let plan: Plan;
  let closing: readonly Change[];
  let opening: readonly Change[];
  beforeAll(async () => {
    plan = await planned(open("claims"));
    const last = Math.max(...plan.changes.filter(({ impact }) => impact === "widens").map(({ step }) => step));
    closing = plan.changes.filter(({ impact, step }) => impact !== "widens" && step < last);
    opening = plan.changes.filter(({ impact }) => impact === "widens");
  });

  test("is whole while nothing is taken out", () => {
    expect([closing.length > 5, opening.length > 0]).toEqual([true, true]);
    expect(codes(forged(plan, plan.changes), plan.changes)).toEqual([]);
  });

  test("is refused whatever closing or preparing change is missing", () => {
    for (const missing of closing) {
      const saved = forged(
        plan,
        plan.changes.filter((change) => change !== missing),
      );
      const refusals = compareWithFresh(saved, plan.changes, set.digest);
      expect(refusals.map(({ code, message }) => [code, message.includes(`\`${readableAddress(missing.address)}\``)])).toEqual([
        ["LG5008", true],
      ]);
    }
  });

  test("is accepted when it opens nothing that the missing part would have closed", () => {
    expect(codes(forged(plan, closing), plan.changes)).toEqual([]);
    const [first] = closing;
    expect(codes(forged(plan, first === undefined ? [] : [first]), plan.changes)).toEqual([]);
  });
});

const isGuarding = ({ kind }: Change): boolean => ["iam-role-policy", "permission-set-policy", "s3-bucket-policy"].includes(kind);

/** A plan of the lake with everything in it, after an apply of these policies where they are given. */
async function plannedFull(earlier?: PolicySet): Promise<readonly [Plan, PolicySet]> {
  const lake = { ports: portsOf(fullSandbox()) };
  if (earlier !== undefined) await converge(lake, earlier);
  const full = fullPolicies();
  const { changes, desired } = await prepare(lake, full);
  const made = { ...header, policyDigest: full.digest, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" };
  return [planOf(made, desired, changes, []), full];
}

describe("guardrails and bucket policies, which close after everything else has opened", () => {
  test.each([
    ["are made", undefined, ["iam-role-policy", "permission-set-policy", "s3-bucket-policy"]],
    [
      "are made whole, as no location is new",
      fullPolicies({ groups: allGroups.split("\n---\n")[2] ?? "" }),
      ["iam-role-policy", "permission-set-policy"],
    ],
  ])("where they %s, none may be taken out of what opens", async (_when, earlier, kinds) => {
    const [{ changes, ...plan }, full] = await plannedFull(earlier);
    const closing = changes.filter((change) => isGuarding(change) && change.step >= 97);
    expect([...new Set(closing.map(({ kind }) => kind))].toSorted()).toEqual(kinds);
    for (const missing of closing) {
      const saved = forged(
        { changes, ...plan },
        changes.filter((change) => change !== missing),
      );
      const refusals = compareWithFresh(saved, changes, full.digest);
      expect(refusals.map(({ code, message }) => [code, message.includes(`\`${readableAddress(missing.address)}\``)])).toEqual([
        ["LG5008", true],
      ]);
    }
    const none = forged(
      { changes, ...plan },
      changes.filter((change) => !closing.includes(change)),
    );
    expect(compareWithFresh(none, changes, full.digest)).toMatchObject([{ code: "LG5008" }]);
    expect(compareWithFresh(forged({ changes, ...plan }, changes), changes, full.digest)).toEqual([]);
  });

  test("may be left out of a review of what opens nothing", async () => {
    const [plan, full] = await plannedFull();
    const closing = plan.changes.filter((change) => change.impact !== "widens" && !isGuarding(change));
    expect(closing.length).toBeGreaterThan(5);
    expect(compareWithFresh(forged(plan, closing), plan.changes, full.digest)).toEqual([]);
  });
});

async function appear({ sandbox }: GovernedLake, name: string): Promise<void> {
  const StorageDescriptor = { Location: `s3://adw/${name}/new`, Columns: [{ Name: "ssn", Type: "string" }] };
  await clientsOf(sandbox).glue.send(new CreateTableCommand({ DatabaseName: name, TableInput: { Name: "new", StorageDescriptor } }));
}

describe("a table that everyone can read and that appeared after the review", () => {
  test("in a managed database must be closed first: the plan is refused", async () => {
    const lake = open("claims");
    const plan = await planned(lake);
    await appear(lake, "claims");
    const { changes } = await prepare(lake, set);
    expect(changes.map(({ address }) => address)).toContain("lf-grant/IAM_ALLOWED_PRINCIPALS/table/claims/new");
    const [refusal, ...others] = compareWithFresh(plan, changes, set.digest);
    expect([refusal?.code, others]).toEqual(["LG5008", []]);
    expect(refusal?.message).toContain("were not reviewed");
  });

  test("in a database that nobody manages keeps the location from being registered: the plan is refused", async () => {
    const lake = open("claims", "scratch");
    // Nothing below the location is open beside what the plan closes.
    const Principal = { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" };
    const Resource = { Table: { DatabaseName: "scratch", Name: "patients" } };
    await lake.ports.lakeFormation.batchRevokePermissions({ Entries: [{ Id: "0", Principal, Resource, Permissions: ["ALL"] }] });
    const plan = await planned(lake);
    expect(plan.changes.map(({ kind }) => kind)).toContain("lf-location");
    await appear(lake, "scratch");
    const { changes } = await prepare(lake, set);
    expect(codes(plan, changes)).toEqual(["LG5008"]);
  });
});

const stepsOf = (changes: readonly Change[]) => [...new Set(changes.map(({ step }) => step))];

describe("a plan whose order depends on the rest of the lake", () => {
  const lakeText = `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n`;
  const graded = (ssn: number, city: number, clearance: number) =>
    policies(
      lakeText,
      `kind: Classification\ndatabase: claims\ndefault: 3\nrules: [{match: "*.ssn", grade: ${ssn}}, {match: "*.city", grade: ${city}}]`,
      `kind: Group\nname: analysts\nclearance: ${clearance}\nprincipals: [{role: analyst}]`,
    );

  test("is what an apply would do, in another order, where somebody granted what the plan does not touch", async () => {
    const lake = open("claims");
    await converge(lake, graded(2, 3, 3));
    const next = graded(1, 2, 2);
    const saving = await prepare(lake, next);
    const plan = planOf(
      { ...header, policyDigest: next.digest, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" },
      saving.desired,
      saving.changes,
      [],
    );
    const Principal = { DataLakePrincipalIdentifier: roleArn("analyst") };
    const Resource = { Table: { DatabaseName: "claims", Name: "patients" } };
    const { Failures = [] } = await lake.ports.lakeFormation.batchGrantPermissions({
      Entries: [{ Id: "0", Principal, Resource, Permissions: ["SELECT", "DESCRIBE"] }],
    });
    expect(Failures).toEqual([]);

    const { changes } = await prepare(lake, next);
    expect(stepsOf(changes)).not.toEqual(stepsOf(plan.changes));
    expect(compareWithFresh(forged(plan, plan.changes), changes, next.digest)).toEqual([]);
    expect(reviewedChanges(plan, changes)).toEqual(changes);
  });
});

describe("a plan that calls its changes something else", () => {
  test("is refused for the action as for the impact, in words of its own", async () => {
    const plan = await planned(open("claims"));
    const widening = plan.changes.find(({ impact, action }) => impact === "widens" && action === "create");
    if (widening === undefined) throw new Error("nothing widens");
    for (const said of [{ impact: "neutral" }, { action: "update" }] as const) {
      const changes = plan.changes.map((change) => (change === widening ? { ...change, ...said } : change));
      const refusals = compareWithFresh(forged(plan, changes), plan.changes, set.digest);
      expect(refusals.map(({ code }) => code)).toEqual(["LG5008"]);
      expect(refusals[0]?.message).toContain(`something else than the plan says: \`${readableAddress(widening.address)}\` is a`);
      expect(refusals[0]?.message).toContain("and is a create that widens access now");
    }
  });
});
