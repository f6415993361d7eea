/** Who may change the Data Catalog: administrators, whoever holds the Lake Formation permission, everybody where IAM decides. */

import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Call } from "../call.ts";
import { isAdministrator } from "../lake-formation/authority.ts";
import { columnNames, findTable } from "../lake-formation/catalog.ts";
import { grantsHeldBy, isDatabaseLeftToIam, isTableLeftToIam, policyOf } from "../lake-formation/held-grants.ts";
import { matchesTags } from "../lake-formation/read-expression.ts";
import type { Grant } from "../lake-formation/state.ts";
import { databaseTags, effectiveTags } from "../lake-formation/tag-sets.ts";
import { lacksPermission } from "./error.ts";
import { isRegistered, isUnder } from "./registration.ts";

type DatabasePermission = "CREATE_TABLE" | "ALTER" | "DROP";

/** May the caller create databases? */
export function mayCreateDatabases(call: Call): boolean {
  if (isAdministrator(call)) return true;
  const { CreateDatabaseDefaultPermissions: defaults = [] } = call.account.lakeFormation.data.settings;
  const isLeftToIam = defaults.some(({ Principal }) => Principal?.DataLakePrincipalIdentifier === iamAllowedPrincipals);
  const holds = held(call).some(({ securable, permissions }) => securable.type === "catalog" && permissions.includes("CREATE_DATABASE"));
  return isLeftToIam || holds;
}

/** Throws AccessDeniedException unless the caller may create databases. */
export function requireDatabaseCreator(call: Call): void {
  if (!mayCreateDatabases(call)) throw lacksPermission("Create Database", "Catalog");
}

/** Does the caller hold the permission on the database, or is the database left to IAM? The name is lower-case. */
export function holdsOnDatabase(call: Call, permission: DatabasePermission, name: string): boolean {
  if (isAdministrator(call) || isDatabaseLeftToIam(call.account, name)) return true;
  const { data } = call.account.lakeFormation;
  const covers = ({ securable }: Grant): boolean => {
    if (securable.type === "database") return securable.database === name;
    const expression = "target" in securable && securable.target === "database" ? policyOf(data, securable) : undefined;
    return expression !== undefined && matchesTags(expression, databaseTags(data, name));
  };
  return held(call).some((grant) => grant.permissions.includes(permission) && covers(grant));
}

/** Throws AccessDeniedException unless the caller holds the permission on the database; the name is lower-case. */
export function requireDatabaseWriter(call: Call, permission: DatabasePermission, name: string): void {
  if (!holdsOnDatabase(call, permission, name)) throw lacksPermission(permission, name);
}

/**
 * Throws AccessDeniedException unless the caller holds the permission on the whole table; names are lower-case. Through
 * LF-Tags that takes a table whose every column matches. Source: Lake Formation Developer Guide, lf-tag-considerations.
 */
export function requireTableWriter(call: Call, permission: "ALTER" | "DROP", database: string, table: string): void {
  if (isAdministrator(call) || isTableLeftToIam(call.account, database, table)) return;
  const { data } = call.account.lakeFormation;
  const found = findTable(call.account, database, table);
  const tags = effectiveTags(data, database, table);
  const covers = ({ securable }: Grant): boolean => {
    if (securable.type === "all-tables") return securable.database === database;
    if (securable.type === "table") return securable.database === database && securable.table === table;
    const expression = "target" in securable && securable.target === "table" ? policyOf(data, securable) : undefined;
    if (expression === undefined || found === undefined || !matchesTags(expression, tags.table)) return false;
    return columnNames(found).every((column) => matchesTags(expression, tags.column(column)));
  };
  if (!held(call).some((grant) => grant.permissions.includes(permission) && covers(grant))) throw lacksPermission(permission, table);
}

/** Throws AccessDeniedException for a table in a registered location the caller holds no DATA_LOCATION_ACCESS on. */
export function requireLocation(call: Call, location: string | undefined): void {
  if (isAdministrator(call) || location === undefined || !isRegistered(call.account, location)) return;
  const holds = held(call).some(({ securable }) => securable.type === "data-location" && isUnder(location, securable.arn));
  if (!holds) throw lacksPermission("Data Location Access", location);
}

function held(call: Call): readonly Grant[] {
  return grantsHeldBy(call.account, call.caller.principal);
}
