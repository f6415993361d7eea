/** Guardrails on roles: one inline policy is ours, and only that one is written. */

import { describe, expect, test } from "vitest";

import type { Outcome } from "../../src/kinds/kind.ts";
import { iamRolePolicy } from "../../src/kinds/iam-role-policy/kind.ts";
import { address } from "../../src/kinds/iam-role-policy/spec.ts";
import type { IamRolePolicy } from "../../src/kinds/iam-role-policy/spec.ts";
import { specsOf } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { readRoles } from "../../src/reconciler/read/roles.ts";
import { seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { account, openLake, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { changeOf, outcomesOf } from "./changes.ts";

const names = (...list: string[]) => ({ negated: false, names: list });
const wish: IamRolePolicy = {
  role: "etl",
  policy: "lakegrade-adw",
  statements: [{ sid: "LakegradeadwReadData", effect: "Deny", action: names("s3:GetObject"), resource: names("*"), conditions: [] }],
};

const document = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: "*" } });

const change = (before: IamRolePolicy | null, after: IamRolePolicy | null): Change<IamRolePolicy> => changeOf(iamRolePolicy, before, after);

function apply({ ports }: GovernedLake, ...changes: readonly Change<IamRolePolicy>[]): Promise<readonly Outcome[]> {
  return outcomesOf(iamRolePolicy, { ports }, changes);
}

async function read({ sandbox, ports }: GovernedLake) {
  return readLive(ports, { account, region, caller: sandbox.administrator.arn, readAt: "2026-01-01T00:00:00.000Z" });
}

function lake(): GovernedLake {
  return openLake({ catalog: { databases: [] }, roles: ["etl", "Analyst"] });
}

const done = [{ address: address(wish), status: "done" }];

test("a guardrail is written beside other policies of the role, and only it is deleted", async () => {
  const opened = lake();
  await opened.ports.iam.putRolePolicy({ RoleName: "etl", PolicyName: "theirs", PolicyDocument: document("athena:*") });
  expect(await apply(opened, change(null, wish))).toEqual(done);
  const role = () => opened.sandbox.account.iam.roles.get("etl");
  expect([...(role()?.inline.keys() ?? [])].toSorted()).toEqual(["lakegrade-adw", "theirs"]);
  const live = await read(opened);
  expect(specsOf(live.resources, "iam-role-policy").map(([, spec]) => spec)).toEqual([wish]);
  expect(await apply(opened, change(wish, null))).toEqual(done);
  expect([...(role()?.inline ?? [])]).toEqual([["theirs", document("athena:*")]]);
});

test("deleting what is gone already, perhaps with its role, succeeds", async () => {
  const opened = lake();
  expect(await apply(opened, change(wish, null))).toEqual(done);
  const gone = { ...wish, role: "nobody" };
  expect(await apply(opened, change(gone, null))).toEqual([{ address: address(gone), status: "done" }]);
});

test("a role that is gone takes no guardrail, and the others do", async () => {
  const gone = { ...wish, role: "nobody" };
  const outcomes = await apply(lake(), change(null, gone), change(null, wish));
  expect(outcomes.find(({ address: id }) => id === address(gone))).toMatchObject({
    status: "failed",
    error: expect.stringMatching(/NoSuchEntity/),
  });
  expect(outcomes).toContainEqual(done[0]);
});

describe("a role that belongs to AWS", () => {
  test("is left out of plans", async () => {
    const opened = lake();
    seedRole(opened.sandbox, "AWSServiceRoleForX", { path: "/aws-service-role/x.amazonaws.com/" });
    const { name } = seedPermissionSetRole(opened.sandbox, "Analyst");
    const live = await read(opened);
    const completed = ["etl", "AWSServiceRoleForX", name].map((role) => iamRolePolicy.complete?.({ ...wish, role }, live)?.role);
    expect(completed).toEqual(["etl", undefined, undefined]);
  });

  test("is named where it is changed all the same", async () => {
    const opened = lake();
    const { name } = seedPermissionSetRole(opened.sandbox, "Analyst");
    const [outcome] = await apply(opened, change(null, { ...wish, role: name }));
    expect(outcome).toMatchObject({ status: "failed", error: expect.stringContaining(`role ${name} belongs to AWS`) });
  });
});

