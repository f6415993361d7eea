/** Workgroups through plan and apply: a governed key that results are under is not denied, and is again once they are not. */

import { expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import type { LiveState } from "../../src/model/state.ts";
import { seedWorkgroup } from "../../src/sandbox/seed-workgroup.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, pending, portsOf, prepare, readAs, region } from "../governed-lake.ts";

/** What the compiler says of a data key that serves more. */
function said(live: LiveState): readonly string[] {
  return compile(fullPolicies(), surroundingsOf(live))
    .diagnostics.filter(({ code }) => code === "LG4029" || code === "LG4034")
    .map(({ code, message }) => `${code}: ${message}`);
}

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The statement of a policy whose Sid ends so. */
function statementOf(policy: string, sid: string): Statement {
  const { Statement: statements } = JSON.parse(policy) as { readonly Statement: readonly Statement[] };
  const found = statements.find(({ Sid }) => Sid.endsWith(sid));
  if (found === undefined) throw new Error(`no ${sid}`);
  return found;
}

test("readers may decrypt what a workgroup encrypts with the data's key, until it has a key of its own", async () => {
  const sandbox = fullSandbox();
  const lake = { sandbox, ports: portsOf(sandbox) };
  const guardrail = (): string => [...(sandbox.account.iam.roles.get("batch")?.inline.values() ?? [])].join("\n");
  const key = [...sandbox.account.kms.keys.values()].find(({ id }) => sandbox.account.kms.aliases.get("alias/adw")?.keyId === id);
  seedWorkgroup(sandbox, "analysts", {
    ManagedQueryResultsConfiguration: { Enabled: true, EncryptionConfiguration: { KmsKey: key?.id } },
  });
  await converge(lake, fullPolicies());
  expect(guardrail()).toContain("DenyObjects");
  expect(guardrail()).not.toContain("DenyDecrypt");
  const configuring = statementOf(guardrail(), "DenyConfiguration");
  expect(configuring.Resource).toContain(key?.arn);
  expect(configuring.Action).toEqual(expect.arrayContaining(["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ReplicateKey"]));
  const live = await readAs(lake.ports, fullPolicies());
  expect(live.facts?.workgroups).toEqual([{ name: "analysts", resultKeys: [key?.id] }]);
  expect(said(live)).toEqual([
    "LG4029: the key also encrypts results of Athena workgroup `analysts`, so guardrails leave out DenyDecrypt on it: kms:Decrypt and kms:ReEncryptFrom",
  ]);

  seedWorkgroup(sandbox, "analysts", { ManagedQueryResultsConfiguration: { Enabled: true } });
  expect(await pending(lake, fullPolicies())).toContain("update iam-role-policy/batch/lakegrade-adw");
  await converge(lake, fullPolicies());
  expect(guardrail()).toContain("DenyDecrypt");
  expect(said(await readAs(lake.ports, fullPolicies()))).toEqual([]);
});

test.each(["ListWorkGroups", "GetWorkGroup"])("without %s a plan is refused, and a snapshot leaves the key out", async (operation) => {
  const sandbox = fullSandbox();
  const lake = { sandbox, ports: portsOf(sandbox) };
  await converge(lake, fullPolicies());
  sandbox.setFaults({ denied: [`athena:${operation}`] });
  const { refusals } = await prepare(lake, fullPolicies());
  expect(refusals.map(({ code }) => code)).toEqual(["LG5002"]);
  expect(refusals[0]?.message).toMatch(/Athena workgroup/);

  const whole = { account, region, caller: sandbox.administrator.arn, readAt: "2026-01-01T00:00:00.000Z" };
  const live = await readLive(lake.ports, whole);
  expect(said(live)).toEqual([
    "LG4034: the key may also encrypt results of Athena workgroups that could not be read, which is not known, so guardrails leave out DenyDecrypt on it: kms:Decrypt and kms:ReEncryptFrom",
  ]);
});

test("a snapshot holds the workgroups, and is refused without them", async () => {
  const sandbox = fullSandbox();
  seedWorkgroup(sandbox, "analysts", {
    ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: "alias/adw" } },
  });
  const live = await readAs(portsOf(sandbox), fullPolicies());
  const text = formatSnapshot(live, { name: "lakegrade", version: "0.0.0" });
  expect(parseSnapshot(text, "snapshot.json")).toMatchObject({ live: { facts: { workgroups: live.facts?.workgroups } } });
  const { facts, ...rest } = JSON.parse(text) as { readonly facts: Readonly<Record<string, unknown>> };
  expect(facts["workgroups"]).toEqual([{ name: "analysts", resultKeys: ["alias/adw"] }]);
  const { workgroups: _workgroups, ...others } = facts;
  const older = parseSnapshot(JSON.stringify({ ...rest, facts: others }), "snapshot.json");
  expect(older).toMatchObject({ diagnostic: { code: "LG5009", message: expect.stringContaining("workgroups") } });
});
