/** The permissions boundary of a permission set. */

import type {
  DeletePermissionsBoundaryFromPermissionSetRequest,
  GetPermissionsBoundaryForPermissionSetRequest,
  GetPermissionsBoundaryForPermissionSetResponse,
  PutPermissionsBoundaryToPermissionSetRequest,
} from "@aws-sdk/client-sso-admin";

import { invalid, notFound } from "./error.ts";
import { changeDefinition, findOwnPermissionSet, findPermissionSet } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { readReference } from "./managed-policies.ts";

/** Source: API Reference, PermissionsBoundary: either member, not both. */
export function putPermissionsBoundary(request: InstanceCall, input: PutPermissionsBoundaryToPermissionSetRequest): object {
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const { CustomerManagedPolicyReference: reference, ManagedPolicyArn: arn } = input.PermissionsBoundary ?? {};
  if ((reference === undefined) === (arn === undefined)) throw invalid("A permissions boundary is one managed policy.");
  const boundary = reference === undefined ? { ManagedPolicyArn: arn } : { CustomerManagedPolicyReference: readReference(reference) };
  changeDefinition(request, set, { boundary });
  return {};
}

export function getPermissionsBoundary(
  request: InstanceCall,
  input: GetPermissionsBoundaryForPermissionSetRequest,
): GetPermissionsBoundaryForPermissionSetResponse {
  const { arn, definition } = findPermissionSet(request, input.PermissionSetArn);
  if (definition.boundary === undefined) throw notFound(`Permissions boundary of PermissionSet ${arn}`);
  return { PermissionsBoundary: definition.boundary };
}

export function deletePermissionsBoundary(request: InstanceCall, input: DeletePermissionsBoundaryFromPermissionSetRequest): object {
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  if (set.definition.boundary === undefined) throw notFound(`Permissions boundary of PermissionSet ${set.arn}`);
  changeDefinition(request, set, { boundary: undefined });
  return {};
}
