/** Permission sets that others changed and did not provision: a change of ours carries that to every account, so plans count and say it. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { en } from "../../src/cli/messages/en.ts";
import { ko } from "../../src/cli/messages/ko.ts";
import { planView } from "../../src/cli/render/plan-view.ts";
import type { Outcome } from "../../src/kinds/kind.ts";
import { permissionSetPolicy } from "../../src/kinds/permission-set-policy/kind.ts";
import { address } from "../../src/kinds/permission-set-policy/spec.ts";
import type { PermissionSetPolicy } from "../../src/kinds/permission-set-policy/spec.ts";
import { specAt } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState } from "../../src/model/state.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAssignment, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { provision } from "../../src/sandbox/sso-admin/provision.ts";
import type { Instance, PermissionSet } from "../../src/sandbox/sso-admin/state.ts";
import { account, region } from "../governed-lake.ts";
import { management, organizationLake, other, portsThrough, wanted } from "../identity-center-lake.ts";
import { changeOf, outcomesOf } from "./changes.ts";

const prefix = sidPrefix("adw");
const ourJson = { Sid: `${prefix}DenyObjects`, Effect: "Deny", Action: "s3:GetObject", Resource: "*" };
const athena = { Sid: "Athena", Effect: "Allow", Action: "athena:*", Resource: "*" };
const brake = { Sid: "Brake", Effect: "Deny", Action: "iam:*", Resource: "*" };
const sneaked = { Sid: "TheirPending", Effect: "Allow", Action: "iam:*", Resource: "*" };

function names(name: string): PolicyStatement["action"] {
  return { negated: false, names: [name] };
}

function deny(topic: string, action: string): PolicyStatement {
  return { sid: `${prefix}Deny${topic}`, effect: "Deny", action: names(action), resource: names("*"), conditions: [] };
}

const objects = deny("Objects", "s3:GetObject");
const accessPoints = deny("AccessPoints", "s3:CreateAccessPoint");

interface Scene {
  readonly sandbox: Sandbox;
  readonly ports: Ports;
  /** Changes the inline policy without provisioning it. */
  readonly edit: (...statements: readonly object[]) => Promise<void>;
  /** Provisions to one account. */
  readonly provision: (target: string) => void;
  /** Attaches a managed policy without provisioning it. */
  readonly attach: () => void;
}

/** `Analyst` in the lake's account and another one, provisioned with these statements. */
async function scene(...statements: readonly object[]): Promise<Scene> {
  const sandbox = organizationLake();
  seedPermissionSet(sandbox, "Analyst", { inlinePolicy: documentOf(statements) });
  for (const id of [account, other]) seedAssignment(sandbox, "Analyst", "people", id);
  const ports = portsThrough(sandbox, management);
  const { ssoAdmin } = ports.identityCenter;
  const { facts } = await read(ports);
  const set = {
    InstanceArn: facts?.identityCenter?.instance,
    PermissionSetArn: facts?.identityCenter?.permissionSets[0]?.arn,
  };
  const edit = async (...next: readonly object[]): Promise<void> => {
    await ssoAdmin.putInlinePolicyToPermissionSet({ ...set, InlinePolicy: JSON.stringify(documentOf(next)) });
  };
  return {
    sandbox,
    ports,
    edit,
    provision: (target) => provisionTo(sandbox, target),
    attach: () => attachAdministrator(sandbox),
  };
}

