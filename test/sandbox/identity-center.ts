/** IAM Identity Center for tests: an organisation of four accounts, its callers, and waiting for requests. */

import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import type { Role } from "@aws-sdk/client-iam";
import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetProvisioningStatusCommand,
  ProvisionPermissionSetCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";

import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { seedRole } from "../../src/sandbox/seed.ts";
import { seedGroup, seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import type { SeedInstanceOptions } from "../../src/sandbox/seed-identity-center.ts";
import { account, administrator, clientsOf, region, testSandbox } from "./clients.ts";
import type { Credentials } from "./clients.ts";
import { sessionOf } from "./role-session.ts";

export const management = "999900001111";
export const delegated = "444455556666";
export const other = "777788889999";

/** The lake's account is a member; the management account is another one. */
export function organizationSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  const organization = { managementAccount: management, delegatedAdministrator: delegated, memberAccounts: [other] };
  return testSandbox({ organization, ...options });
}

export interface Caller {
  readonly sso: SSOAdminClient;
  readonly store: IdentitystoreClient;
  readonly iam: IAMClient;
}

/** Credentials of a new role in one of the accounts. */
export function credentialsIn(sandbox: Sandbox, id: string): Promise<Credentials> {
  const { arn } = seedRole(sandbox, "LakegradeIdentity", { account: id });
  return sessionOf(sandbox, arn, { RoleSessionName: "mina" });
}

/** A caller from an account, by default the management account. */
export async function callerIn(sandbox: Sandbox, id = management, callsTo = region): Promise<Caller> {
  const credentials = id === account ? administrator : await credentialsIn(sandbox, id);
  const config = { region: callsTo, maxAttempts: 1, credentials, requestHandler: sandbox.requestHandler };
  return { sso: new SSOAdminClient(config), store: new IdentitystoreClient(config), iam: new IAMClient(config) };
}

/** A policy that denies one action. */
export function policyOf(action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: action, Resource: "*" }] });
}

/** An organisation with a permission set that nobody has, and a group. */
export async function office(options: SeedInstanceOptions = {}) {
  const sandbox = organizationSandbox();
  const { arn: instance, store } = seedInstance(sandbox, options);
  const permissionSet = seedPermissionSet(sandbox, "DataAnalyst", { inlinePolicy: JSON.parse(policyOf("s3:GetObject")) }).arn;
  const group = seedGroup(sandbox, "data-analysts").id;
  const caller = await callerIn(sandbox);
  return {
    sandbox,
    instance,
    store: store.id,
    permissionSet,
    group,
    caller,
    home: clientsOf(sandbox),
    at: { instance, permissionSet, group },
  };
}

/** The roles of permission sets in an account. */
export async function reservedRoles(iam: IAMClient): Promise<readonly Role[]> {
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: "/aws-reserved/sso.amazonaws.com/" }));
  return roles;
}

/** One assignment of a group. */
export interface Assignment {
  readonly instance: string;
  readonly permissionSet: string;
  readonly group: string;
  readonly target?: string;
}

/** What a request came to. */
export interface Outcome {
  readonly status: string | undefined;
  readonly failure: string | undefined;
  /** How many status calls found it in progress. */
  readonly waits: number;
}

interface RequestStatus {
  readonly Status?: string | undefined;
  readonly FailureReason?: string | undefined;
}

async function outcome(read: () => Promise<RequestStatus | undefined>): Promise<Outcome> {
  for (let waits = 0; waits < 100; waits += 1) {
    const { Status: status, FailureReason: failure } = (await read()) ?? {};
    if (status !== "IN_PROGRESS") return { status, failure, waits };
  }
  throw new Error("the request does not end");
}

export function assignmentInput({ instance, permissionSet, group, target = account }: Assignment) {
  return {
    InstanceArn: instance,
    PermissionSetArn: permissionSet,
    TargetId: target,
    TargetType: "AWS_ACCOUNT" as const,
    PrincipalType: "GROUP" as const,
    PrincipalId: group,
  };
}

/** Creates an assignment and waits for its end. */
export async function assign({ sso }: Caller, assignment: Assignment): Promise<Outcome> {
  const { AccountAssignmentCreationStatus: started } = await sso.send(new CreateAccountAssignmentCommand(assignmentInput(assignment)));
  const InstanceArn = assignment.instance;
  const AccountAssignmentCreationRequestId = started?.RequestId;
  return outcome(async () => {
    const command = new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn, AccountAssignmentCreationRequestId });
    return (await sso.send(command)).AccountAssignmentCreationStatus;
  });
}

/** Deletes an assignment and waits for its end. */
export async function unassign({ sso }: Caller, assignment: Assignment): Promise<Outcome> {
  const { AccountAssignmentDeletionStatus: started } = await sso.send(new DeleteAccountAssignmentCommand(assignmentInput(assignment)));
  const InstanceArn = assignment.instance;
  const AccountAssignmentDeletionRequestId = started?.RequestId;
  return outcome(async () => {
    const command = new DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn, AccountAssignmentDeletionRequestId });
    return (await sso.send(command)).AccountAssignmentDeletionStatus;
  });
}

/** Provisions one account, or all, and waits for the end. */
export async function provision({ sso }: Caller, instance: string, permissionSet: string, target?: string): Promise<Outcome> {
  const input = {
    InstanceArn: instance,
    PermissionSetArn: permissionSet,
    ...(target === undefined
      ? { TargetType: "ALL_PROVISIONED_ACCOUNTS" as const }
      : { TargetType: "AWS_ACCOUNT" as const, TargetId: target }),
  };
  const { PermissionSetProvisioningStatus: started } = await sso.send(new ProvisionPermissionSetCommand(input));
  const ProvisionPermissionSetRequestId = started?.RequestId;
  return outcome(async () => {
    const command = new DescribePermissionSetProvisioningStatusCommand({ InstanceArn: instance, ProvisionPermissionSetRequestId });
    return (await sso.send(command)).PermissionSetProvisioningStatus;
  });
}
