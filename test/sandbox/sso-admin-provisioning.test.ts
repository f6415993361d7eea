/** Provisioning: the role behind a permission set, when it changes, and what it leaves behind. */

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient, Role } from "@aws-sdk/client-iam";
import { CreateGroupMembershipCommand, CreateUserCommand, DeleteGroupCommand } from "@aws-sdk/client-identitystore";
import { BatchGrantPermissionsCommand, ListPermissionsCommand } from "@aws-sdk/client-lakeformation";
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  DeletePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, test } from "vitest";

import { seedCatalog } from "../../src/sandbox/seed.ts";
import { seedAssignment, seedGroup, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { account, errorOf } from "./clients.ts";
import {
  assign,
  assignmentInput,
  callerIn,
  management,
  office,
  other,
  policyOf,
  provision,
  reservedRoles,
  unassign,
} from "./identity-center.ts";

async function inlineOf(iam: IAMClient, role: Role | undefined): Promise<string> {
  const command = new GetRolePolicyCommand({ RoleName: role?.RoleName, PolicyName: "AwsSSOInlinePolicy" });
  return decodeURIComponent((await iam.send(command)).PolicyDocument ?? "");
}

describe("the first assignment", () => {
  test("takes a while, and then there is a role with the inline policy in the account", async () => {
    const { caller, home, at, instance, permissionSet } = await office();
    expect(await reservedRoles(home.iam)).toEqual([]);
    expect(await assign(caller, at)).toEqual({ status: "SUCCEEDED", failure: undefined, waits: 2 });
    const [role] = await reservedRoles(home.iam);
    expect(role?.RoleName).toMatch(/^AWSReservedSSO_DataAnalyst_[0-9a-f]{16}$/);
    expect(role?.Arn).toBe(`arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/ap-northeast-2/${role?.RoleName}`);
    expect(await inlineOf(home.iam, role)).toBe(policyOf("s3:GetObject"));
    const list = new ListAccountAssignmentsCommand({ InstanceArn: instance, PermissionSetArn: permissionSet, AccountId: account });
    const row = { AccountId: account, PermissionSetArn: permissionSet, PrincipalType: "GROUP", PrincipalId: at.group };
    expect((await caller.sso.send(list)).AccountAssignments).toEqual([row]);
  });

  test("has no effect while it is in progress", async () => {
    const { caller, home, at } = await office({ provisioningCalls: 3 });
    await caller.sso.send(new CreateAccountAssignmentCommand(assignmentInput(at)));
    for (const roles of [0, 0, 0, 1]) expect(await reservedRoles(home.iam)).toHaveLength(roles);
  });

  test("names no Region in the path when the identity source is in us-east-1", async () => {
    const { caller, home, at } = await office({ identitySourceRegion: "us-east-1" });
    await assign(caller, at);
    const [role] = await reservedRoles(home.iam);
    expect(role?.Path).toBe("/aws-reserved/sso.amazonaws.com/");
  });

  test("fails for principals and accounts that are not there, and leaves nothing", async () => {
    const { caller, home, at } = await office();
    const nobody = "00000000-0000-4000-8000-000000000000";
    const lost = await assign(caller, { ...at, group: nobody });
    expect(lost).toMatchObject({ status: "FAILED", failure: `Received a 404 status error: GROUP ${nobody} not found.` });
    expect(await assign(caller, { ...at, target: "123456789012" })).toMatchObject({ status: "FAILED" });
    expect(await reservedRoles(home.iam)).toEqual([]);
  });
});

describe("the last removal", () => {
  test("deletes the role; its Lake Formation grants stay, and the next role has another suffix", async () => {
    const { sandbox, caller, home, at } = await office();
    seedCatalog(sandbox, { databases: [{ name: "claims", tables: [] }] });
    await assign(caller, at);
    const [first] = await reservedRoles(home.iam);
    const entry = {
      Id: "1",
      Principal: { DataLakePrincipalIdentifier: first?.Arn },
      Resource: { Database: { Name: "claims" } },
      Permissions: ["DESCRIBE" as const],
    };
    expect((await home.lakeFormation.send(new BatchGrantPermissionsCommand({ Entries: [entry] }))).Failures ?? []).toEqual([]);
    expect((await unassign(caller, at)).status).toBe("SUCCEEDED");
    expect(await reservedRoles(home.iam)).toEqual([]);
    await assign(caller, at);
    const [second] = await reservedRoles(home.iam);
    expect(second?.RoleName).toMatch(/^AWSReservedSSO_DataAnalyst_/);
    expect(second?.RoleName).not.toBe(first?.RoleName);
    const { PrincipalResourcePermissions: grants = [] } = await home.lakeFormation.send(new ListPermissionsCommand({}));
    const holders = grants.map(({ Principal: principal }) => principal?.DataLakePrincipalIdentifier);
    expect(holders).toContain(first?.Arn);
    expect(holders).not.toContain(second?.Arn);
  });

  test("is of the account, and of the last group in it", async () => {
    const { sandbox, caller, home, at } = await office();
    const second = seedGroup(sandbox, "more-analysts").id;
    const there = await callerIn(sandbox, other);
    await assign(caller, at);
    await assign(caller, { ...at, group: second });
    await assign(caller, { ...at, target: other });
    await unassign(caller, at);
    expect(await reservedRoles(home.iam)).toHaveLength(1);
    await unassign(caller, { ...at, group: second });
    expect(await reservedRoles(home.iam)).toEqual([]);
    expect(await reservedRoles(there.iam)).toHaveLength(1);
  });

  test("of what is not assigned fails", async () => {
    const { caller, at } = await office();
    expect(await unassign(caller, at)).toMatchObject({ status: "FAILED", failure: "Received a 404 status error: Assignment not found." });
  });

  test("is needed before a permission set is deleted", async () => {
    const { caller, at, instance, permissionSet } = await office();
    const remove = new DeletePermissionSetCommand({ InstanceArn: instance, PermissionSetArn: permissionSet });
    await caller.sso.send(new CreateAccountAssignmentCommand(assignmentInput(at)));
    expect((await errorOf(caller.sso.send(remove))).name).toBe("ConflictException");
    await assign(caller, { ...at, target: other });
    expect((await errorOf(caller.sso.send(remove))).name).toBe("ConflictException");
    await unassign(caller, { ...at, target: other });
    await unassign(caller, at);
    await caller.sso.send(remove);
  });
});

describe("a changed permission set", () => {
  test("reaches accounts only by provisioning, and says so until then", async () => {
    const { sandbox, caller, home, at, instance, permissionSet } = await office();
    seedAssignment(sandbox, "DataAnalyst", "data-analysts");
    seedAssignment(sandbox, "DataAnalyst", "data-analysts", other);
    const accounts = async (ProvisioningStatus?: "LATEST_PERMISSION_SET_PROVISIONED" | "LATEST_PERMISSION_SET_NOT_PROVISIONED") => {
      const input = { InstanceArn: instance, PermissionSetArn: permissionSet, ProvisioningStatus };
      return (await caller.sso.send(new ListAccountsForProvisionedPermissionSetCommand(input))).AccountIds;
    };
    expect(await accounts("LATEST_PERMISSION_SET_PROVISIONED")).toEqual([account, other]);
    const document = policyOf("kms:Decrypt");
    const put = new PutInlinePolicyToPermissionSetCommand({
      InstanceArn: instance,
      PermissionSetArn: permissionSet,
      InlinePolicy: document,
    });
    await caller.sso.send(put);
    const [role] = await reservedRoles(home.iam);
    expect(await inlineOf(home.iam, role)).toBe(policyOf("s3:GetObject"));
    expect(await accounts("LATEST_PERMISSION_SET_PROVISIONED")).toEqual([]);
    expect(await accounts("LATEST_PERMISSION_SET_NOT_PROVISIONED")).toEqual([account, other]);

    expect((await provision(caller, instance, permissionSet, account)).status).toBe("SUCCEEDED");
    const [after] = await reservedRoles(home.iam);
    expect(after).toEqual(role);
    expect(await inlineOf(home.iam, role)).toBe(document);
    expect(await accounts("LATEST_PERMISSION_SET_NOT_PROVISIONED")).toEqual([other]);
    expect(await accounts()).toEqual([account, other]);

    const inAccount = async (AccountId: string, ProvisioningStatus?: "LATEST_PERMISSION_SET_NOT_PROVISIONED") =>
      caller.sso.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn: instance, AccountId, ProvisioningStatus }));
    expect((await inAccount(other, "LATEST_PERMISSION_SET_NOT_PROVISIONED")).PermissionSets).toEqual([permissionSet]);
    expect((await inAccount(account)).PermissionSets).toEqual([permissionSet]);
    expect(await inAccount(account, "LATEST_PERMISSION_SET_NOT_PROVISIONED")).not.toHaveProperty("PermissionSets");
    expect((await provision(caller, instance, permissionSet)).status).toBe("SUCCEEDED");
    expect(await accounts("LATEST_PERMISSION_SET_NOT_PROVISIONED")).toEqual([]);
    // A further assignment does not carry a change over.
    await caller.sso.send(put);
    await assign(caller, { ...at, group: seedGroup(sandbox, "more-analysts").id });
    expect(await accounts("LATEST_PERMISSION_SET_NOT_PROVISIONED")).toEqual([account, other]);
  });

  test("is not carried to an account without an assignment", async () => {
    const { caller, instance, permissionSet } = await office();
    expect(await provision(caller, instance, permissionSet, account)).toMatchObject({
      status: "FAILED",
      failure: "Received a 404 status error: Assignment not found.",
    });
    const input = { InstanceArn: instance, PermissionSetArn: permissionSet };
    const both = new ProvisionPermissionSetCommand({ ...input, TargetType: "ALL_PROVISIONED_ACCOUNTS", TargetId: account });
    const neither = new ProvisionPermissionSetCommand({ ...input, TargetType: "AWS_ACCOUNT" });
    for (const command of [both, neither]) expect((await errorOf(caller.sso.send(command))).name).toBe("ValidationException");
  });

  test("fails where a customer managed policy is missing, and keeps what was there", async () => {
    const { sandbox, caller, home, instance, permissionSet } = await office();
    seedAssignment(sandbox, "DataAnalyst", "data-analysts");
    const input = { InstanceArn: instance, PermissionSetArn: permissionSet };
    const reference = { Name: "guardrail", Path: "/lake/" };
    await caller.sso.send(
      new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ ...input, CustomerManagedPolicyReference: reference }),
    );
    await caller.sso.send(
      new PutPermissionsBoundaryToPermissionSetCommand({ ...input, PermissionsBoundary: { CustomerManagedPolicyReference: reference } }),
    );
    const failed = await provision(caller, instance, permissionSet, account);
    const arn = `arn:aws:iam::${account}:policy/lake/guardrail`;
    expect(failed.failure).toBe(`Received a 404 status error: Policy ${arn} does not exist or is not attachable.`);
    const [role] = await reservedRoles(home.iam);
    const attached = new ListAttachedRolePoliciesCommand({ RoleName: role?.RoleName });
    expect((await home.iam.send(attached)).AttachedPolicies).toEqual([]);
    const create = { PolicyName: "guardrail", Path: "/lake/", PolicyDocument: policyOf("s3:*") };
    await home.iam.send(new CreatePolicyCommand(create));
    expect((await provision(caller, instance, permissionSet, account)).status).toBe("SUCCEEDED");
    expect((await home.iam.send(attached)).AttachedPolicies).toEqual([{ PolicyName: "guardrail", PolicyArn: arn }]);
    const { RoleDetailList: roles = [] } = await home.iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(roles.map(({ PermissionsBoundary: boundary }) => boundary?.PermissionsBoundaryArn)).toEqual([arn]);
    const absent = { CustomerManagedPolicyReference: { Name: "absent" } };
    await caller.sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...input, PermissionsBoundary: absent }));
    expect((await provision(caller, instance, permissionSet, account)).failure).toContain("policy/absent does not exist");
  });
});

