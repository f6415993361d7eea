/** Identity Center is read whole, from where it lives and as whom it lets, or it is said that it was not. */

import { describe, expect, test, vi } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import type { IdentityCenterFacts } from "../../src/model/account-facts.ts";
import type { Unread } from "../../src/model/state.ts";
import type { Wanted } from "../../src/model/wanted.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAssignment, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { account, region } from "../governed-lake.ts";
import { delegated, home, management, organizationLake, other, portsThrough, wanted } from "../identity-center-lake.ts";

interface Reading {
  readonly facts: IdentityCenterFacts | undefined;
  readonly unread: readonly Unread[];
}

async function read(ports: Ports, more: Partial<Wanted> = {}): Promise<Reading> {
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  const live = await readLive(ports, { account, region, caller, wanted: { ...wanted, ...more }, readAt: "2026-01-01T00:00:00.000Z" });
  return { facts: live.facts?.identityCenter, unread: live.unread };
}

function callsTo(sandbox: Sandbox, service: string): readonly string[] {
  return [...sandbox.calls().keys()].filter((operation) => operation.startsWith(`${service}:`));
}

const inlinePolicy = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "s3:*", Resource: "*" } };

/** `Analyst` is in the lake's account and in another one, `Elsewhere` only in the other, `Nobody` in none. */
function withSets(): Sandbox {
  const sandbox = organizationLake();
  seedPermissionSet(sandbox, "Analyst", { inlinePolicy });
  for (const name of ["Elsewhere", "Nobody"]) seedPermissionSet(sandbox, name);
  seedAssignment(sandbox, "Analyst", "people");
  for (const name of ["Analyst", "Elsewhere"]) seedAssignment(sandbox, name, "people", other);
  return sandbox;
}

// All at the same time, because throttling is mostly waited for.
test.concurrent("permission sets of the account are read with their policies, accounts and versions", async () => {
  const sandbox = withSets();
  const { facts, unread } = await read(portsThrough(sandbox, management));
  expect(unread).toEqual([]);
  expect(facts).toMatchObject({ region: home, owner: management, caller: management, groups: [] });
  expect(facts?.permissionSets).toEqual([
    {
      name: "Analyst",
      arn: expect.stringMatching(/^arn:aws:sso:::permissionSet\/ssoins-[0-9a-f]{16}\/ps-[0-9a-f]{16}$/),
      inlinePolicy: JSON.stringify(inlinePolicy),
      accounts: [account, other],
      behind: [],
      managementOnly: false,
    },
  ]);
});

test.concurrent("a set that is named is found wherever it is, and one that is not there is missing", async () => {
  const { facts } = await read(portsThrough(withSets(), management), { permissionSets: ["Elsewhere", "Nobody", "Nothing"] });
  expect(facts?.permissionSets.map(({ name, accounts }) => [name, accounts])).toEqual([
    ["Analyst", [account, other]],
    ["Elsewhere", [other]],
    ["Nobody", []],
  ]);
});

test.concurrent("a definition that some account does not have yet is not provisioned", async () => {
  const sandbox = withSets();
  const ports = portsThrough(sandbox, management);
  const [set] = (await read(ports)).facts?.permissionSets ?? [];
  const { facts } = await read(ports);
  const ids = { InstanceArn: facts?.instance, PermissionSetArn: set?.arn };
  await ports.identityCenter.ssoAdmin.putInlinePolicyToPermissionSet({
    ...ids,
    InlinePolicy: JSON.stringify({ ...inlinePolicy, Id: "2" }),
  });
  expect((await read(ports)).facts?.permissionSets).toMatchObject([{ name: "Analyst", behind: [account, other] }]);
});

test.concurrent("the delegated administrator learns which sets only the management account may change", async () => {
  const sandbox = withSets();
  seedAssignment(sandbox, "Analyst", "people", management);
  const asks = async (id: string) =>
    (await read(portsThrough(sandbox, id))).facts?.permissionSets.map(({ managementOnly }) => managementOnly);
  expect([await asks(delegated), await asks(management)]).toEqual([[true], [false]]);
});

test.concurrent("a group is found by its display name, and not finding it is an answer", async () => {
  const { facts, unread } = await read(portsThrough(withSets(), management), { groups: ["people", "nobody"] });
  expect([facts?.groups.map(({ name }) => name), unread]).toEqual([["people"], []]);
});

