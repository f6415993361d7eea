/** Those whom the policies of the lake let at a bucket and its key beside Lake Formation. */

import type { GovernedBucket } from "../model/governed-bucket.ts";
import { permissionSetOfRole, permissionSetRolePath, roleNameOfSession } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";

/** Direct readers and writers, registration roles, operators and break-glass principals. */
export function sparedIn({
  directAccess = [],
  registrationRoles,
  operators,
  breakGlass,
}: Pick<GovernedBucket, "directAccess" | "registrationRoles" | "operators" | "breakGlass">): readonly Principal[] {
  return [...directAccess, ...registrationRoles, ...operators, ...breakGlass];
}

/** A session is spared with its role, and a pattern that takes the roles of one permission set alone with that set's role. */
export function isSpared(principal: Principal, spared: readonly Principal[]): boolean {
  const role = roleNameOfSession(principal);
  return spared.some(
    (one) => one === principal || (role !== undefined && one.includes(":role/") && one.endsWith(`/${role}`)) || isOfSet(principal, one),
  );
}

function isOfSet(pattern: string, role: Principal): boolean {
  const set = permissionSetOfRole(role.slice(role.lastIndexOf("/") + 1));
  const suffix = "?".repeat(16);
  return set !== undefined && pattern.includes(`:role${permissionSetRolePath}`) && pattern.endsWith(`/AWSReservedSSO_${set}_${suffix}`);
}
