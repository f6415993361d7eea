/** Creating and deleting account assignments, and the status of the requests that do it. */

import type {
  AccountAssignmentOperationStatus,
  CreateAccountAssignmentRequest,
  CreateAccountAssignmentResponse,
  DeleteAccountAssignmentRequest,
  DeleteAccountAssignmentResponse,
  DescribeAccountAssignmentCreationStatusRequest,
  DescribeAccountAssignmentCreationStatusResponse,
  DescribeAccountAssignmentDeletionStatusRequest,
  DescribeAccountAssignmentDeletionStatusResponse,
  ListAccountAssignmentCreationStatusRequest,
  ListAccountAssignmentCreationStatusResponse,
  ListAccountAssignmentDeletionStatusRequest,
  ListAccountAssignmentDeletionStatusResponse,
} from "@aws-sdk/client-sso-admin";

import { denied } from "./error.ts";
import { findOwnPermissionSet, showToken } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { findRequest, listRequests, startRequest } from "./start-request.ts";
import type { Request } from "./state.ts";

export function createAccountAssignment(request: InstanceCall, input: CreateAccountAssignmentRequest): CreateAccountAssignmentResponse {
  return { AccountAssignmentCreationStatus: showStatus(start(request, "assign", input)) };
}

export function deleteAccountAssignment(request: InstanceCall, input: DeleteAccountAssignmentRequest): DeleteAccountAssignmentResponse {
  return { AccountAssignmentDeletionStatus: showStatus(start(request, "unassign", input)) };
}

/** Only the management account says who enters it. Source: IAM Identity Center User Guide, delegated-admin. */
function start(request: InstanceCall, kind: "assign" | "unassign", input: CreateAccountAssignmentRequest): Request {
  const { TargetId: target = "", PrincipalType: type = "USER", PrincipalId: id = "" } = input;
  const { call, action } = request;
  const { arn } = findOwnPermissionSet(request, input.PermissionSetArn);
  const { managementAccount } = call.account.organization;
  if (target === managementAccount && call.account.id !== managementAccount) throw denied(call.caller, action, arn);
  return startRequest(request, { kind, permissionSet: arn, accounts: [target], target, assignee: { type, id } });
}

export function describeCreationStatus(
  request: InstanceCall,
  input: DescribeAccountAssignmentCreationStatusRequest,
): DescribeAccountAssignmentCreationStatusResponse {
  const found = findRequest(request, "assign", input.AccountAssignmentCreationRequestId);
  return { AccountAssignmentCreationStatus: showStatus(found) };
}

export function describeDeletionStatus(
  request: InstanceCall,
  input: DescribeAccountAssignmentDeletionStatusRequest,
): DescribeAccountAssignmentDeletionStatusResponse {
  const found = findRequest(request, "unassign", input.AccountAssignmentDeletionRequestId);
  return { AccountAssignmentDeletionStatus: showStatus(found) };
}

export function listCreationStatus(
  request: InstanceCall,
  input: ListAccountAssignmentCreationStatusRequest,
): ListAccountAssignmentCreationStatusResponse {
  const page = listRequests(request, "assign", input);
  return { AccountAssignmentsCreationStatus: [...page.rows], ...showToken(page.token) };
}

export function listDeletionStatus(
  request: InstanceCall,
  input: ListAccountAssignmentDeletionStatusRequest,
): ListAccountAssignmentDeletionStatusResponse {
  const page = listRequests(request, "unassign", input);
  return { AccountAssignmentsDeletionStatus: [...page.rows], ...showToken(page.token) };
}

function showStatus({ id, status, target, permissionSet, assignee, failure, created }: Request): AccountAssignmentOperationStatus {
  return {
    Status: status,
    RequestId: id,
    ...(failure !== undefined && { FailureReason: failure }),
    TargetId: target,
    TargetType: "AWS_ACCOUNT",
    PermissionSetArn: permissionSet,
    PrincipalType: assignee?.type,
    PrincipalId: assignee?.id,
    CreatedDate: created,
  };
}
