/** The IAM operations of the sandbox. */

import type { Operations } from "../call.ts";
import { getAccountAuthorizationDetails } from "./authorization-details.ts";
import { createPolicy, getPolicy, getPolicyVersion } from "./managed-policies.ts";
import {
  attachRolePolicy,
  deleteRolePolicy,
  detachRolePolicy,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  putRolePolicy,
} from "./role-policies.ts";
import { createRole, deleteRole, getRole, listRoles } from "./roles.ts";
import { simulateCustomPolicy, simulatePrincipalPolicy } from "./simulation/operations.ts";

export const operations: Operations = {
  AttachRolePolicy: attachRolePolicy,
  CreatePolicy: createPolicy,
  CreateRole: createRole,
  DeleteRole: deleteRole,
  DeleteRolePolicy: deleteRolePolicy,
  DetachRolePolicy: detachRolePolicy,
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  GetPolicy: getPolicy,
  GetPolicyVersion: getPolicyVersion,
  GetRole: getRole,
  GetRolePolicy: getRolePolicy,
  ListAttachedRolePolicies: listAttachedRolePolicies,
  ListRolePolicies: listRolePolicies,
  ListRoles: listRoles,
  PutRolePolicy: putRolePolicy,
  SimulateCustomPolicy: simulateCustomPolicy,
  SimulatePrincipalPolicy: simulatePrincipalPolicy,
};
