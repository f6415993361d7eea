/** How ListPermissions shows a grant: SELECT on whole tables in a row of its own, complete sets with ALL in front. */

import type { PrincipalResourcePermissions, Resource } from "@aws-sdk/client-lakeformation";

import { allPermissions, isComplete } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import { permissionSetOf } from "../../model/securable.ts";
import { showAllColumns, showResource } from "./show-resource.ts";
import type { Grant } from "./state.ts";

/** The rows of a grant, one or two, always in the same order. `catalog` is the account's id. */
export function rowsOf(catalog: string, grant: Grant): readonly PrincipalResourcePermissions[] {
  const { securable, permissions, grantable } = grant;
  if (securable.type !== "table" && securable.type !== "all-tables") {
    return [row(grant, showResource(catalog, securable), shown(grant, permissions), shown(grant, grantable))];
  }
  const { database } = securable;
  const table = securable.type === "table" ? securable.table : undefined;
  const rest = withoutSelect(shown(grant, permissions));
  const rows = rest.length === 0 ? [] : [row(grant, showResource(catalog, securable), rest, withoutSelect(shown(grant, grantable)))];
  if (!permissions.includes("SELECT")) return rows;
  const passed: readonly Permission[] = grantable.includes("SELECT") ? ["SELECT"] : [];
  return [...rows, row(grant, showAllColumns(catalog, database, table), ["SELECT"], passed)];
}

/** ALL and what it stands for; for IAM_ALLOWED_PRINCIPALS ALL alone. */
function shown({ principal, securable }: Grant, permissions: readonly Permission[]): readonly Permission[] {
  const set = permissionSetOf(securable);
  if (set === undefined || !isComplete(permissions, set)) return permissions;
  return principal === iamAllowedPrincipals ? ["ALL"] : ["ALL", ...allPermissions(set)];
}

function withoutSelect(permissions: readonly Permission[]): readonly Permission[] {
  return permissions.filter((permission) => permission !== "SELECT");
}

function row(
  grant: Grant,
  resource: Resource,
  permissions: readonly Permission[],
  grantable: readonly Permission[],
): PrincipalResourcePermissions {
  return {
    Principal: { DataLakePrincipalIdentifier: grant.principal },
    Resource: resource,
    ...(grant.condition === undefined ? {} : { Condition: { Expression: grant.condition } }),
    Permissions: [...permissions],
    PermissionsWithGrantOption: [...grantable],
    LastUpdated: grant.updated,
    LastUpdatedBy: grant.updatedBy,
  };
}
