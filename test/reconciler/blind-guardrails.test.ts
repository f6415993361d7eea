/** Guardrails of which a write may open more than a plan knows of: written once, and refused where a location needs them earlier (LG5047). */

import { describe, expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import { isChangeOf, specsOf, subjectOf } from "../../src/kinds/specs.ts";
import { statementJson } from "../../src/model/iam/format-policy.ts";
import { permissionSetOf } from "../../src/model/principal.ts";
import type { LiveState } from "../../src/model/state.ts";
import { seedBucket } from "../../src/sandbox/seed.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, pending, perform, portsOf, prepare, readAs } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";
import { attachManaged, dropOurs, provisionSet } from "../permission-set-definitions.ts";

const withoutSteward = allGroups.replace("{permissionSet: Steward}, ", "");
const next = fullPolicies({ registration: "OtherRegistration" });

/** A second closed bucket, and the registration role of its location. */
const both = (role: string): PolicySet =>
  fullPolicies({
    buckets: false,
    groups: `${allGroups}\n---\nkind: Bucket\nname: adw-claims\nkey: alias/adw\ndirectAccess: [loaders]\n---\nkind: Bucket\nname: raw\nkey: alias/adw\ndirectAccess: []`,
    locations: `[{path: "s3://adw-claims/claims", role: LakeRegistration}, {path: "s3://raw", role: ${role}}]`,
  });

/** These buckets with their `directAccess`. */
function buckets(access: Readonly<Record<string, string>>): PolicySet {
  const documents = Object.entries(access).map(
    ([name, direct]) => `\n---\nkind: Bucket\nname: ${name}\nkey: alias/adw\ndirectAccess: ${direct}`,
  );
  return fullPolicies({
    buckets: false,
    groups: `${allGroups}${documents.join("")}`,
    locations: '[{path: "s3://adw-claims/claims", role: LakeRegistration}, {path: "s3://raw", role: LakeRegistration}]',
  });
}

async function lakeOf(set: PolicySet = fullPolicies()): Promise<GovernedLake> {
  const sandbox = fullSandbox();
  const lake = { sandbox, ports: portsOf(sandbox) };
  await converge(lake, set);
  return lake;
}

/** The changes of a permission set, or of a role's guardrail. */
function stepsOf({ changes }: Prepared, name: string): readonly string[] {
  return changes.flatMap((change) => {
    const isOfSet = isChangeOf(change, "permission-set-policy") && subjectOf(change).permissionSet === name;
    const isOfRole = isChangeOf(change, "iam-role-policy") && subjectOf(change).role === name;
    return isOfSet || isOfRole ? [`${change.step} ${change.action}`] : [];
  });
}

const refusalsOf = ({ refusals }: Prepared): readonly string[] =>
  refusals.map(({ code, message, help = "" }) => `${code} ${message}: ${help}`);

/** The inline policies of the set's role. */
const heldBy = ({ roles }: LiveState, set: string): string =>
  JSON.stringify(roles.filter((role) => permissionSetOf(role) === set).map(({ policies }) => policies?.inline));

describe("a permission set whose definition lost our statements, while its role holds them still", () => {
  test("gets them back in one change, and the role is without its denies at no moment", async () => {
    const lake = await lakeOf();
    await dropOurs(lake, "Steward");
    const prepared = await prepare(lake, fullPolicies());
    expect(stepsOf(prepared, "Steward")).toEqual(["97 update"]);
    let looks = 0;
    await perform(lake, prepared, fullPolicies(), {
      pause: async () => {
        looks += 1;
        expect(heldBy(await readAs(lake.ports, fullPolicies()), "Steward")).toContain("LakegradeadwDenyObjects");
      },
    });
    expect(looks).toBeGreaterThan(0);
    expect(await pending(lake, fullPolicies())).toEqual([]);
  });

  test("and whose group lets it go loses them in one change, at the end", async () => {
    const lake = await lakeOf();
    await dropOurs(lake, "Steward");
    const without = fullPolicies({ groups: withoutSteward });
    const prepared = await prepare(lake, without);
    expect(stepsOf(prepared, "Steward")).toEqual(["97 delete"]);
    await converge(lake, without, prepared);
    expect(heldBy(await readAs(lake.ports, without), "Steward")).not.toContain("Lakegrade");
  });

  test("is not to be provisioned before a new registration role: LG5047 says to have it written first", async () => {
    const lake = await lakeOf();
    await dropOurs(lake, "Steward");
    const prepared = await prepare(lake, next);
    expect(refusalsOf(prepared)).toEqual([
      "LG5047 the guardrail of permission set `Steward` is needed before the policy of a bucket spares a new registration role, and to write it is to provision what else waits in the set: apply the policies with `Lake.locations` as it was, which writes the guardrail anew, then plan with the change of it",
    ]);
    await converge(lake, fullPolicies());
    await converge(lake, next);
    expect(await pending(lake, next)).toEqual([]);
  });
});

describe("a permission set in which changes of others wait", () => {
  test("is to be provisioned before a new registration role (LG5047); then its guardrail comes before the bucket's policy", async () => {
    const lake = await lakeOf();
    attachManaged(lake, "Analyst");
    const refused = await prepare(lake, next);
    expect(stepsOf(refused, "Analyst")).toEqual(["100 update"]);
    expect(refusalsOf(refused)).toEqual([
      expect.stringMatching(
        /^LG5047 the guardrail of permission set `Analyst` .*: look at what waits, provision the permission set `Analyst` as it is \(`aws sso-admin provision-permission-set --instance-arn arn:aws:sso:::instance\/\S+ --permission-set-arn arn:aws:sso:::permissionSet\/\S+ --target-type ALL_PROVISIONED_ACCOUNTS`, or in the console\), then plan again$/,
      ),
    ]);
    await provisionSet(lake, "Analyst");
    const prepared = await prepare(lake, next);
    expect(stepsOf(prepared, "Analyst")).toEqual(["92 update", "100 update"]);
    await converge(lake, next, prepared);
    expect(await pending(lake, next)).toEqual([]);
  });

  test("is written last where no location changes, and where its role is denied the new registration role already", async () => {
    const sandbox = fullSandbox();
    seedBucket(sandbox, "raw");
    const lake = { sandbox, ports: portsOf(sandbox) };
    await converge(lake, both("OtherRegistration"));
    attachManaged(lake, "Analyst");
    const still = await prepare(lake, both("OtherRegistration"));
    expect([stepsOf(still, "Analyst"), refusalsOf(still)]).toEqual([["97 update"], []]);
    const moved = await prepare(lake, both("LakeRegistration"));
    expect([stepsOf(moved, "batch"), stepsOf(moved, "Analyst"), refusalsOf(moved)]).toEqual([["100 update"], ["100 update"], []]);
    expect(moved.changes.map(({ kind, step }) => `${step} ${kind}`)).toContain("93 s3-bucket-policy");
    await converge(lake, both("LakeRegistration"), moved);
    expect(await pending(lake, both("LakeRegistration"))).toEqual([]);
  });
});

test("a guardrail that waits for provisioning is not written after a bucket that opens while another closes: LG5047", async () => {
  const sandbox = fullSandbox();
  seedBucket(sandbox, "raw");
  const lake = { sandbox, ports: portsOf(sandbox) };
  await converge(lake, buckets({ "adw-claims": "[loaders]" }));
  attachManaged(lake, "Analyst");
  const opening = { "adw-claims": "[loaders, {role: LakegradePlan}]", raw: "[]" };
  expect(refusalsOf(await prepare(lake, buckets(opening)))).toEqual([
    expect.stringMatching(
      /^LG5047 the guardrail of permission set `Analyst` is needed before the policy of a bucket opens, .* provision the permission set `Analyst` as it is /,
    ) as string,
  ]);
  // One of both alone is not refused.
  expect(refusalsOf(await prepare(lake, buckets({ ...opening, "adw-claims": "[loaders]" })))).toEqual([]);
  await provisionSet(lake, "Analyst");
  await converge(lake, buckets(opening));
  expect(await pending(lake, buckets(opening))).toEqual([]);
});

describe("after an apply that could not provision a guardrail", () => {
  test("of a new registration role, the set is provisioned as it is, and a new plan goes on", async () => {
    const lake = await lakeOf();
    lake.sandbox.setFaults({ denied: ["sso:ProvisionPermissionSet"] });
    const results = await perform(lake, await prepare(lake, next), next);
    expect(results.filter(({ status }) => status === "failed").map(({ change }) => change.step)).toContain(92);
    lake.sandbox.setFaults({ denied: [] });
    const refused = refusalsOf(await prepare(lake, next));
    expect(refused.length).toBeGreaterThan(0);
    for (const line of refused) expect(line).toMatch(/^LG5047 .* provision the permission set `\w+` as it is /);
    const live = await readAs(lake.ports, next);
    const before = heldBy(live, "Analyst");
    await provisionSet(lake, "Analyst");
    await provisionSet(lake, "Steward");
    expect(heldBy(await readAs(lake.ports, next), "Analyst").length).toBeGreaterThan(before.length);
    await converge(lake, next);
    expect(await pending(lake, next)).toEqual([]);
  });

  test("of the first adoption, a new plan goes on at once", async () => {
    const sandbox = fullSandbox();
    const lake = { sandbox, ports: portsOf(sandbox) };
    sandbox.setFaults({ denied: ["sso:ProvisionPermissionSet"] });
    await perform(lake, await prepare(lake, fullPolicies()), fullPolicies());
    sandbox.setFaults({ denied: [] });
    await converge(lake, fullPolicies());
    expect(await pending(lake, fullPolicies())).toEqual([]);
  });
});

test("a role's guardrail that somebody changed so that it is not understood is to be written before a new registration role: LG5047", async () => {
  const lake = await lakeOf();
  const live = await readAs(lake.ports, fullPolicies());
  const ours = specsOf(live.resources, "iam-role-policy").find(([, { role }]) => role === "batch")?.[1];
  if (ours === undefined) throw new Error("no guardrail");
  const [first, ...rest] = ours.statements.map(statementJson);
  // IAM may come to take elements that this version does not know; the sandbox takes none.
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...first, Surprise: "x" }, ...rest] });
  lake.sandbox.account.iam.roles.get("batch")?.inline.set(ours.policy, document);
  expect(refusalsOf(await prepare(lake, next))).toEqual([
    expect.stringMatching(
      /^LG5047 the guardrail of role `batch` is needed .* its statement `\w+` is not understood, .*: apply the policies with/,
    ),
  ]);
  await converge(lake, fullPolicies());
  await converge(lake, next);
  expect(await pending(lake, next)).toEqual([]);
});
