/** Guardrails through plan and apply: made in order, seen to have arrived, and gone with the policies that asked for them. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { policyJson } from "../../src/model/iam/format-policy.ts";
import { foreignSid } from "../../src/model/ours.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { allGroups, fullPolicies, fullSandbox, theirs } from "../full-lake.ts";
import { converge, pending, perform, portsOf, prepare } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

function guardrailChanges({ changes }: Prepared): readonly string[] {
  return changes
    .filter(({ kind }) => kind === "iam-role-policy" || kind === "permission-set-policy")
    .map(({ step, action, address, impact }) => `${step} ${action} ${address} ${impact}`);
}

/** The Sids in an inline policy of the role whose name begins so, without the lake's prefix. */
function sidsOn({ account: { iam } }: Sandbox, role: string): readonly string[] {
  const [found] = [...iam.roles.values()].filter(({ name }) => name.startsWith(role));
  const documents = [...(found?.inline.values() ?? [])].map(
    (text) => JSON.parse(text) as { readonly Statement: readonly { readonly Sid?: string }[] },
  );
  return documents.flatMap(({ Statement }) => Statement.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid.replace("Lakegradeadw", "")])));
}

describe("on first adoption", () => {
  test("what guardrails allow comes after IAM_ALLOWED_PRINCIPALS has gone and before locations, what they deny after; then nothing is left", async () => {
    const lake = open();
    const prepared = await converge(lake, fullPolicies());
    expect(guardrailChanges(prepared)).toEqual([
      "92 create iam-role-policy/batch/lakegrade-adw widens",
      "92 create iam-role-policy/etl/lakegrade-adw widens",
      "92 create iam-role-policy/exec/lakegrade-adw widens",
      "92 create permission-set-policy/Analyst/Lakegradeadw widens",
      "92 create permission-set-policy/Steward/Lakegradeadw widens",
      "97 update iam-role-policy/batch/lakegrade-adw narrows",
      "97 update iam-role-policy/etl/lakegrade-adw narrows",
      "97 update iam-role-policy/exec/lakegrade-adw narrows",
      "97 update permission-set-policy/Analyst/Lakegradeadw narrows",
      "97 update permission-set-policy/Steward/Lakegradeadw narrows",
    ]);
    const steps = new Map(prepared.changes.map(({ kind, step }) => [kind, step]));
    expect([steps.get("glue-database-defaults"), steps.get("lf-location"), steps.get("s3-bucket-policy")]).toEqual([90, 94, 99]);
    expect(await pending(lake, fullPolicies())).toEqual([]);
    // The direct readers of the bucket are spared; everybody else is kept off its objects, also through the role of the set.
    expect(sidsOn(lake.sandbox, "etl")).not.toContain("DenyObjects");
    for (const role of ["batch", "exec", "AWSReservedSSO_Analyst_", "AWSReservedSSO_Steward_"])
      expect(sidsOn(lake.sandbox, role)).toContain("DenyObjects");
  });

  test("an apply that breaks off before the location leaves guardrails that deny nothing", async () => {
    const lake = open();
    const prepared = await prepare(lake, fullPolicies());
    let interrupted = false;
    await perform(lake, prepared, fullPolicies(), {
      isInterrupted: () => interrupted,
      onOutcome: ({ step }) => {
        interrupted = step === 92;
      },
    });
    expect(sidsOn(lake.sandbox, "batch").some((sid) => sid.startsWith("Deny"))).toBe(false);
    await converge(lake, fullPolicies());
    expect(sidsOn(lake.sandbox, "batch")).toContain("DenyGovernance");
  });
});

test("a guardrail is written whole where no location is new", async () => {
  const lake = open();
  const [analysts = "", ...others] = allGroups.split("\n---\n");
  const without = others.join("\n---\n");
  await converge(lake, fullPolicies({ groups: without }));
  const prepared = await converge(lake, fullPolicies());
  expect(analysts).toContain("Analyst");
  expect(guardrailChanges(prepared)).toEqual([
    "97 create iam-role-policy/batch/lakegrade-adw widens",
    "97 create permission-set-policy/Analyst/Lakegradeadw widens",
    "97 create permission-set-policy/Steward/Lakegradeadw widens",
  ]);
});

const loaders = allGroups.split("\n---\n")[2] ?? "";
const group = (name: string, principals: string, guardrail = "manage"): string =>
  `kind: Group\nname: ${name}\nclearance: 3\nguardrail: ${guardrail}\nprincipals: [${principals}]\ndomains: [claims]`;

