/** The grant table: grants by identity, and in the lists ListPermissions filters on, so that a page costs only its own rows. */

import type { Permission } from "../../model/permission.ts";
import { securableKey } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";
import { lowerBound } from "./paging.ts";
import type { Grant, LakeFormationData } from "./state.ts";

/** Who holds something on what: what makes two grants one. */
export interface Holding {
  readonly principal: string;
  readonly securable: Securable;
  readonly condition?: string;
  /** Of column grants only: those that may be passed on are a grant of their own. */
  readonly passable?: true;
}

/** Who changed a grant and when: LastUpdated and LastUpdatedBy. */
export interface Stamp {
  readonly updated: Date;
  readonly updatedBy: string;
}

/** The ResourceTypes of ListPermissions that grants are listed under; a data cells filter has none. */
export type GrantType =
  | "CATALOG"
  | "DATABASE"
  | "TABLE"
  | "DATA_LOCATION"
  | "LF_TAG"
  | "LF_TAG_POLICY_DATABASE"
  | "LF_TAG_POLICY_TABLE"
  | "LF_NAMED_TAG_EXPRESSION";

/** The list of all grants but those on data cells filters. */
export const everyGrant = "*";

/** The list a principal's grants are in, those on data cells filters included. */
export function listOfPrincipal(principal: string): string {
  return `principal:${principal}`;
}

/** The list of one ResourceType. */
export function listOfType(type: GrantType): string {
  return `type:${type}`;
}

/** The list of the grants on one securable; a table's holds the grants on its columns too, and so does a column's. */
export function listOn(securable: Securable): string {
  if (securable.type === "columns" || securable.type === "columns-except") {
    return listOn({ type: "table", database: securable.database, table: securable.table });
  }
  return securable.type === "lf-tag" ? `on:lf-tag/${securable.key}` : `on:${securableKey(securable)}`;
}

/** The list of the grants on a table's data cells filters. */
export function listOfFilters(database: string, table: string): string {
  return `filters:${JSON.stringify([database, table])}`;
}

/** The grant of exactly this identity. */
export function findGrant(data: LakeFormationData, holding: Holding): Grant | undefined {
  return data.grants.byKey.get(grantKey(holding));
}

/** The grants of a list, in order of creation. Must not be kept across a change. */
export function grantsIn(data: LakeFormationData, list: string): readonly Grant[] {
  return data.grants.lists.get(list) ?? [];
}

/** Sets what a holder holds, whatever it held before; nothing at all removes the grant. Permissions are normalised. */
export function setGrant(
  data: LakeFormationData,
  holding: Holding,
  permissions: readonly Permission[],
  grantable: readonly Permission[],
  stamp: Stamp,
): void {
  const known = findGrant(data, holding);
  if (permissions.length === 0) {
    if (known !== undefined) removeGrant(data, known);
  } else if (known === undefined) {
    const grant: Grant = { ...holding, sequence: data.grants.next++, permissions, grantable, ...stamp };
    data.grants.byKey.set(grantKey(grant), grant);
    for (const name of listsOf(grant)) {
      const list = data.grants.lists.get(name);
      if (list === undefined) data.grants.lists.set(name, [grant]);
      else list.push(grant);
    }
  } else {
    Object.assign(known, { securable: holding.securable, permissions, grantable, ...stamp });
  }
}

/** Takes a grant out of the table. */
export function removeGrant(data: LakeFormationData, grant: Grant): void {
  data.grants.byKey.delete(grantKey(grant));
  for (const name of listsOf(grant)) {
    const list = data.grants.lists.get(name) ?? [];
    const index = lowerBound(list, ({ sequence }) => sequence < grant.sequence);
    if (list[index] === grant) list.splice(index, 1);
    if (list.length === 0) data.grants.lists.delete(name);
  }
}

/** The ResourceType a securable is listed under. */
export function grantType(securable: Securable): GrantType | undefined {
  switch (securable.type) {
    case "catalog":
      return "CATALOG";
    case "database":
      return "DATABASE";
    case "table":
    case "all-tables":
    case "columns":
    case "columns-except":
      return "TABLE";
    case "data-location":
      return "DATA_LOCATION";
    case "lf-tag":
      return "LF_TAG";
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return securable.target === "database" ? "LF_TAG_POLICY_DATABASE" : "LF_TAG_POLICY_TABLE";
    case "lf-tag-expression":
      return "LF_NAMED_TAG_EXPRESSION";
    default:
      return undefined;
  }
}

function listsOf({ principal, securable }: Grant): readonly string[] {
  const type = grantType(securable);
  const listed =
    securable.type === "data-cells-filter"
      ? [listOfFilters(securable.database, securable.table)]
      : [everyGrant, ...(type === undefined ? [] : [listOfType(type)])];
  return [...listed, listOfPrincipal(principal), listOn(securable)];
}

/** Column grants of one principal on one table are one grant, whatever the columns: see `column-grants.ts`. */
function grantKey({ principal, securable, condition = "", passable }: Holding): string {
  const columns = passable === true ? "passable-columns" : "columns";
  const on = securable.type === "columns" ? JSON.stringify([columns, securable.database, securable.table]) : securableKey(securable);
  return [principal, on, condition].join("\n");
}
