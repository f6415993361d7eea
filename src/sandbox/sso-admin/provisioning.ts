/** Provisioning of permission sets: requests, their status, and where a permission set is and how current. */

import type {
  DescribePermissionSetProvisioningStatusRequest,
  DescribePermissionSetProvisioningStatusResponse,
  ListAccountsForProvisionedPermissionSetRequest,
  ListAccountsForProvisionedPermissionSetResponse,
  ListPermissionSetProvisioningStatusRequest,
  ListPermissionSetProvisioningStatusResponse,
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse,
  PermissionSetProvisioningStatus,
  ProvisionPermissionSetRequest,
  ProvisionPermissionSetResponse,
  ProvisioningStatus,
} from "@aws-sdk/client-sso-admin";

import { pageOf, sortedKeys } from "../page.ts";
import { invalid } from "./error.ts";
import { findOwnPermissionSet, findPermissionSet, pageRequest, showToken } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { findRequest, listRequests, startRequest } from "./start-request.ts";
import type { PermissionSet, Request } from "./state.ts";

export function provisionPermissionSet(request: InstanceCall, input: ProvisionPermissionSetRequest): ProvisionPermissionSetResponse {
  const { arn, provisions } = findOwnPermissionSet(request, input.PermissionSetArn);
  const { TargetId: target, TargetType: type } = input;
  if ((type === "AWS_ACCOUNT") !== (target !== undefined)) throw invalid(`TargetId does not go with TargetType ${type}.`);
  const accounts = target === undefined ? sortedKeys(provisions) : [target];
  const started = startRequest(request, { kind: "provision", permissionSet: arn, accounts, target, assignee: undefined });
  return { PermissionSetProvisioningStatus: showStatus(started) };
}

export function describeProvisioningStatus(
  request: InstanceCall,
  input: DescribePermissionSetProvisioningStatusRequest,
): DescribePermissionSetProvisioningStatusResponse {
  const found = findRequest(request, "provision", input.ProvisionPermissionSetRequestId);
  return { PermissionSetProvisioningStatus: showStatus(found) };
}

export function listProvisioningStatus(
  request: InstanceCall,
  input: ListPermissionSetProvisioningStatusRequest,
): ListPermissionSetProvisioningStatusResponse {
  const page = listRequests(request, "provision", input);
  return { PermissionSetsProvisioningStatus: [...page.rows], ...showToken(page.token) };
}

/** No member at all, not an empty list, when the account has none. Source: PeterBengtson/AFT-SSO-account-configuration issue 1. */
export function listPermissionSetsInAccount(
  { call, instance }: InstanceCall,
  input: ListPermissionSetsProvisionedToAccountRequest,
): ListPermissionSetsProvisionedToAccountResponse {
  const { permissionSets } = instance;
  const page = pageOf(sortedKeys(permissionSets), pageRequest(call, input), (arn) =>
    isProvisioned(permissionSets.get(arn), input.AccountId ?? "", input.ProvisioningStatus) ? arn : undefined,
  );
  return { ...(page.rows.length > 0 && { PermissionSets: [...page.rows] }), ...showToken(page.token) };
}

export function listAccountsOfPermissionSet(
  request: InstanceCall,
  input: ListAccountsForProvisionedPermissionSetRequest,
): ListAccountsForProvisionedPermissionSetResponse {
  const set = findPermissionSet(request, input.PermissionSetArn);
  const page = pageOf(sortedKeys(set.provisions), pageRequest(request.call, input), (account) =>
    isProvisioned(set, account, input.ProvisioningStatus) ? account : undefined,
  );
  return { AccountIds: [...page.rows], ...showToken(page.token) };
}

/** Is the permission set in the account, with the status that is asked for? */
function isProvisioned(set: PermissionSet | undefined, account: string, wanted: ProvisioningStatus | undefined): boolean {
  const provision = set?.provisions.get(account);
  if (provision === undefined) return false;
  if (wanted === undefined) return true;
  return (provision.definition === set?.definition) === (wanted === "LATEST_PERMISSION_SET_PROVISIONED");
}

function showStatus({ id, status, target, permissionSet, failure, created }: Request): PermissionSetProvisioningStatus {
  return {
    Status: status,
    RequestId: id,
    ...(target !== undefined && { AccountId: target }),
    PermissionSetArn: permissionSet,
    ...(failure !== undefined && { FailureReason: failure }),
    CreatedDate: created,
  };
}
