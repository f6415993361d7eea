/** Policies of roles: inline ones, and managed ones that are attached. */

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

import { compareText } from "../../model/source.ts";
import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { badMarker, limitExceeded, noSuchEntity } from "./error.ts";
import { findPolicy, partsOfPolicyArn } from "./managed-policies.ts";
import { encodePolicy, policySize, requirePolicy } from "./policy-document.ts";
import { findOwnRole, findRole } from "./roles.ts";

/** Characters of all inline policies of a role together. Source: IAM User Guide, reference_iam-quotas. */
const inlineQuota = 10_240;
/** Managed policies of a role. Same source; adjustable to 25. */
export const attachedQuota = 20;

export function putRolePolicy(call: Call, input: PutRolePolicyRequest): object {
  const { PolicyName = "", PolicyDocument = "" } = input;
  const role = findOwnRole(call, input.RoleName);
  requirePolicy("identity", PolicyDocument);
  const others = [...role.inline].filter(([name]) => name !== PolicyName).map(([, document]) => policySize(document));
  const total = others.reduce((sum, size) => sum + size, policySize(PolicyDocument));
  if (total > inlineQuota) throw limitExceeded("RolePolicySize", inlineQuota);
  role.inline.set(PolicyName, PolicyDocument);
  return {};
}

export function getRolePolicy(call: Call, input: GetRolePolicyRequest): GetRolePolicyResponse {
  const { PolicyName = "" } = input;
  const role = findRole(call, input.RoleName);
  const document = role.inline.get(PolicyName);
  if (document === undefined) throw noSuchEntity(`The role policy with name ${PolicyName}`);
  return { RoleName: role.name, PolicyName, PolicyDocument: encodePolicy(document) };
}

export function listRolePolicies(call: Call, input: ListRolePoliciesRequest): ListRolePoliciesResponse {
  const { inline } = findRole(call, input.RoleName);
  const page = pageOf(sortedKeys(inline), pageRequest(call, input), (name) => name);
  return { PolicyNames: [...page.rows], ...showPage(page.token) };
}

export function deleteRolePolicy(call: Call, input: DeleteRolePolicyRequest): object {
  const { PolicyName = "" } = input;
  const role = findOwnRole(call, input.RoleName);
  if (!role.inline.delete(PolicyName)) throw noSuchEntity(`The role policy with name ${PolicyName}`);
  return {};
}

export function attachRolePolicy(call: Call, input: AttachRolePolicyRequest): object {
  const role = findOwnRole(call, input.RoleName);
  const { arn } = findPolicy(call, input.PolicyArn);
  if (!role.attached.has(arn) && role.attached.size >= attachedQuota) throw limitExceeded("PoliciesPerRole", attachedQuota);
  role.attached.add(arn);
  return {};
}

export function detachRolePolicy(call: Call, input: DetachRolePolicyRequest): object {
  const role = findOwnRole(call, input.RoleName);
  if (!role.attached.delete(input.PolicyArn ?? "")) throw noSuchEntity(`Policy ${input.PolicyArn} on role ${role.name}`);
  return {};
}

export function listAttachedRolePolicies(call: Call, input: ListAttachedRolePoliciesRequest): ListAttachedRolePoliciesResponse {
  const attached = [...findRole(call, input.RoleName).attached].toSorted(compareText);
  const page = pageOf(attached, pageRequest(call, input), (arn) => {
    const { name, path } = partsOfPolicyArn(arn);
    return path.startsWith(input.PathPrefix ?? "/") ? { PolicyName: name, PolicyArn: arn } : undefined;
  });
  return { AttachedPolicies: [...page.rows], ...showPage(page.token) };
}

function pageRequest(call: Call, input: { MaxItems?: number | undefined; Marker?: string | undefined }) {
  return { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
}

function showPage(token: string | undefined) {
  return { IsTruncated: token !== undefined, ...(token !== undefined && { Marker: token }) };
}
