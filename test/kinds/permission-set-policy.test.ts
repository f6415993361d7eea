/** Guardrails on permission sets: ours are put beside those of others, carried to every account, and nothing else is touched. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import type { Outcome } from "../../src/kinds/kind.ts";
import { permissionSetPolicy } from "../../src/kinds/permission-set-policy/kind.ts";
import { address } from "../../src/kinds/permission-set-policy/spec.ts";
import type { PermissionSetPolicy } from "../../src/kinds/permission-set-policy/spec.ts";
import { specsOf } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState } from "../../src/model/state.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAssignment, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { account, region } from "../governed-lake.ts";
import { management, organizationLake, other, portsThrough, wanted } from "../identity-center-lake.ts";
import { changeOf, outcomesOf } from "./changes.ts";

const prefix = sidPrefix("adw");

function names(name: string): PolicyStatement["action"] {
  return { negated: false, names: [name] };
}

function deny(sid: string, action: string, lake = "adw"): PolicyStatement {
  return { sid: `${sidPrefix(lake)}${sid}`, effect: "Deny", action: names(action), resource: names("*"), conditions: [] };
}

const wish: PermissionSetPolicy = {
  permissionSet: "Analyst",
  prefix,
  statements: [deny("ReadData", "s3:GetObject")],
  others: "",
  provisioned: true,
  arn: "",
};

/** What others wrote, in forms of their own: a scalar, a number for a text, an Id, two Sids that are nearly ours. */
const foreignStatements = [
  { Effect: "Allow", Action: "athena:*", Resource: "*", Condition: { Bool: { "aws:ViaAWSService": false } } },
  { Sid: "Lakegradeadwellow", Effect: "Deny", Action: ["s3:DeleteBucket"], Resource: ["*"] },
  { Sid: "LakegradeAdw", Effect: "Deny", NotAction: "s3:*", Resource: "arn:aws:s3:::x" },
];
const foreign = { Version: "2008-10-17", Id: "team", Statement: foreignStatements };

/** `Analyst` in the lake's account and another one. */
function scene(inlinePolicy?: object): { readonly sandbox: Sandbox; readonly ports: Ports } {
  const sandbox = organizationLake();
  seedPermissionSet(sandbox, "Analyst", inlinePolicy === undefined ? {} : { inlinePolicy });
  for (const id of [account, other]) seedAssignment(sandbox, "Analyst", "people", id);
  return { sandbox, ports: portsThrough(sandbox, management) };
}

async function read(ports: Ports): Promise<LiveState> {
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  return readLive(ports, { account, region, caller, wanted, readAt: "2026-01-01T00:00:00.000Z" });
}

async function guardrails(ports: Ports): Promise<readonly PermissionSetPolicy[]> {
  return specsOf((await read(ports)).resources, "permission-set-policy").map(([, spec]) => spec);
}

/** The change from what is live to this wish, or to nothing. */
async function changeTo(ports: Ports, spec: PermissionSetPolicy, remove = false): Promise<Change<PermissionSetPolicy>> {
  const live = await read(ports);
  const before = specsOf(live.resources, "permission-set-policy").find(([id]) => id === address(spec))?.[1] ?? null;
  const completed = permissionSetPolicy.complete?.(spec, live);
  return changeOf(permissionSetPolicy, before, remove ? null : (completed ?? null));
}

function apply(ports: Ports, ...changes: readonly Change<PermissionSetPolicy>[]): Promise<readonly Outcome[]> {
  return outcomesOf(permissionSetPolicy, { ports }, changes);
}

function definition(sandbox: Sandbox, name = "Analyst"): string {
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  return [...(instance?.permissionSets.values() ?? [])].find((set) => set.name === name)?.definition.inlinePolicy ?? "no such set";
}

function rolePolicy(sandbox: Sandbox, id: string, name = "Analyst"): string | undefined {
  const roles = [...(sandbox.account.organization.iam.get(id)?.roles.values() ?? [])];
  return roles.find((role) => role.name.startsWith(`AWSReservedSSO_${name}_`))?.inline.get("AwsSSOInlinePolicy");
}

const done = { address: address(wish), status: "done" };
const ours = { Sid: `${prefix}ReadData`, Effect: "Deny", Action: "s3:GetObject", Resource: "*" };

