/** The operations on policies of roles. */

import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { attach, attachedPage, deleteInline, detach, getInline, inlinePage, ofRole, putInline } from "./identity-policies.ts";
import { findOwnRole, findRole } from "./roles.ts";

export function putRolePolicy(call: Call, { RoleName, PolicyName = "", PolicyDocument = "" }: PutRolePolicyRequest): object {
  putInline(ofRole, findOwnRole(call, RoleName), PolicyName, PolicyDocument);
  return {};
}

export function getRolePolicy(call: Call, { RoleName, PolicyName = "" }: GetRolePolicyRequest): GetRolePolicyResponse {
  const role = findRole(call, RoleName);
  return { RoleName: role.name, PolicyName, PolicyDocument: getInline(ofRole, role, PolicyName) };
}

export function listRolePolicies(call: Call, input: ListRolePoliciesRequest): ListRolePoliciesResponse {
  return inlinePage(call, findRole(call, input.RoleName), input);
}

export function deleteRolePolicy(call: Call, { RoleName, PolicyName = "" }: DeleteRolePolicyRequest): object {
  deleteInline(ofRole, findOwnRole(call, RoleName), PolicyName);
  return {};
}

export function attachRolePolicy(call: Call, { RoleName, PolicyArn }: AttachRolePolicyRequest): object {
  attach(call, ofRole, findOwnRole(call, RoleName), PolicyArn);
  return {};
}

export function detachRolePolicy(call: Call, { RoleName, PolicyArn }: DetachRolePolicyRequest): object {
  detach(ofRole, findOwnRole(call, RoleName), PolicyArn);
  return {};
}

export function listAttachedRolePolicies(call: Call, input: ListAttachedRolePoliciesRequest): ListAttachedRolePoliciesResponse {
  return attachedPage(call, findRole(call, input.RoleName), input);
}
