/** The operations that set and take away permissions boundaries. A boundary that is not there is taken away without an error. */

import type {
  DeleteRolePermissionsBoundaryRequest,
  DeleteUserPermissionsBoundaryRequest,
  PutRolePermissionsBoundaryRequest,
  PutUserPermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { requireBoundary } from "./permissions-boundary.ts";
import { findOwnRole } from "./roles.ts";
import { findOwnUser } from "./users.ts";

export function putRolePermissionsBoundary(call: Call, { RoleName, PermissionsBoundary }: PutRolePermissionsBoundaryRequest): object {
  return boundRole(call, RoleName, () => requireBoundary(call, PermissionsBoundary));
}

export function deleteRolePermissionsBoundary(call: Call, { RoleName }: DeleteRolePermissionsBoundaryRequest): object {
  return boundRole(call, RoleName, () => undefined);
}

export function putUserPermissionsBoundary(call: Call, { UserName, PermissionsBoundary }: PutUserPermissionsBoundaryRequest): object {
  return boundUser(call, UserName, () => requireBoundary(call, PermissionsBoundary));
}

export function deleteUserPermissionsBoundary(call: Call, { UserName }: DeleteUserPermissionsBoundaryRequest): object {
  return boundUser(call, UserName, () => undefined);
}

/** Who it is for is looked for first. */
function boundRole(call: Call, name: string | undefined, boundary: () => string | undefined): object {
  const role = findOwnRole(call, name);
  call.account.iam.roles.set(role.name.toLowerCase(), { ...role, permissionsBoundary: boundary() });
  return {};
}

function boundUser(call: Call, name: string | undefined, boundary: () => string | undefined): object {
  const user = findOwnUser(call, name);
  call.account.iam.users.set(user.name.toLowerCase(), { ...user, permissionsBoundary: boundary() });
  return {};
}
