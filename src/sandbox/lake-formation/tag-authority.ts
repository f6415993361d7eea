/** What a caller who is no administrator may do with LF-Tags, from its grants on them. */

import type { Permission } from "../../model/permission.ts";
import type { Call } from "../call.ts";
import { seesEverything } from "./authority.ts";
import { findGrant, grantsIn, listOn } from "./grants.ts";
import type { LakeFormationData } from "./state.ts";

/** True when the caller holds the permission on the catalog. */
export function holdsOnCatalog(call: Call, permission: Permission): boolean {
  const { data } = call.account.lakeFormation;
  return findGrant(data, { principal: call.caller.principal, securable: { type: "catalog" } })?.permissions.includes(permission) ?? false;
}

/** True when the caller holds the permission on this value of the key; `*` asks for a grant on all values. */
export function holdsOnTag(call: Call, permission: Permission, key: string, value: string): boolean {
  return holds(call, call.account.lakeFormation.data, [permission], key, value);
}

/** The values the caller may see: all for administrators, else those it holds any permission on. */
export function visibleValues(call: Call, data: LakeFormationData, key: string, values: ReadonlySet<string>): string[] {
  if (seesEverything(call)) return [...values];
  return [...values].filter((value) => holds(call, data, undefined, key, value));
}

function holds(call: Call, data: LakeFormationData, wanted: readonly Permission[] | undefined, key: string, value: string): boolean {
  return grantsIn(data, listOn({ type: "lf-tag", key, values: [] })).some(
    ({ principal, securable, permissions }) =>
      principal === call.caller.principal &&
      securable.type === "lf-tag" &&
      (securable.values[0] === "*" || securable.values.includes(value)) &&
      (wanted === undefined || wanted.some((permission) => permissions.includes(permission))),
  );
}