test.each([
  ["with their groups, while another group needs Identity Center", [loaders, group("x", "{permissionSet: Steward}")], ["Analyst"]],
  ["with the last group that needs Identity Center", [loaders], ["Analyst", "Steward"]],
])("guardrails go %s, and what others wrote stays", async (_when, groups, sets) => {
  const lake = open();
  await converge(lake, fullPolicies());
  const policies = fullPolicies({ groups: groups.join("\n---\n") });
  expect(guardrailChanges(await converge(lake, policies))).toEqual([
    "97 delete iam-role-policy/batch/lakegrade-adw widens",
    "97 delete iam-role-policy/exec/lakegrade-adw widens",
    ...sets.map((set) => `97 delete permission-set-policy/${set}/Lakegradeadw widens`),
  ]);
  expect(await pending(lake, policies)).toEqual([]);
  // Nothing of this lake is left: Identity Center is not asked any more.
  const asked = lake.sandbox.calls().get("sso:ListInstances");
  await prepare(lake, policies);
  expect(lake.sandbox.calls().get("sso:ListInstances") === asked).toBe(sets.includes("Steward"));
  const set = [...lake.sandbox.account.organization.identityCenter.instances.values()].flatMap(({ permissionSets }) => [
    ...permissionSets.values(),
  ]);
  expect(set.find(({ name }) => name === "Analyst")?.definition.inlinePolicy).toBe(JSON.stringify(theirs));
});

/** Where LGF703 says that ours stay. */
function keptOf(prepared: Prepared): readonly unknown[] {
  return assess(prepared).flatMap(({ code, message, evidence }) =>
    code === "LGF703" && message.includes("is kept as it is until they are there") ? [evidence["kept"]] : [],
  );
}

test.each(["emit", "report"] as const)(
  "under `%s` ours stay, and are told, until what others write is in place; then they go",
  async (mode) => {
    const lake = open();
    await converge(lake, fullPolicies());
    const policies = fullPolicies({
      groups: [loaders, group("x", "{permissionSet: Analyst}", mode), group("y", "{role: batch}", mode)].join("\n---\n"),
    });
    const prepared = await converge(lake, policies);
    expect(guardrailChanges(prepared).map((change) => change.split(" ")[2])).toEqual([
      "iam-role-policy/exec/lakegrade-adw",
      "permission-set-policy/Steward/Lakegradeadw",
    ]);
    expect(keptOf(prepared)).toEqual(["permission-set-policy/Analyst/Lakegradeadw", "iam-role-policy/batch/lakegrade-adw"]);
    expect(await pending(lake, policies)).toEqual([]);

    const { ssoAdmin } = lake.ports.identityCenter;
    const [instance] = lake.sandbox.account.organization.identityCenter.instances.values();
    const [PermissionSetArn] = [...(instance?.permissionSets ?? [])].find(([, { name }]) => name === "Analyst") ?? [];
    const set = { InstanceArn: instance?.arn, PermissionSetArn };
    for (const { principal, statements } of prepared.desired.guardrails ?? []) {
      const named = statements.map(({ sid = "", ...statement }) => ({ ...statement, sid: foreignSid(sid) }));
      const document = policyJson({ version: "2012-10-17", statements: named });
      if (principal.endsWith("/batch")) {
        await lake.ports.iam.putRolePolicy({ RoleName: "batch", PolicyName: "theirs", PolicyDocument: JSON.stringify(document) });
      } else {
        const { InlinePolicy = "" } = await ssoAdmin.getInlinePolicyForPermissionSet(set);
        const before = JSON.parse(InlinePolicy) as { readonly Statement: readonly unknown[] };
        const { Statement: emitted } = JSON.parse(JSON.stringify(document)) as { readonly Statement: readonly unknown[] };
        await ssoAdmin.putInlinePolicyToPermissionSet({
          ...set,
          InlinePolicy: JSON.stringify({ ...before, Statement: [...before.Statement, ...emitted] }),
        });
        await ssoAdmin.provisionPermissionSet({ ...set, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
      }
    }
    const after = await converge(lake, policies);
    expect(guardrailChanges(after).map((change) => change.split(" ").slice(1, 3).join(" "))).toEqual([
      "delete iam-role-policy/batch/lakegrade-adw",
      "delete permission-set-policy/Analyst/Lakegradeadw",
    ]);
    const last = await prepare(lake, policies);
    expect([last.changes, assess(last).filter(({ code }) => code === "LGF703")]).toEqual([[], []]);
  },
);

test("a guardrail that somebody took away or changed comes back", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  await lake.ports.iam.deleteRolePolicy({ RoleName: "batch", PolicyName: "lakegrade-adw" });
  const opened = { Version: "2012-10-17", Statement: { Sid: "LakegradeadwDenyObjects", Effect: "Allow", Action: "s3:*", Resource: "*" } };
  await lake.ports.iam.putRolePolicy({ RoleName: "exec", PolicyName: "lakegrade-adw", PolicyDocument: JSON.stringify(opened) });
  expect(guardrailChanges(await converge(lake, fullPolicies()))).toEqual([
    "97 create iam-role-policy/batch/lakegrade-adw widens",
    "97 update iam-role-policy/exec/lakegrade-adw widens",
  ]);
});

test("where Identity Center may not be asked the guardrails of roles are planned, those of permission sets neither made nor taken away", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  lake.sandbox.setFaults({ denied: ["sso:*"] });
  const groups = allGroups
    .replace("{identityCenterGroup: fraud, through: [exec]}", "{role: exec}")
    .replace("{permissionSet: Analyst}, ", "");
  const prepared = await prepare(lake, fullPolicies({ groups: groups.replace("{role: batch}", "{role: OtherRegistration}") }));
  expect(prepared.refusals).toEqual([]);
  expect(prepared.live.unread).toMatchObject([{ kind: "permission-set-policy", isolated: true }]);
  expect(guardrailChanges(prepared).map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
    "create iam-role-policy/OtherRegistration/lakegrade-adw",
    "delete iam-role-policy/batch/lakegrade-adw",
  ]);
});

