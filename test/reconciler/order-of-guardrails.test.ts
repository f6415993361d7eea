/** Guardrails that let go beside bucket policies that close: nobody reads in between what they read neither before nor after. */

import { describe, expect, test } from "vitest";

import { viewAfter } from "../../src/access/account-after.ts";
import { viewOf } from "../../src/access/account-view.ts";
import type { AccountView } from "../../src/access/account-view.ts";
import { callerOf } from "../../src/access/bucket-writers.ts";
import { judge } from "../../src/access/judge.ts";
import { judgeRead, policiesOf } from "../../src/access/simulate-write.ts";
import { serviceRequest } from "../../src/access/write-requests.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { compareWithFresh, formatPlan, parsePlan } from "../../src/reconciler/plan-file.ts";
import { isChangeOf, subjectOf } from "../../src/kinds/specs.ts";
import { policyJson } from "../../src/model/iam/format-policy.ts";
import { inlinePolicyQuota } from "../../src/model/policy-quotas.ts";
import { planOf } from "../../src/reconciler/plan.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, pending, perform, portsOf, prepare, roleArn } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";
import { registrationTrust } from "../registration-trust.ts";

const guardrails = ["iam-role-policy", "permission-set-policy"];

/** Who may read any object by themselves, as far as their own policies say. */
const own = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: ["s3:*", "kms:*", "sts:AssumeRole"], Resource: "*" },
});

const bucket = (more = ""): string => `kind: Bucket\nname: adw-claims\nkey: alias/adw\n${more}`;
const closed = bucket("directAccess: [loaders]");
const withoutBatch = allGroups.replace(", {role: batch}", "");
const withoutSteward = allGroups.replace("{permissionSet: Steward}, ", "");

const lakeOf = (groups: string, document: string, more = {}): PolicySet =>
  fullPolicies({ buckets: false, groups: `${groups}\n---\n${document}`, ...more });

async function open(...roles: readonly string[]): Promise<GovernedLake> {
  const sandbox = fullSandbox();
  const lake = { sandbox, ports: portsOf(sandbox) };
  for (const RoleName of roles) await lake.ports.iam.putRolePolicy({ RoleName, PolicyName: "own", PolicyDocument: own });
  return lake;
}

/** The steps of guardrails and bucket policies, as `step action what`. */
function stepsOf({ changes }: Prepared): readonly string[] {
  return changes
    .filter(({ kind }) => guardrails.includes(kind) || kind === "s3-bucket-policy")
    .map(({ step, action, address, impact }) => `${step} ${action} ${address.replace(/^[a-z0-9-]+\//, "").replace(/\/.*$/, "")} ${impact}`);
}

/** Whether a role reads an object by itself: before all changes, and after each of them. */
function readsOf({ live, changes }: Prepared, role: string): readonly boolean[] {
  const before = viewOf(live);
  return Array.from({ length: changes.length + 1 }, (_, done) => readsIn(viewAfter(before, changes.slice(0, done)), role));
}

function readsIn(view: AccountView, role: string): boolean {
  const found = view.buckets.get("adw-claims");
  const caller = callerOf(view, roleArn(role));
  if (found === undefined || caller === undefined) throw new Error("no such bucket or role");
  return judgeRead(view, found, "claims/patients/0", caller).result !== "denied";
}

describe("who leaves a group while the bucket is closed to everybody else", () => {
  test("never reads its objects, wherever the apply breaks off", async () => {
    const lake = await open("batch");
    await converge(lake, lakeOf(allGroups, bucket()));
    const next = lakeOf(withoutBatch, closed);
    const prepared = await prepare(lake, next);
    expect(new Set(readsOf(prepared, "batch"))).toEqual(new Set([false]));
    const steps = stepsOf(prepared);
    expect(steps.filter((line) => line.includes("batch"))).toEqual(["97 update batch narrows", "100 delete batch widens"]);
    expect(steps).toContain("99 update adw-claims narrows");
    await converge(lake, next, prepared);
    expect(await pending(lake, next)).toEqual([]);
  });

  test("is kept off for good where the bucket's policy cannot be written, and a new plan ends it", async () => {
    const lake = await open("batch");
    await converge(lake, lakeOf(allGroups, bucket()));
    const next = lakeOf(withoutBatch, closed);
    const prepared = await prepare(lake, next);
    lake.sandbox.setFaults({ denied: ["s3:PutBucketPolicy"] });
    const results = await perform(lake, prepared, next);
    const last = results.filter(({ change }) => change.step >= 99 && !change.address.includes("Analyst"));
    expect(last.map(({ change, status }) => `${change.step} ${status}`)).toContain("100 not-attempted");
    lake.sandbox.setFaults({ denied: [] });
    const again = await prepare(lake, next);
    expect(new Set(readsOf(again, "batch"))).toEqual(new Set([false]));
    await converge(lake, next, again);
    expect(await pending(lake, next)).toEqual([]);
  });

  test("through a permission set is held off by what stays of its guardrail, beside the statements of others", async () => {
    const lake = await open();
    await converge(lake, lakeOf(allGroups, bucket()));
    const next = lakeOf(withoutSteward, closed);
    const prepared = await prepare(lake, next);
    expect(stepsOf(prepared).filter((line) => line.includes("Steward"))).toEqual([
      "97 update Steward narrows",
      "100 delete Steward widens",
    ]);
    await converge(lake, next, prepared);
    expect(await pending(lake, next)).toEqual([]);
  });
});

