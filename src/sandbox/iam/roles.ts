/** IAM roles: creation, listing, deletion. */

import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role,
} from "@aws-sdk/client-iam";

import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { ServiceError } from "../service-error.ts";
import { alreadyExists, badMarker, deleteConflict, limitExceeded, noSuchEntity } from "./error.ts";
import { requireBoundary, showBoundary } from "./permissions-boundary.ts";
import { encodePolicy, policySize, requirePolicy } from "./policy-document.ts";
import type { IamRole } from "./state.ts";

/** Default quota of a role's trust policy, characters. Source: IAM User Guide, reference_iam-quotas. */
const trustQuota = 2048;

const reservedPath = "/aws-reserved/";

/** What a new role is made of. */
export interface NewRole {
  readonly name: string;
  readonly path: string;
  readonly trust: string;
}

/** Puts a role into the account without any check; for operations that have checked, and for seeding. */
export function putRole(account: Pick<Account, "id" | "region" | "iam">, now: Date, role: NewRole, more: Partial<IamRole> = {}): IamRole {
  const made: IamRole = {
    ...role,
    arn: `arn:${partitionOf(account.region)}:iam::${account.id}:role${role.path}${role.name}`,
    id: account.iam.newId("AROA"),
    created: now,
    description: undefined,
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    tags: [],
    inline: new Map(),
    attached: new Set(),
    ...more,
  };
  account.iam.roles.set(role.name.toLowerCase(), made);
  return made;
}

/** The role; throws ServiceError NoSuchEntity. */
export function findRole(call: Call, name: string | undefined): IamRole {
  const role = call.account.iam.roles.get((name ?? "").toLowerCase());
  if (role === undefined) throw noSuchEntity(`The role with name ${name}`);
  return role;
}

/** The role, if its account may change it; throws ServiceError NoSuchEntity or UnmodifiableEntity. */
export function findOwnRole(call: Call, name: string | undefined): IamRole {
  const role = findRole(call, name);
  if (!role.path.startsWith(reservedPath)) return role;
  const message = `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`;
  throw new ServiceError("UnmodifiableEntity", message);
}

export function createRole(call: Call, input: CreateRoleRequest): CreateRoleResponse {
  const { RoleName = "", AssumeRolePolicyDocument: trust = "", Path: path = "/" } = input;
  if (path.startsWith(reservedPath)) throw new ServiceError("ValidationError", `The path ${path} is reserved for AWS.`);
  requirePolicy("trust", trust);
  if (policySize(trust) > trustQuota) throw limitExceeded("ACLSizePerRole", trustQuota);
  if (call.account.iam.roles.has(RoleName.toLowerCase())) throw alreadyExists(`Role with name ${RoleName}`);
  const { PermissionsBoundary: boundary } = input;
  const permissionsBoundary = boundary === undefined ? undefined : requireBoundary(call, boundary);
  const role = putRole(
    call.account,
    call.now,
    { name: RoleName, path, trust },
    {
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      permissionsBoundary,
      tags: input.Tags ?? [],
    },
  );
  return { Role: showRole(role) };
}

export function getRole(call: Call, input: GetRoleRequest): GetRoleResponse {
  return { Role: showRole(findRole(call, input.RoleName)) };
}

export function listRoles(call: Call, input: ListRolesRequest): ListRolesResponse {
  const { roles } = call.account.iam;
  const request = { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
  const page = pageOf(sortedKeys(roles), request, (key) => {
    const role = roles.get(key);
    return role?.path.startsWith(input.PathPrefix ?? "/") === true ? role : undefined;
  });
  return {
    Roles: page.rows.map(listedRole),
    IsTruncated: page.token !== undefined,
    ...(page.token !== undefined && { Marker: page.token }),
  };
}

export function deleteRole(call: Call, input: DeleteRoleRequest): object {
  const role = findOwnRole(call, input.RoleName);
  if (role.inline.size > 0) throw deleteConflict("must delete policies");
  if (role.attached.size > 0) throw deleteConflict("must detach all policies");
  call.account.iam.roles.delete(role.name.toLowerCase());
  return {};
}

/** As ListRoles shows roles: without tags and boundary. Source: IAM API Reference, ListRoles. */
function listedRole(role: IamRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodePolicy(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

function showRole(role: IamRole): Role {
  return {
    ...listedRole(role),
    ...showBoundary(role),
    ...(role.tags.length > 0 && { Tags: [...role.tags] }),
  };
}
