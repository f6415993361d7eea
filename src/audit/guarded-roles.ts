/** Roles of the account that carry a guardrail of the lake once the plan is applied. */

import { specsOf } from "../kinds/specs.ts";
import { permissionSetOf } from "../model/principal.ts";
import type { Role } from "../model/state.ts";
import { oncePerEstate } from "./specs.ts";

/** Roles of groups, roles that their members query through, and roles of their permission sets; guardrails that others write are not among them. */
export const guardedRoles = oncePerEstate(({ live, desired }): readonly Role[] => {
  const roles = new Set(specsOf(desired.resources, "iam-role-policy").map(([, { role }]) => role));
  const sets = new Set(specsOf(desired.resources, "permission-set-policy").map(([, { permissionSet }]) => permissionSet));
  if (roles.size + sets.size === 0) return [];
  return live.roles.filter((role) => {
    const set = permissionSetOf(role);
    return roles.has(role.name) || (set !== undefined && sets.has(set));
  });
});