test("AWS managed policies are listed on the role by name, and the role is AWS's alone", async () => {
  const { sandbox, home } = await office();
  const arn = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
  seedPermissionSet(sandbox, "Viewer", { description: "looks only", managedPolicies: [arn] });
  const { name } = seedAssignment(sandbox, "Viewer", "data-analysts");
  const attached = await home.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  expect(attached.AttachedPolicies).toEqual([{ PolicyName: "ViewOnlyAccess", PolicyArn: arn }]);
  const { RoleDetailList: roles = [] } = await home.iam.send(new GetAccountAuthorizationDetailsCommand({}));
  expect(roles.map(({ AttachedManagedPolicies: policies }) => policies)).toEqual([[{ PolicyName: "ViewOnlyAccess", PolicyArn: arn }]]);
  const attach = new AttachRolePolicyCommand({ RoleName: name, PolicyArn: arn });
  expect((await errorOf(home.iam.send(attach))).name).toBe("UnmodifiableEntityException");
});

test("a role has twenty managed policies at most, and an account five hundred permission sets", async () => {
  const { sandbox, home, caller, instance, group } = await office();
  const managedPolicies = Array.from({ length: 21 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`);
  const wide = seedPermissionSet(sandbox, "Wide", { managedPolicies }).arn;
  const failure = "Received a 409 status error: Cannot exceed quota for PoliciesPerRole: 20";
  expect(await assign(caller, { instance, permissionSet: wide, group })).toMatchObject({ status: "FAILED", failure });
  for (let index = 0; index < 500; index += 1) {
    seedPermissionSet(sandbox, `set${index}`);
    seedAssignment(sandbox, `set${index}`, "data-analysts");
  }
  const more = seedPermissionSet(sandbox, "OneMore").arn;
  const refused = await assign(caller, { instance, permissionSet: more, group });
  expect(refused.failure).toBe(`Received a 402 status error: Account ${account} has 500 permission sets.`);
  expect((await assign(caller, { instance, permissionSet: more, group, target: other })).status).toBe("SUCCEEDED");
  const first = await home.iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  expect(first.Roles).toHaveLength(500);
});

test("a principal's assignments include those of a user's groups, and outlive a deleted group", async () => {
  const { sandbox, caller, instance, store, permissionSet, group } = await office();
  seedAssignment(sandbox, "DataAnalyst", "data-analysts");
  seedAssignment(sandbox, "DataAnalyst", "data-analysts", management);
  const named = { GivenName: "Mina", FamilyName: "Kim" };
  const create = new CreateUserCommand({ IdentityStoreId: store, UserName: "mina", DisplayName: "Mina Kim", Name: named });
  const { UserId: user = "" } = await caller.store.send(create);
  await caller.store.send(new CreateGroupMembershipCommand({ IdentityStoreId: store, GroupId: group, MemberId: { UserId: user } }));
  const row = (AccountId: string) => ({ AccountId, PermissionSetArn: permissionSet, PrincipalType: "GROUP", PrincipalId: group });
  const ofUser = { InstanceArn: instance, PrincipalId: user, PrincipalType: "USER" as const };
  const list = await caller.sso.send(new ListAccountAssignmentsForPrincipalCommand(ofUser));
  expect(list.AccountAssignments).toEqual([row(account), row(management)]);
  const page = await caller.sso.send(new ListAccountAssignmentsForPrincipalCommand({ ...ofUser, MaxResults: 1 }));
  const next = await caller.sso.send(new ListAccountAssignmentsForPrincipalCommand({ ...ofUser, NextToken: page.NextToken }));
  expect([page.AccountAssignments, next.AccountAssignments]).toEqual([[row(account)], [row(management)]]);
  const filtered = await caller.sso.send(new ListAccountAssignmentsForPrincipalCommand({ ...ofUser, Filter: { AccountId: account } }));
  expect(filtered.AccountAssignments).toEqual([row(account)]);
  await caller.store.send(new DeleteGroupCommand({ IdentityStoreId: store, GroupId: group }));
  const gone = await caller.sso.send(new ListAccountAssignmentsForPrincipalCommand(ofUser));
  expect(gone.AccountAssignments).toEqual([]);
  const orphans = new ListAccountAssignmentsCommand({ InstanceArn: instance, PermissionSetArn: permissionSet, AccountId: account });
  expect((await caller.sso.send(orphans)).AccountAssignments).toEqual([row(account)]);
});