test("a set that Identity Center does not have is refused, with what it has", async () => {
  const lake = open();
  const instance = [...lake.sandbox.account.organization.identityCenter.instances.values()][0];
  for (const [arn, set] of instance?.permissionSets ?? [])
    if (set.name === "Analyst") instance?.permissionSets.set(arn, { ...set, name: "Analysts" });
  const { refusals } = await prepare(lake, fullPolicies());
  expect(refusals).toMatchObject([
    { code: "LG5030", message: "Identity Center in ap-northeast-2 has no permission set `Analyst`", help: "did you mean `Analysts`?" },
  ]);
});

test("a snapshot of people is read back as it was, and plans the same", async () => {
  const lake = open();
  const { live, desired, changes } = await prepare(lake, fullPolicies());
  const parsed = parseSnapshot(formatSnapshot(live, { name: "lakegrade", version: "0" }), "snapshot.json");
  if ("diagnostic" in parsed) throw new Error(parsed.diagnostic.message);
  expect([parsed.live.facts, parsed.live.roles]).toEqual([live.facts, live.roles]);
  expect((await reconcile(parsed.live, desired, undefined)).changes).toEqual(changes);
});

test("a set whose inline policy is not understood stays as it is and is told of; all other guardrails are made", async () => {
  const lake = open();
  const { ssoAdmin } = lake.ports.identityCenter;
  const getInlinePolicyForPermissionSet: typeof ssoAdmin.getInlinePolicyForPermissionSet = async (input) => {
    const answer = await ssoAdmin.getInlinePolicyForPermissionSet(input);
    return answer.InlinePolicy === JSON.stringify(theirs) ? { ...answer, InlinePolicy: "{" } : answer;
  };
  const identityCenter = { ...lake.ports.identityCenter, ssoAdmin: { ...ssoAdmin, getInlinePolicyForPermissionSet } };
  const prepared = await converge({ ports: { ...lake.ports, identityCenter } }, fullPolicies());
  const guarded = [...new Set(guardrailChanges(prepared).map((line) => line.split(" ")[2]))];
  expect(guarded).toEqual([
    ...["batch", "etl", "exec"].map((role) => `iam-role-policy/${role}/lakegrade-adw`),
    "permission-set-policy/Steward/Lakegradeadw",
  ]);
  expect(assess(prepared).filter(({ code }) => code === "LGF701")).toMatchObject([
    { status: "unknown", evidence: { count: 1, examples: ["Analyst"], reasons: ["the policy is not JSON"] } },
  ]);
});

test.each([
  ["of this lake stops the plan", "adw", ["LG5002"]],
  ["of another lake stops nothing, and is told of", "adw-2", []],
])("a role policy that is not understood and goes by the name %s", async (_what, name, codes) => {
  const lake = open();
  lake.sandbox.account.iam.roles.get("batch")?.inline.set(`lakegrade-${name}`, "{no");
  const prepared = await prepare(lake, fullPolicies());
  expect(prepared.refusals.map(({ code }) => code)).toEqual(codes);
  expect(assess(prepared).filter(({ code }) => code === "LGF503")).toMatchObject([
    { message: `policy lakegrade-${name} of role batch could not be read: the policy is not JSON` },
  ]);
});