test("who stays in the group loses the denies that the bucket's policy takes over only after it has", async () => {
  const lake = await open("batch");
  await converge(lake, lakeOf(allGroups, bucket()));
  const prepared = await prepare(lake, lakeOf(allGroups, closed));
  expect(stepsOf(prepared).filter((line) => /batch|adw-claims/.test(line))).toEqual([
    "99 update adw-claims narrows",
    "100 update batch widens",
  ]);
});

test("a guardrail that denies and lets go beside a bucket's policy that closes does both, each at its time", async () => {
  const lake = await open("etl");
  const second = seedBucketOf(lake);
  await converge(lake, lakeOf(allGroups, bucket()));
  const next = lakeOf(allGroups, `${bucket("directAccess: [{role: etl}]")}\n---\n${second}`);
  const prepared = await prepare(lake, next);
  expect(stepsOf(prepared).filter((line) => line.includes("etl"))).toEqual(["97 update etl narrows", "100 update etl widens"]);
  const reads = readsOf(prepared, "etl");
  // Open afterwards: from the moment at which it is, and not before.
  expect([reads[0], reads.at(-1), reads.toSorted((a, b) => Number(a) - Number(b))]).toEqual([false, true, reads]);
  await converge(lake, next, prepared);
  expect(await pending(lake, next)).toEqual([]);
});

/** Another bucket, and its document. */
function seedBucketOf({ sandbox }: GovernedLake): string {
  seedBucket(sandbox, "raw");
  seedAlias(sandbox, "alias/raw", seedKey(sandbox));
  return "kind: Bucket\nname: raw\nkey: alias/raw";
}

/** A policy that a Sid of this length fills. */
const padded = (length: number): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Sid: "x".repeat(length), Effect: "Allow", Action: "s3:*", Resource: "*" } });

test("a guardrail that would be too long in between is refused, and one that fits is not: LG5020", async () => {
  const lake = await open("etl");
  const second = seedBucketOf(lake);
  await converge(lake, lakeOf(allGroups, bucket()));
  const next = lakeOf(allGroups, `${bucket("directAccess: [{role: etl}]")}\n---\n${second}`);
  const { changes } = await prepare(lake, next);
  const [both = 0, last = 0] = changes.flatMap((change) =>
    isChangeOf(change, "iam-role-policy") && subjectOf(change).role === "etl"
      ? [JSON.stringify(policyJson({ version: "2012-10-17", statements: change.after?.statements ?? [] })).length]
      : [],
  );
  expect(both).toBeGreaterThan(last);
  const refusals = async (room: number): Promise<readonly string[]> => {
    const length = inlinePolicyQuota - room - own.length - padded(0).length;
    await lake.ports.iam.putRolePolicy({ RoleName: "etl", PolicyName: "padding", PolicyDocument: padded(length) });
    return (await prepare(lake, next)).refusals.map(({ code, message }) => `${code} ${message}`);
  };
  expect(await refusals(both)).toEqual([]);
  expect(await refusals(both - 1)).toEqual([
    expect.stringMatching(/^LG5020 the inline policies of role `etl` would have 10241 characters during the apply/),
  ]);
});

test("a guardrail goes at once where no bucket's policy closes", async () => {
  const lake = await open("batch");
  await converge(lake, lakeOf(allGroups, closed));
  const prepared = await prepare(lake, lakeOf(withoutBatch, closed));
  expect(stepsOf(prepared)).toEqual(["97 delete batch widens"]);
});

const trust = registrationTrust(account);

test("nobody becomes a new registration role before that is denied, and the old one is denied until the bucket no longer spares it", async () => {
  const lake = await open("batch", "OtherRegistration", "LakeRegistration");
  await converge(lake, lakeOf(allGroups, closed));
  const prepared = await prepare(lake, lakeOf(allGroups, closed, { registration: "OtherRegistration" }));
  expect(stepsOf(prepared).filter((line) => /batch|adw-claims/.test(line))).toEqual([
    "92 update batch narrows",
    "93 update adw-claims widens",
    "99 update adw-claims narrows",
    "100 update batch widens",
  ]);
  const before = viewOf(prepared.live);
  for (let done = 0; done <= prepared.changes.length; done += 1) {
    const view = viewAfter(before, prepared.changes.slice(0, done));
    const caller = callerOf(view, roleArn("batch"));
    if (caller === undefined) throw new Error("no such role");
    const opened = ["LakeRegistration", "OtherRegistration"].filter((role) => {
      const becomes = judge(serviceRequest(view, caller.principal, "sts:AssumeRole", roleArn(role)), policiesOf(caller, trust));
      return becomes.result !== "denied" && readsIn(view, role);
    });
    expect(opened).toEqual([]);
  }
});

test("a saved plan of both parts is read back, and refused where the part that denies is missing", async () => {
  const lake = await open("batch");
  await converge(lake, lakeOf(allGroups, bucket()));
  const next = lakeOf(withoutBatch, closed);
  const { changes, desired } = await prepare(lake, next);
  const header = { tool: { name: "lakegrade", version: "0" }, policies: ["policies"], policyDigest: next.digest };
  const made = { ...header, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" };
  const plan = planOf(made, desired, changes, []);
  expect(parsePlan(formatPlan(plan), "plan.json")).toEqual({ plan: JSON.parse(formatPlan(plan)) as unknown });
  expect(compareWithFresh(plan, changes, next.digest)).toEqual([]);
  for (const step of [97, 99]) {
    const some = planOf(
      made,
      desired,
      changes.filter((change) => change.step !== step),
      [],
    );
    expect(compareWithFresh(some, changes, next.digest)).toMatchObject([{ code: "LG5008" }]);
  }
});
