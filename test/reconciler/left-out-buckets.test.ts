/** Looking at an account where a bucket or its key is not there or cannot be used: the rest is compared all the same. */

import { expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import type { Compilation } from "../../src/compiler/compile.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { guardReading } from "../../src/reconciler/guard/guard.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, portsOf, readAs } from "../governed-lake.ts";

const policies = fullPolicies();

/** The codes of what is absent, and of other errors. */
function codesOf({ absent, diagnostics }: Compilation): readonly (readonly string[])[] {
  return [absent, diagnostics.filter(({ severity }) => severity === "error")].map((found) => found.map(({ code }) => code));
}

/** The codes and the changed addresses that looking at the account shows, after this has happened to a governed lake. */
async function lookAfter(happens: (sandbox: Sandbox) => Promise<unknown> | void) {
  const sandbox = fullSandbox();
  const ports = portsOf(sandbox);
  await converge({ ports }, policies);
  await happens(sandbox);
  const live = await readAs(ports, policies);
  expect(guardReading(live, "adw")).toEqual([]);
  const looking = compile(policies, surroundingsOf(live), { absent: "report" });
  const planning = compile(policies, surroundingsOf(live));
  expect([planning.state, planning.absent]).toEqual([undefined, []]);
  if (looking.state === undefined) throw new Error(`not compared: ${codesOf(looking).join(" and ")}`);
  const { changes, refusals } = await reconcile(live, looking.state, ports);
  return {
    codes: codesOf(looking),
    planned: codesOf(planning),
    refusals,
    changed: changes.map(({ action, address }) => `${action} ${address}`),
  };
}

function disableKeys({ account: { kms } }: Sandbox): void {
  for (const [id, key] of kms.keys) kms.keys.set(id, { ...key, state: "Disabled" });
}

test.each([
  ["LG4025: a disabled key", "LG4025", disableKeys],
  ["LG3035: a key without its alias", "LG3035", (sandbox: Sandbox) => void sandbox.account.kms.aliases.delete("alias/adw")],
  ["LG3034: a bucket that is gone", "LG3034", (sandbox: Sandbox) => void sandbox.account.s3.buckets.delete("adw-claims")],
])("%s leaves out its bucket alone", async (_what, code, happens) => {
  const quiet = await lookAfter(happens);
  expect(quiet).toEqual({ codes: [[code], []], planned: [[], [code]], refusals: [], changed: [] });
  const { changed } = await lookAfter(async (sandbox) => {
    happens(sandbox);
    await portsOf(sandbox).iam.deleteRolePolicy({ RoleName: "batch", PolicyName: "lakegrade-adw" });
  });
  expect(changed).toEqual(["create iam-role-policy/batch/lakegrade-adw"]);
});