describe("a guardrail", () => {
  test("is put behind the statements of others, which stay to the letter, and reaches the role of every account", async () => {
    const { sandbox, ports } = scene(foreign);
    expect(await apply(ports, await changeTo(ports, wish))).toEqual([done]);
    const text = JSON.stringify({ ...foreign, Statement: [...foreignStatements, ours] });
    expect([definition(sandbox), rolePolicy(sandbox, account), rolePolicy(sandbox, other)]).toEqual([text, text, text]);
    expect(await guardrails(ports)).toMatchObject([{ prefix, provisioned: true, statements: wish.statements }]);
  });

  test("is a policy of its own where there was none, and takes the policy with it when it goes", async () => {
    const { sandbox, ports } = scene();
    await apply(ports, await changeTo(ports, wish));
    expect(JSON.parse(definition(sandbox))).toEqual({ Version: "2012-10-17", Statement: [ours] });
    expect(await apply(ports, await changeTo(ports, wish, true))).toEqual([done]);
    expect([definition(sandbox), rolePolicy(sandbox, other), await guardrails(ports)]).toEqual(["", undefined, []]);
  });

  test("leaves the statements of others when it goes", async () => {
    const { sandbox, ports } = scene(foreign);
    await apply(ports, await changeTo(ports, wish));
    await apply(ports, await changeTo(ports, wish, true));
    expect([definition(sandbox), rolePolicy(sandbox, account)]).toEqual([JSON.stringify(foreign), JSON.stringify(foreign)]);
  });

  test("of another lake in the same set is a statement of others", async () => {
    const { sandbox, ports } = scene();
    const second = { ...wish, prefix: sidPrefix("adw-2"), statements: [deny("ReadData", "s3:GetObject", "adw-2")] };
    await apply(ports, await changeTo(ports, wish));
    await apply(ports, await changeTo(ports, second));
    expect((await guardrails(ports)).map((spec) => spec.prefix)).toEqual([prefix, second.prefix].toSorted());
    await apply(ports, await changeTo(ports, wish, true));
    expect((await guardrails(ports)).map((spec) => spec.prefix)).toEqual([second.prefix]);
    expect(definition(sandbox)).not.toContain(ours.Sid);
  });

  test("is not written where others changed their statements since the plan", async () => {
    const { sandbox, ports } = scene(foreign);
    const change = await changeTo(ports, wish);
    const ids = { InstanceArn: (await read(ports)).facts?.identityCenter?.instance, PermissionSetArn: change.after?.arn };
    const theirs = JSON.stringify({ ...foreign, Statement: foreignStatements.slice(1) });
    await ports.identityCenter.ssoAdmin.putInlinePolicyToPermissionSet({ ...ids, InlinePolicy: theirs });
    expect(await apply(ports, change)).toMatchObject([{ status: "failed", error: expect.stringMatching(/changed since the plan/) }]);
    expect(definition(sandbox)).toBe(theirs);
  });

  test("is only provisioned where the definition has it already", async () => {
    const { sandbox, ports } = scene({ Version: "2012-10-17", Statement: [ours] });
    const [instance] = sandbox.account.organization.identityCenter.instances.values();
    const set = [...(instance?.permissionSets.values() ?? [])][0];
    // Edited and never provisioned: the roles have what was there before.
    if (set !== undefined) instance?.permissionSets.set(set.arn, { ...set, definition: { ...set.definition } });
    expect(await guardrails(ports)).toMatchObject([{ provisioned: false }]);
    sandbox.resetCalls();
    expect(await apply(ports, await changeTo(ports, wish))).toEqual([done]);
    expect(sandbox.calls().has("sso:PutInlinePolicyToPermissionSet")).toBe(false);
    expect(await guardrails(ports)).toMatchObject([{ provisioned: true }]);
  });

  test("that an account does not take has failed, with the reason, and is provisioned again by the next plan", async () => {
    const { sandbox, ports } = scene();
    const [instance] = sandbox.account.organization.identityCenter.instances.values();
    const [set] = instance?.permissionSets.values() ?? [];
    const customerPolicies = [{ Name: "Missing", Path: "/" }];
    if (set !== undefined) instance?.permissionSets.set(set.arn, { ...set, definition: { ...set.definition, customerPolicies } });
    const [outcome] = await apply(ports, await changeTo(ports, wish));
    expect(outcome).toMatchObject({ status: "failed" });
    expect(outcome?.error).toMatch(/not every account took it: .*policy\/Missing does not exist/);
    expect(await guardrails(ports)).toMatchObject([{ provisioned: false, statements: wish.statements }]);
  });

  test("waits for a provisioning of somebody else", async () => {
    const { ports } = scene();
    const change = await changeTo(ports, wish);
    const ids = { InstanceArn: (await read(ports)).facts?.identityCenter?.instance, PermissionSetArn: change.after?.arn };
    await ports.identityCenter.ssoAdmin.provisionPermissionSet({ ...ids, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
    expect(await apply(ports, change)).toEqual([done]);
  });

  test("that has left the definition but not the role is still there", async () => {
    const { sandbox, ports } = scene({ Version: "2012-10-17", Statement: [ours] });
    const [instance] = sandbox.account.organization.identityCenter.instances.values();
    const set = [...(instance?.permissionSets.values() ?? [])][0];
    if (set !== undefined) instance?.permissionSets.set(set.arn, { ...set, definition: { ...set.definition, inlinePolicy: "" } });
    expect(await guardrails(ports)).toMatchObject([{ prefix, statements: [], provisioned: false }]);
    expect(await apply(ports, await changeTo(ports, wish, true))).toEqual([done]);
    expect([rolePolicy(sandbox, account), await guardrails(ports)]).toEqual([undefined, []]);
  });

  test("that the role of the account does not show has not arrived, whatever the status says", async () => {
    const { sandbox, ports } = scene({ Version: "2012-10-17", Statement: [ours] });
    const roles = sandbox.account.organization.iam.get(account)?.roles;
    for (const [key, role] of roles ?? [])
      if (role.name.startsWith("AWSReservedSSO_Analyst_")) roles?.set(key, { ...role, inline: new Map() });
    expect(await guardrails(ports)).toMatchObject([{ provisioned: false }]);
  });
});

test("many sets are provisioned three at a time, so that none meets the limit", async () => {
  const sandbox = organizationLake();
  const wishes = Array.from({ length: 8 }, (_, index) => ({ ...wish, permissionSet: `Set${index}` }));
  for (const { permissionSet } of wishes) {
    seedPermissionSet(sandbox, permissionSet);
    seedAssignment(sandbox, permissionSet, "people");
  }
  const ports = portsThrough(sandbox, management);
  const changes: Change<PermissionSetPolicy>[] = [];
  for (const spec of wishes) changes.push(await changeTo(ports, spec));
  sandbox.resetCalls();
  expect((await apply(ports, ...changes)).map(({ status }) => status)).toEqual(wishes.map(() => "done"));
  expect(sandbox.calls().get("sso:ProvisionPermissionSet")).toBe(wishes.length);
});

test("a set that only the management account may change is neither planned nor taken away", async () => {
  const { sandbox } = scene({ Version: "2012-10-17", Statement: [ours] });
  seedAssignment(sandbox, "Analyst", "people", management);
  const live = await read(portsThrough(sandbox, "444455556666"));
  expect(live.unread).toEqual([]);
  expect(specsOf(live.resources, "permission-set-policy")).toEqual([]);
  expect(permissionSetPolicy.complete?.(wish, live)).toBeUndefined();
});

test("a set whose inline policy is not understood is neither planned nor taken away", async () => {
  const { ports } = scene(foreign);
  const { ssoAdmin } = ports.identityCenter;
  const cut = { ...ssoAdmin, getInlinePolicyForPermissionSet: () => Promise.resolve({ InlinePolicy: "{", $metadata: {} }) };
  const broken = { ...ports, identityCenter: { ...ports.identityCenter, ssoAdmin: cut } };
  const { unread, resources } = await read(broken);
  expect(unread).toMatchObject([
    { kind: "permission-set-policy", what: "inline policy of permission set Analyst", isolated: true, only: "Analyst" },
  ]);
  expect(specsOf(resources, "permission-set-policy")).toEqual([]);
});

test.each([
  ["is too long", "x".repeat(33_000), /would have \d+ characters, more than 32768/],
  ["has a character that Identity Center does not take", "주민", /takes no `주`/],
])("a policy that %s is refused before it is sent", async (_case, resource, error) => {
  const { sandbox, ports } = scene();
  const statement = { ...deny("ReadData", "s3:GetObject"), resource: { negated: false, names: [resource] } };
  const [outcome] = await apply(ports, await changeTo(ports, { ...wish, statements: [statement] }));
  expect(outcome?.error).toMatch(error);
  expect(sandbox.calls().has("sso:PutInlinePolicyToPermissionSet")).toBe(false);
});

test("an interruption ends the waiting and says that AWS goes on", async () => {
  const { ports } = scene();
  const change = await changeTo(ports, wish);
  let paused = false;
  const pause = (): Promise<void> => {
    paused = true;
    return Promise.resolve();
  };
  const outcomes = await outcomesOf(permissionSetPolicy, { ports, pause, isInterrupted: () => paused }, [change]);
  expect(outcomes).toMatchObject([{ status: "failed", error: expect.stringMatching(/still being provisioned/) }]);
});
