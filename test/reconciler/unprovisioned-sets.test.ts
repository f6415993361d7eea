/** Permission sets with changes of others that wait, through plan, apply and saved plans. */

import { describe, expect, test } from "vitest";

import { isChangeOf } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import { compareWithFresh } from "../../src/reconciler/plan-file.ts";
import { planOf } from "../../src/reconciler/plan.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { fullPolicies, fullSandbox, theirs } from "../full-lake.ts";
import { provisionSet } from "../permission-set-definitions.ts";
import { converge, pending, perform, portsOf, prepare } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

/** Somebody adds `Allow iam:*` to the set `Analyst`, or attaches a managed policy, and provisions nothing. */
function change(sandbox: Sandbox, how: "statement" | "managed policy"): void {
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  const set = [...(instance?.permissionSets.values() ?? [])].find(({ name }) => name === "Analyst");
  if (instance === undefined || set === undefined) throw new Error("no set");
  const { definition } = set;
  const text = definition.inlinePolicy === "" ? JSON.stringify(theirs) : definition.inlinePolicy;
  const document = JSON.parse(text) as { readonly Statement: readonly object[] };
  const sneaked = { Sid: "TheirPending", Effect: "Allow", Action: "iam:*", Resource: "*" };
  const next =
    how === "statement"
      ? { inlinePolicy: JSON.stringify({ ...document, Statement: [...document.Statement, sneaked] }) }
      : { managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] };
  instance.permissionSets.set(set.arn, { ...set, definition: { ...definition, ...next } });
}

function ofSets(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((one) => {
    if (!isChangeOf(one, "permission-set-policy")) return [];
    const come = (one.after ?? one.before)?.waiting?.statements?.come.map(({ sid }) => sid ?? "");
    return [`${one.action} ${one.address} ${one.impact}${come === undefined ? "" : `, brings ${come.join(" ") || "what is not read"}`}`];
  });
}

const address = "permission-set-policy/Analyst/Lakegradeadw";

describe("a change of others that waits in a permission set", () => {
  test.each([
    ["statement", "TheirPending"],
    ["managed policy", "what is not read"],
  ] as const)("a %s: the plan says it, an apply carries it along, and the next plan is empty", async (how, told) => {
    const lake = open();
    await converge(lake, fullPolicies());
    change(lake.sandbox, how);
    const prepared = await prepare(lake, fullPolicies());
    expect(ofSets(prepared.changes)).toEqual([`update ${address} widens, brings ${told}`]);
    await converge(lake, fullPolicies(), prepared);
    expect(await pending(lake, fullPolicies())).toEqual([]);
  });

  test("is told of with the first guardrail on the set, too", async () => {
    const lake = open();
    change(lake.sandbox, "statement");
    const prepared = await prepare(lake, fullPolicies());
    const told = ofSets(prepared.changes).filter((line) => line.includes("Analyst"));
    expect(told[0]).toBe(`create ${address} widens, brings TheirPending`);
    expect(told.every((line) => line.includes(" widens, "))).toBe(true);
    expect(prepared.refusals.map(({ code }) => code)).toEqual(["LG5047"]);
    await provisionSet(lake, "Analyst");
    await converge(lake, fullPolicies());
    expect(await pending(lake, fullPolicies())).toEqual([]);
  });

  test("after the plan was reviewed makes it another plan", async () => {
    const lake = open();
    const before = await prepare(lake, fullPolicies());
    change(lake.sandbox, "managed policy");
    const after = await prepare(lake, fullPolicies());
    const header = { tool: { name: "lakegrade", version: "0" }, policies: [], policyDigest: "d", createdAt: "", today: "" };
    const saved = planOf(header, before.desired, before.changes, []);
    expect(compareWithFresh(saved, after.changes, "d").map(({ code }) => code)).toEqual(["LG5008"]);
  });

  test("after the plan was made is not carried along", async () => {
    const lake = open();
    const prepared = await prepare(lake, fullPolicies());
    change(lake.sandbox, "managed policy");
    const results = await perform(lake, prepared, fullPolicies());
    const failed = results.find((result) => result.change.address === address);
    expect(failed).toMatchObject({ status: "failed", error: expect.stringMatching(/permission set Analyst changed since the plan/) });
  });
});
