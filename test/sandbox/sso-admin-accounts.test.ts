/** Accounts of an organisation: an IAM of their own, roles across them, and who administers IAM Identity Center. */

import { GetDatabasesCommand } from "@aws-sdk/client-glue";
import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListGroupsCommand } from "@aws-sdk/client-identitystore";
import {
  DescribeInstanceCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  PutInlinePolicyToPermissionSetCommand,
  TagResourceCommand,
} from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";

import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { seedCatalog, seedRole } from "../../src/sandbox/seed.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, region, testSandbox } from "./clients.ts";
import {
  assign,
  callerIn,
  credentialsIn,
  delegated,
  management,
  organizationSandbox,
  other,
  provision,
  unassign,
} from "./identity-center.ts";

const trust = policyOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
const inlinePolicy = policyOf({ Effect: "Deny", Action: "s3:GetObject", Resource: "*" });

test("a role in another account is assumed, and acts there", async () => {
  const sandbox = organizationSandbox();
  seedCatalog(sandbox, { databases: [{ name: "claims", tables: [] }] });
  const { sts, glue } = clientsOf(sandbox, await credentialsIn(sandbox, management));
  const arn = `arn:aws:sts::${management}:assumed-role/LakegradeIdentity/mina`;
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: management, Arn: arn });
  expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
});

test("each account has its own roles, of equal names too", async () => {
  const sandbox = organizationSandbox();
  const { iam } = await callerIn(sandbox, other);
  const home = clientsOf(sandbox).iam;
  const create = new CreateRoleCommand({ RoleName: "etl", AssumeRolePolicyDocument: trust });
  await iam.send(create);
  await home.send(create);
  expect((await iam.send(new GetRoleCommand({ RoleName: "etl" }))).Role?.Arn).toBe(`arn:aws:iam::${other}:role/etl`);
  expect((await home.send(new GetRoleCommand({ RoleName: "etl" }))).Role?.Arn).toBe(`arn:aws:iam::${account}:role/etl`);
  expect((await home.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
});

test("roles of accounts outside the organisation are not assumed", async () => {
  const { sts } = clientsOf(organizationSandbox());
  const command = new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/etl", RoleSessionName: "mina" });
  expect((await errorOf(sts.send(command))).name).toBe("AccessDenied");
});

test("without an organisation the account is its own management account", async () => {
  const sandbox = testSandbox();
  const { arn, store } = seedInstance(sandbox);
  const { sso } = await callerIn(sandbox, account);
  const { Instances: instances } = await sso.send(new ListInstancesCommand({}));
  const shown = { InstanceArn: arn, IdentityStoreId: store.id, OwnerAccountId: account, Status: "ACTIVE", PrimaryRegion: region };
  expect(instances).toEqual([{ ...shown, CreatedDate: expect.any(Date) }]);
  expect(arn).toMatch(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/);
  expect(store.id).toMatch(/^d-[0-9a-f]{10}$/);
});

test("only the management account and the delegated administrator reach the instance", async () => {
  const sandbox = organizationSandbox();
  const { arn, store } = seedInstance(sandbox);
  for (const id of [management, delegated]) {
    const caller = await callerIn(sandbox, id);
    expect((await caller.sso.send(new DescribeInstanceCommand({ InstanceArn: arn }))).OwnerAccountId).toBe(management);
    expect((await caller.store.send(new ListGroupsCommand({ IdentityStoreId: store.id }))).Groups).toEqual([]);
  }
  for (const id of [account, other]) {
    const caller = await callerIn(sandbox, id);
    const calls = [
      caller.sso.send(new ListInstancesCommand({})),
      caller.sso.send(new DescribeInstanceCommand({ InstanceArn: arn })),
      caller.sso.send(new ListPermissionSetsCommand({ InstanceArn: arn })),
      caller.sso.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: "a", Value: "b" }] })),
      caller.store.send(new ListGroupsCommand({ IdentityStoreId: store.id })),
    ];
    for (const call of calls) expect(await errorOf(call)).toMatchObject({ name: "AccessDeniedException", status: 400 });
  }
});