function documentOf(statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

function analystIn(sandbox: Sandbox): { readonly instance: Instance; readonly set: PermissionSet } {
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  const set = [...(instance?.permissionSets.values() ?? [])].find(({ name }) => name === "Analyst");
  if (instance === undefined || set === undefined) throw new Error("no set");
  return { instance, set };
}

function provisionTo(sandbox: Sandbox, target: string): void {
  const { instance, set } = analystIn(sandbox);
  expect(provision({ organization: sandbox.account.organization, instance, now: sandbox.now() }, set, target)).toBeUndefined();
}

function attachAdministrator(sandbox: Sandbox): void {
  const { instance, set } = analystIn(sandbox);
  const managedPolicies = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  instance.permissionSets.set(set.arn, { ...set, definition: { ...set.definition, managedPolicies } });
}

async function read(ports: Ports): Promise<LiveState> {
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  return readLive(ports, { account, region, caller, wanted, readAt: "2026-01-01T00:00:00.000Z" });
}

/** The change from this state to these statements, or to nothing. */
function changeIn(live: LiveState, statements?: readonly PolicyStatement[]): Change<PermissionSetPolicy> {
  const wish = { permissionSet: "Analyst", prefix, statements: statements ?? [], others: "", provisioned: true, arn: "" };
  const before = specAt(live.resources, address(wish), "permission-set-policy") ?? null;
  const after = statements === undefined ? null : (permissionSetPolicy.complete?.(permissionSetPolicy.normalize(wish), live) ?? null);
  return changeOf(permissionSetPolicy, before, after);
}

function apply(ports: Ports, change: Change<PermissionSetPolicy>): Promise<readonly Outcome[]> {
  return outcomesOf(permissionSetPolicy, { ports }, [change]);
}

function line(change: Change, messages: typeof en = en): string {
  const lines = planView([change], { full: false, messages }).flatMap(({ blocks }) => blocks.flatMap((block) => block.lines));
  return lines.map(({ text, mark }) => `${text} [${mark}]`).join("\n");
}

const carried = "brings all of the set to accounts 111122223333, 777788889999, which have an older version, also what others changed in it";
const perhaps = "perhaps also managed policies and settings of the set, and what roles of other accounts lack: these are not read";

describe("an allow that somebody added and did not provision", () => {
  test("makes a change of ours that narrows one that widens, and is named in it", async () => {
    const { ports, edit } = await scene(athena, ourJson);
    await edit(athena, ourJson, sneaked);
    const change = changeIn(await read(ports), [objects, accessPoints]);
    expect(change.impact).toBe("widens");
    expect(line(change)).toBe(
      `adds: Deny access points; ${carried}; statements of others that come: Allow TheirPending on iam:*; ${perhaps} [widens]`,
    );
  });

  test("is named where nothing else changes", async () => {
    const { ports, edit } = await scene(athena, ourJson);
    await edit(athena, ourJson, sneaked);
    const change = changeIn(await read(ports), [objects]);
    expect(change.impact).toBe("widens");
    expect(line(change)).toBe(
      `denies: objects; ${carried}; statements of others that come: Allow TheirPending on iam:*; ${perhaps} [widens]`,
    );
  });

  test("is named where our guardrail is new, and where it goes", async () => {
    const fresh = await scene(athena);
    await fresh.edit(athena, sneaked);
    const create = changeIn(await read(fresh.ports), [objects]);
    const old = await scene(athena, ourJson);
    await old.edit(athena, ourJson, sneaked);
    const remove = changeIn(await read(old.ports));
    for (const change of [create, remove]) {
      expect(change.impact).toBe("widens");
      expect(line(change)).toContain("statements of others that come: Allow TheirPending on iam:*");
    }
  });

  test("without a Sid is named by what it allows", async () => {
    const { ports, edit } = await scene(ourJson);
    const { Sid: _sid, ...nameless } = sneaked;
    await edit(ourJson, nameless, { Effect: "Allow", NotAction: ["s3:*", "kms:*"], Resource: "*" });
    expect(line(changeIn(await read(ports), [objects]))).toContain(
      "statements of others that come: Allow without Sid on iam:*, Allow without Sid on all but kms:*, s3:*;",
    );
  });

  test("is in the words of Korean reports as well", async () => {
    const { ports, edit } = await scene(ourJson);
    await edit(ourJson, sneaked);
    const text = line(changeIn(await read(ports), [objects, accessPoints]), ko);
    expect(text).toMatch(/111122223333, 777788889999.*TheirPending/);
    expect(text.replaceAll(/TheirPending|iam:\*|Sid/g, "")).not.toMatch(/[a-z]/);
  });

  test("is gone from the plan once it was provisioned", async () => {
    const { ports, edit } = await scene(athena, ourJson);
    await edit(athena, ourJson, sneaked);
    expect(await apply(ports, changeIn(await read(ports), [objects]))).toMatchObject([{ status: "done" }]);
    const { before, after, impact } = changeIn(await read(ports), [objects, accessPoints]);
    expect([before?.waiting, after?.waiting, impact]).toEqual([undefined, undefined, "narrows"]);
  });
});

test("a deny that somebody took away and did not provision is named", async () => {
  const { ports, edit } = await scene(brake, ourJson);
  await edit(ourJson);
  const change = changeIn(await read(ports), [objects, accessPoints]);
  expect(change.impact).toBe("widens");
  expect(line(change)).toContain("statements of others that go: Deny Brake on iam:*");
});

test("a managed policy that waits is not read, and said to be possible", async () => {
  const { ports, attach } = await scene(athena, ourJson);
  attach();
  const change = changeIn(await read(ports), [objects, accessPoints]);
  expect(change.impact).toBe("widens");
  expect(line(change)).toBe(`adds: Deny access points; ${carried}; ${perhaps} [widens]`);
});

test("an account alone that is behind is named alone, and its role is not read", async () => {
  const { ports, edit, provision: provisionIn } = await scene(athena, ourJson);
  await edit(athena, ourJson, sneaked);
  provisionIn(account);
  const change = changeIn(await read(ports), [objects, accessPoints]);
  expect(change.impact).toBe("widens");
  expect(line(change)).toBe(
    `adds: Deny access points; brings all of the set to account ${other}, which has an older version, also what others changed in it; ${perhaps} [widens]`,
  );
});

test("what comes is not known where the role in this account was not read", async () => {
  const { ports, edit } = await scene(athena, ourJson);
  await edit(athena, ourJson, sneaked);
  const live = await read(ports);
  const roles = live.roles.map(({ policies: _policies, ...role }) => role);
  const change = changeIn({ ...live, roles }, [objects, accessPoints]);
  expect(change.impact).toBe("widens");
  expect(line(change)).toContain(
    "which statements of others come or go is not known: the role in this account was not read or not understood",
  );
});

test("a role that lacks statements of others is told of, whatever the status says", async () => {
  const { sandbox, ports } = await scene(athena, ourJson);
  const roles = sandbox.account.organization.iam.get(account)?.roles;
  for (const [key, role] of roles ?? []) {
    if (!role.name.startsWith("AWSReservedSSO_Analyst_")) continue;
    roles?.set(key, { ...role, inline: new Map([["AwsSSOInlinePolicy", JSON.stringify(documentOf([ourJson]))]]) });
  }
  const same = changeIn(await read(ports), [objects]);
  expect(same.before).toEqual(same.after);
  const change = changeIn(await read(ports), [objects, accessPoints]);
  expect(change.impact).toBe("widens");
  expect(change.after?.waiting).toMatchObject({ accounts: [account], statements: { come: [{ sid: "Athena" }], go: [] } });
});

test("a set that every account has narrows as before, and nothing is said", async () => {
  const { ports } = await scene(athena, ourJson);
  const change = changeIn(await read(ports), [objects, accessPoints]);
  expect(line(change)).toBe("adds: Deny access points [narrows]");
});

test.each([
  ["every account had", false],
  ["one account alone did not have", true],
])("a set that %s and others changed after the plan is not provisioned", async (_how, isBehind) => {
  const lake = await scene(athena, ourJson);
  if (isBehind) {
    await lake.edit(athena, ourJson, sneaked);
    lake.provision(account);
  }
  const change = changeIn(await read(lake.ports), [objects, accessPoints]);
  lake.attach();
  lake.sandbox.resetCalls();
  const [outcome] = await apply(lake.ports, change);
  expect(outcome).toMatchObject({ status: "failed", error: expect.stringMatching(/permission set Analyst changed since the plan/) });
  expect(lake.sandbox.calls().has("sso:PutInlinePolicyToPermissionSet")).toBe(false);
  expect(lake.sandbox.calls().has("sso:ProvisionPermissionSet")).toBe(false);
});

test("a snapshot holds what waits, and in which accounts", async () => {
  const { ports, edit } = await scene(athena, ourJson);
  await edit(athena, ourJson, sneaked);
  const live = await read(ports);
  const parsed = parseSnapshot(formatSnapshot(live, { name: "lakegrade", version: "0.0.0" }), "snapshot.json");
  if ("diagnostic" in parsed) throw new Error(parsed.diagnostic.message);
  expect(changeIn(parsed.live, [objects])).toEqual(changeIn(live, [objects]));
  expect(parsed.live.facts?.identityCenter?.permissionSets).toMatchObject([{ behind: [account, other] }]);
});