test("a policy of a lake that is not understood is told as missing, with the lake's name", async () => {
  const opened = lake();
  await apply(opened, change(null, wish));
  const { iam } = opened.ports;
  const broken = { RoleName: "etl", Arn: "arn", Path: "/", RolePolicyList: [{ PolicyName: "lakegrade-adw", PolicyDocument: "%7Bno" }] };
  const getAccountAuthorizationDetails = () => Promise.resolve({ RoleDetailList: [broken], $metadata: {} });
  const { unread } = await read({ ...opened, ports: { ...opened.ports, iam: { ...iam, getAccountAuthorizationDetails } } });
  const what = "policy lakegrade-adw of role etl";
  expect(unread).toContainEqual({ kind: "iam-role-policy", what, reason: "the policy is not JSON", lake: "adw" });
});

test("adding a Deny narrows, taking it away widens, and so does an Allow", () => {
  const allow = {
    ...wish,
    statements: [...wish.statements, { ...wish.statements[0], sid: "LakegradeadwX", effect: "Allow" }],
  } as IamRolePolicy;
  const renamed = { ...wish, statements: wish.statements.map((statement) => ({ ...statement, sid: "LakegradeadwOther" })) };
  const impacts = [change(null, wish), change(wish, null), change(wish, allow), change(allow, wish), change(wish, renamed)];
  expect(impacts.map(({ impact }) => impact)).toEqual(["narrows", "widens", "widens", "narrows", "neutral"]);
});

describe("roles are read", () => {
  test("with every policy, decoded, and with the managed policies that they use", async () => {
    const { sandbox, ports } = lake();
    const policy = document("s3:Get*+%20 é");
    await ports.iam.putRolePolicy({ RoleName: "etl", PolicyName: "b", PolicyDocument: policy });
    await ports.iam.putRolePolicy({ RoleName: "etl", PolicyName: "a", PolicyDocument: document("glue:*") });
    const made = ["used", "bound", "unused"].map((name) => ({ name, arn: `arn:aws:iam::${account}:policy/${name}` }));
    for (const { name, arn } of made)
      sandbox.account.iam.policies.set(arn, {
        name,
        path: "/",
        arn,
        id: name,
        created: sandbox.now(),
        description: undefined,
        document: policy,
      });
    const role = sandbox.account.iam.roles.get("etl");
    if (role !== undefined)
      sandbox.account.iam.roles.set("etl", { ...role, attached: new Set([made[0]?.arn ?? ""]), permissionsBoundary: made[1]?.arn });
    sandbox.resetCalls();
    const { roles, managedPolicies } = await readRoles(ports);
    expect(sandbox.calls().get("iam:GetAccountAuthorizationDetails")).toBe(1);
    expect(roles.find(({ name }) => name === "etl")?.policies).toEqual({
      id: role?.id,
      trust: role?.trust,
      inline: [
        { name: "a", document: document("glue:*") },
        { name: "b", document: policy },
      ],
      attached: [made[0]?.arn],
      boundary: made[1]?.arn,
    });
    expect(managedPolicies).toEqual([made[1], made[0]].map((used) => ({ arn: used?.arn, document: policy })));
    sandbox.setFaults({ pageSize: 1 });
    expect(await readRoles(ports)).toMatchObject({ roles, managedPolicies });
  });

  test("where a managed policy shows no version in force it is not taken for an empty one", async () => {
    const { ports } = lake();
    const Policies = [{ Arn: "p", PolicyVersionList: [{ Document: document("s3:*"), IsDefaultVersion: false }] }];
    const RoleDetailList = [{ RoleName: "etl", Arn: "a", Path: "/", AttachedManagedPolicies: [{ PolicyArn: "p" }] }];
    const getAccountAuthorizationDetails = () => Promise.resolve({ RoleDetailList, Policies, $metadata: {} });
    const { roles, managedPolicies } = await readRoles({ ...ports, iam: { ...ports.iam, getAccountAuthorizationDetails } });
    expect([roles[0]?.policies?.attached, managedPolicies]).toEqual([["p"], []]);
  });
});