test.concurrent("small pages show the same", async () => {
  const sandbox = withSets();
  const names = { permissionSets: ["Elsewhere", "Nobody"] };
  const whole = await read(portsThrough(sandbox, management), names);
  sandbox.setFaults({ pageSize: 1 });
  expect(await read(portsThrough(sandbox, management), names)).toEqual(whole);
});

test.concurrent("sets are read under throttling", async () => {
  const sandbox = organizationLake();
  for (let index = 0; index < 6; index += 1) {
    seedPermissionSet(sandbox, `Set${index}`);
    seedAssignment(sandbox, `Set${index}`, "people");
  }
  sandbox.setFaults({ throttling: 0.05 });
  expect((await read(portsThrough(sandbox, management))).facts?.permissionSets).toHaveLength(6);
}, 60_000);

test.concurrent("Identity Center is not asked when nothing depends on it", async () => {
  const sandbox = withSets();
  const { facts, unread } = await read(portsThrough(sandbox, management), { identityCenter: false });
  expect([facts, unread, callsTo(sandbox, "sso"), callsTo(sandbox, "identitystore")]).toEqual([undefined, [], [], []]);
});

/** Ports of the delegated administrator that see these instances. */
function listing(...Instances: readonly object[]): Ports {
  const ports = portsThrough(withSets(), delegated);
  const ssoAdmin = { ...ports.identityCenter.ssoAdmin, listInstances: () => Promise.resolve({ Instances: [...Instances], $metadata: {} }) };
  return { ...ports, identityCenter: { ...ports.identityCenter, ssoAdmin } };
}

async function reasonOf(ports: Ports): Promise<string> {
  return (await read(ports)).unread.map(({ reason }) => reason).join();
}

describe.concurrent("everything else is read, and this is said not to be", () => {
  test.each([
    ["a member account asks", () => portsThrough(withSets()), /ListInstances: AccessDeniedException/],
    ["the role does not exist", () => portsThrough(withSets(), "123456789012"), /^STS AssumeRole: AccessDenied/],
    [
      "the instance is in another Region",
      () => portsThrough(withSets(), management, { region }),
      /^there is no instance in ap-northeast-2, asked as account 9999/,
    ],
    ["permission sets may not be listed", () => denied("sso:ListPermissionSetsProvisionedToAccount"), /AccessDeniedException/],
    ["an inline policy may not be read", () => denied("sso:GetInlinePolicyForPermissionSet"), /AccessDeniedException/],
    ["groups may not be looked up", () => denied("identitystore:GetGroupId"), /Identity Store GetGroupId: AccessDeniedException/],
  ])("where %s", async (_case, portsOf, reason) => {
    const { facts, unread } = await read(portsOf(), { groups: ["people"] });
    expect(facts).toBeUndefined();
    expect(unread).toEqual([
      {
        kind: "permission-set-policy",
        what: "permission sets of IAM Identity Center",
        reason: expect.stringMatching(reason),
        isolated: true,
      },
    ]);
  });

  test("where the instance is not active, or not the only one", async () => {
    const instance = { InstanceArn: "arn:aws:sso:::instance/ssoins-0000000000000001", IdentityStoreId: "d-1", OwnerAccountId: management };
    expect(await reasonOf(listing({ ...instance, Status: "CREATE_IN_PROGRESS" }))).toMatch(/not one active instance: .*CREATE_IN_PROGRESS/);
    expect(await reasonOf(listing(instance, { ...instance, InstanceArn: "arn:aws:sso:::instance/ssoins-0000000000000002" }))).toMatch(
      /not one active instance/,
    );
    // A member account may have an instance of its own, which has no permission sets: then the organisation's is meant.
    const own = { ...instance, InstanceArn: "arn:aws:sso:::instance/ssoins-0000000000000003", OwnerAccountId: delegated };
    expect(await reasonOf(listing(own, instance))).toMatch(
      /ResourceNotFoundException: Instance arn:aws:sso:::instance\/ssoins-0000000000000001/,
    );
  });
});

function denied(operation: string): Ports {
  const sandbox = withSets();
  sandbox.setFaults({ denied: [operation] });
  return portsThrough(sandbox, management);
}

test.concurrent("an Identity Center that fails is no answer at all", async () => {
  const ports = portsThrough(withSets(), management);
  const { ssoAdmin } = ports.identityCenter;
  const describePermissionSet = vi.fn<() => Promise<never>>().mockRejectedValue(new Error("the test ends here"));
  const broken = { ...ports, identityCenter: { ...ports.identityCenter, ssoAdmin: { ...ssoAdmin, describePermissionSet } } };
  await expect(read(broken)).rejects.toThrow("the test ends here");
});