test("another Region has no instance", async () => {
  const sandbox = organizationSandbox();
  const { arn, store } = seedInstance(sandbox, { region: "eu-west-1" });
  const here = await callerIn(sandbox, management, "eu-west-1");
  expect((await here.sso.send(new ListInstancesCommand({}))).Instances).toHaveLength(1);
  const elsewhere = await callerIn(sandbox, management);
  expect((await elsewhere.sso.send(new ListInstancesCommand({}))).Instances).toEqual([]);
  expect((await errorOf(elsewhere.sso.send(new ListPermissionSetsCommand({ InstanceArn: arn })))).name).toBe("ResourceNotFoundException");
  expect((await errorOf(elsewhere.sso.send(new DescribeInstanceCommand({ InstanceArn: arn })))).name).toBe("AccessDeniedException");
  const groups = elsewhere.store.send(new ListGroupsCommand({ IdentityStoreId: store.id }));
  expect((await errorOf(groups)).name).toBe("ResourceNotFoundException");
});

test("the delegated administrator keeps its hands off what the management account uses", async () => {
  const sandbox = organizationSandbox();
  const { arn: instance } = seedInstance(sandbox);
  const { arn: free } = seedPermissionSet(sandbox, "Free");
  const { arn: taken } = seedPermissionSet(sandbox, "Taken");
  const { id: group } = seedGroup(sandbox, "admins");
  seedAssignment(sandbox, "Taken", "admins", management);
  seedAssignment(sandbox, "Free", "admins");
  const caller = await callerIn(sandbox, delegated);
  const put = (permissionSet: string) =>
    caller.sso.send(
      new PutInlinePolicyToPermissionSetCommand({ InstanceArn: instance, PermissionSetArn: permissionSet, InlinePolicy: inlinePolicy }),
    );
  await put(free);
  expect((await provision(caller, instance, free)).status).toBe("SUCCEEDED");
  const error = await errorOf(put(taken));
  const arn = `arn:aws:sts::${delegated}:assumed-role/LakegradeIdentity/mina`;
  expect(error.message).toBe(`User: ${arn} is not authorized to perform: sso:PutInlinePolicyToPermissionSet on resource: ${taken}`);
  for (const call of [
    () => provision(caller, instance, taken),
    () => assign(caller, { instance, permissionSet: taken, group }),
    () => unassign(caller, { instance, permissionSet: taken, group }),
    () => assign(caller, { instance, permissionSet: free, group, target: management }),
    () => caller.sso.send(new TagResourceCommand({ ResourceArn: taken, Tags: [{ Key: "a", Value: "b" }] })),
    () =>
      caller.sso.send(new ListAccountAssignmentsForPrincipalCommand({ InstanceArn: instance, PrincipalId: group, PrincipalType: "GROUP" })),
  ]) {
    expect((await errorOf(call())).name).toBe("AccessDeniedException");
  }
  const read = new DescribePermissionSetCommand({ InstanceArn: instance, PermissionSetArn: taken });
  expect((await caller.sso.send(read)).PermissionSet?.Name).toBe("Taken");
  const owner = await callerIn(sandbox);
  await owner.sso.send(
    new PutInlinePolicyToPermissionSetCommand({ InstanceArn: instance, PermissionSetArn: taken, InlinePolicy: inlinePolicy }),
  );
});

test("organisations and seeds that cannot be are refused", () => {
  expect(() => createSandbox({ account, region, organization: { memberAccounts: ["1"] } })).toThrow("12 digits");
  const sandbox = organizationSandbox();
  expect(() => seedGroup(sandbox, "analysts")).toThrow("seed an instance first");
  expect(() => seedInstance(sandbox, { provisioningCalls: -1 })).toThrow("whole number");
  seedInstance(sandbox);
  expect(() => seedInstance(sandbox)).toThrow("one instance");
  expect(() => seedPermissionSet(sandbox, "no spaces")).toThrow("is not a permission set name");
  expect(() => seedPermissionSet(sandbox, "Bad", { inlinePolicy: {} })).toThrow("Invalid PermissionsPolicy Document");
  expect(() => seedAssignment(sandbox, "Nobody", "analysts")).toThrow("there is no permission set 'Nobody'");
  seedPermissionSet(sandbox, "DataAnalyst");
  expect(() => seedAssignment(sandbox, "DataAnalyst", "analysts")).toThrow("there is no group 'analysts'");
  seedGroup(sandbox, "analysts");
  expect(() => seedAssignment(sandbox, "DataAnalyst", "analysts", "123456789012")).toThrow("Account 123456789012 not found");
  expect(() => seedRole(sandbox, "etl", { account: "123456789012" })).toThrow("has no account 123456789012");
});
