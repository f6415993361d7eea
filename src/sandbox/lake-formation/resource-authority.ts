/** What callers who are no administrators may pass on, from the permissions they hold with grant option. */

import { allPermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { isAdministrator } from "./authority.ts";
import { findGrant } from "./grants.ts";
import type { Grant } from "./state.ts";
import type { TaggedResource } from "./tagged-resource.ts";

/**
 * May the caller tag the resource? Others than administrators need every permission with grant option on it, as creators
 * have. Source: Lake Formation Developer Guide, TBAC-assigning-tags.
 */
export function mayAssignTo(call: Call, { database, table }: TaggedResource): boolean {
  const securable: Securable = table === undefined ? { type: "database", database } : { type: "table", database, table };
  return mayGrant(call, securable, allPermissions(table === undefined ? "database" : "table"));
}

/** May the caller grant and revoke these permissions there? Each must be held with grant option on the securable or on what contains it. */
export function mayGrant(call: Call, securable: Securable, permissions: readonly Permission[]): boolean {
  if (isAdministrator(call)) return true;
  const held = new Set(holdings(call, securable).flatMap(({ grantable }) => grantable));
  return permissions.every((permission) => held.has(permission));
}

/** The caller's grants on the securable and on what contains it; column grants count when they cover all the columns. */
function holdings(call: Call, securable: Securable): readonly Grant[] {
  const { data } = call.account.lakeFormation;
  const on = (wanted: Securable, passable?: true) => {
    const holding = { principal: call.caller.principal, securable: wanted };
    const grant = findGrant(data, passable === undefined ? holding : { ...holding, passable });
    return grant === undefined ? [] : [grant];
  };
  switch (securable.type) {
    case "table":
      return [...on(securable), ...on({ type: "all-tables", database: securable.database })];
    case "columns": {
      const { database, table } = securable;
      const some = on(securable, true).filter(
        ({ securable: held }) => held.type === "columns" && securable.columns.every((column) => held.columns.includes(column)),
      );
      return [...some, ...holdings(call, { type: "table", database, table })];
    }
    case "columns-except":
      return holdings(call, { type: "table", database: securable.database, table: securable.table });
    case "lf-tag":
      return [...on(securable), ...on({ ...securable, values: ["*"] })];
    default:
      return on(securable);
  }
}
