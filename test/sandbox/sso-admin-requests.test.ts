/** Requests of IAM Identity Center: which run together, how they are listed, how they fail. */

import {
  CreateAccountAssignmentCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentDeletionStatusCommand,
  ListPermissionSetProvisioningStatusCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, test } from "vitest";

import { seedAssignment, seedGroup, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { account, errorOf } from "./clients.ts";
import { assign, assignmentInput, management, office, other, policyOf, provision, reservedRoles, unassign } from "./identity-center.ts";

describe("requests that run at the same time", () => {
  test("conflict in one account; different groups do not", async () => {
    const { sandbox, caller, at, instance, permissionSet } = await office({ provisioningCalls: 50 });
    const second = seedGroup(sandbox, "more-analysts").id;
    seedAssignment(sandbox, "DataAnalyst", "data-analysts", other);
    const create = (input: Partial<typeof at> & { target?: string }) =>
      caller.sso.send(new CreateAccountAssignmentCommand(assignmentInput({ ...at, ...input })));
    const start = (TargetId: string) =>
      caller.sso.send(
        new ProvisionPermissionSetCommand({ InstanceArn: instance, PermissionSetArn: permissionSet, TargetType: "AWS_ACCOUNT", TargetId }),
      );
    await create({});
    await create({ group: second });
    expect((await errorOf(create({}))).name).toBe("ConflictException");
    expect((await errorOf(start(account))).name).toBe("ConflictException");
    await start(other);
    expect((await errorOf(start(other))).name).toBe("ConflictException");
    seedAssignment(sandbox, "DataAnalyst", "data-analysts", management);
    const all = { InstanceArn: instance, PermissionSetArn: permissionSet, TargetType: "ALL_PROVISIONED_ACCOUNTS" as const };
    expect((await errorOf(caller.sso.send(new ProvisionPermissionSetCommand(all)))).name).toBe("ConflictException");
    const put = new PutInlinePolicyToPermissionSetCommand({
      InstanceArn: instance,
      PermissionSetArn: permissionSet,
      InlinePolicy: policyOf("s3:*"),
    });
    expect((await errorOf(caller.sso.send(put))).name).toBe("ConflictException");
  });

  test("are at most three provisionings and fifteen assignments", async () => {
    const { sandbox, caller, at, instance } = await office({ provisioningCalls: 100 });
    const sets = ["A", "B", "C", "D"].map((name) => seedPermissionSet(sandbox, name).arn);
    const start = (PermissionSetArn: string | undefined) =>
      caller.sso.send(
        new ProvisionPermissionSetCommand({ InstanceArn: instance, PermissionSetArn, TargetType: "AWS_ACCOUNT", TargetId: account }),
      );
    for (const set of sets.slice(0, 3)) await start(set);
    expect((await errorOf(start(sets[3]))).name).toBe("ConflictException");
    const create = (group: string) => caller.sso.send(new CreateAccountAssignmentCommand(assignmentInput({ ...at, group })));
    for (let index = 0; index < 15; index += 1) await create(seedGroup(sandbox, `g${index}`).id);
    expect((await errorOf(create(at.group))).name).toBe("ConflictException");
  });

  test("are listed by status, in pages, each kind by itself", async () => {
    const { caller, at, instance, permissionSet } = await office();
    await assign(caller, at);
    await unassign(caller, at);
    await unassign(caller, at);
    await provision(caller, instance, permissionSet, account);
    const input = { InstanceArn: instance };
    const created = await caller.sso.send(new ListAccountAssignmentCreationStatusCommand(input));
    expect(created.AccountAssignmentsCreationStatus?.map(({ Status: status }) => status)).toEqual(["SUCCEEDED"]);
    const listDeleted = new ListAccountAssignmentDeletionStatusCommand({ ...input, Filter: { Status: "FAILED" } });
    const { AccountAssignmentsDeletionStatus: failed = [] } = await caller.sso.send(listDeleted);
    expect(failed.map(({ Status: status }) => status)).toEqual(["FAILED"]);
    const one = await caller.sso.send(new ListAccountAssignmentDeletionStatusCommand({ ...input, MaxResults: 1 }));
    expect(one.AccountAssignmentsDeletionStatus).toHaveLength(1);
    const rest = await caller.sso.send(new ListAccountAssignmentDeletionStatusCommand({ ...input, NextToken: one.NextToken }));
    expect(rest.AccountAssignmentsDeletionStatus).toHaveLength(1);
    expect(rest.NextToken).toBeUndefined();
    const provisioned = await caller.sso.send(new ListPermissionSetProvisioningStatusCommand(input));
    expect(provisioned.PermissionSetsProvisioningStatus?.map(({ Status: status }) => status)).toEqual(["FAILED"]);
    const AccountAssignmentDeletionRequestId = created.AccountAssignmentsCreationStatus?.[0]?.RequestId;
    const wrong = new DescribeAccountAssignmentDeletionStatusCommand({ ...input, AccountAssignmentDeletionRequestId });
    expect((await errorOf(caller.sso.send(wrong))).name).toBe("ResourceNotFoundException");
  });

  test("say what they are about", async () => {
    const { sandbox, caller, at, instance, permissionSet } = await office();
    const { sso } = caller;
    const input = { InstanceArn: instance, PermissionSetArn: permissionSet };
    const { AccountAssignmentCreationStatus: created } = await sso.send(new CreateAccountAssignmentCommand(assignmentInput(at)));
    const { InstanceArn: _instance, ...asked } = assignmentInput(at);
    const made = { Status: "IN_PROGRESS", RequestId: created?.RequestId, CreatedDate: created?.CreatedDate };
    expect(created).toEqual({ ...made, ...asked });
    seedAssignment(sandbox, "DataAnalyst", "data-analysts", other);
    const one = new ProvisionPermissionSetCommand({ ...input, TargetType: "AWS_ACCOUNT", TargetId: other });
    expect((await sso.send(one)).PermissionSetProvisioningStatus).toMatchObject({ AccountId: other, PermissionSetArn: permissionSet });
    expect((await assign(caller, { ...at, target: management })).status).toBe("SUCCEEDED");
    const all = new ProvisionPermissionSetCommand({ ...input, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
    expect((await sso.send(all)).PermissionSetProvisioningStatus).not.toHaveProperty("AccountId");
  });

  test("fail for no reason of their own when a fault says so", async () => {
    const { sandbox, caller, home, at } = await office();
    sandbox.setFaults({ entryFailures: 1 });
    const failure = "An unexpected internal service exception was encountered";
    expect(await assign(caller, at)).toMatchObject({ status: "FAILED", failure });
    expect(await reservedRoles(home.iam)).toEqual([]);
  });
});
