/** What Lake Formation does when databases and tables appear and go: default permissions, the creator's rights, cleaning up. */

import type { PrincipalPermissions } from "@aws-sdk/client-lakeformation";

import { normalizePermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { forgetOrder } from "./catalog.ts";
import { grantsIn, listOfFilters, listOn, removeGrant, setGrant } from "./grants.ts";
import { stampOf } from "./grant-stamp.ts";
import { writableData } from "./late-reads.ts";
import type { LakeFormationData } from "./state.ts";

/**
 * To be called after a database was created; `name` is lower-case. Grants the settings' defaults for databases, and all
 * permissions with grant option to the creator unless it is the account's administrator identity.
 */
export function databaseCreated(call: Call, name: string): void {
  forgetOrder(call.account);
  const data = writableData(call);
  const securable: Securable = { type: "database", database: name };
  grantDefaults(call, data, securable, data.settings.CreateDatabaseDefaultPermissions);
  grantToCreator(call, data, securable);
}

/**
 * To be called after a table was created; names are lower-case. The defaults are those of its database where it has some,
 * because the settings were copied there when it was created. Source: Glue API, CreateTableDefaultPermissions.
 */
export function tableCreated(call: Call, database: string, table: string): void {
  forgetOrder(call.account);
  const data = writableData(call);
  const securable: Securable = { type: "table", database, table };
  const own = call.account.glue.databases.get(database)?.database.CreateTableDefaultPermissions;
  grantDefaults(call, data, securable, own ?? data.settings.CreateTableDefaultPermissions);
  grantToCreator(call, data, securable);
}

/** To be called after a database and its tables were deleted; drops what hangs on the database. */
export function databaseDeleted(call: Call, name: string): void {
  forgetOrder(call.account);
  const data = writableData(call);
  const isInside = (securable: Securable) => "database" in securable && securable.database === name;
  data.databaseTags.delete(name);
  data.tableTags.delete(name);
  for (const grant of data.grants.byKey.values()) if (isInside(grant.securable)) removeGrant(data, grant);
  for (const [key, filter] of data.filters) if (filter.DatabaseName === name) data.filters.delete(key);
  dropOptIns(data, isInside);
}

/** To be called after a table was deleted; drops its tags, grants, filters and opt-ins. */
export function tableDeleted(call: Call, database: string, table: string): void {
  forgetOrder(call.account);
  cleanTable(writableData(call), database, table);
}

/** Grants on columns that a change of the table removed are kept: Lake Formation names columns, it does not follow them. */
function cleanTable(data: LakeFormationData, database: string, table: string): void {
  data.tableTags.get(database)?.delete(table);
  dropGrants(data, listOn({ type: "table", database, table }));
  dropGrants(data, listOfFilters(database, table));
  for (const [key, filter] of data.filters) {
    if (filter.DatabaseName === database && filter.TableName === table) data.filters.delete(key);
  }
  dropOptIns(data, (securable) => securable.type === "table" && securable.database === database && securable.table === table);
}

function dropGrants(data: LakeFormationData, list: string): void {
  for (const grant of grantsIn(data, list).slice()) removeGrant(data, grant);
}

function dropOptIns(data: LakeFormationData, concerns: (securable: Securable) => boolean): void {
  for (const [key, { securable }] of data.optIns) if (concerns(securable)) data.optIns.delete(key);
}

/** Glue and Lake Formation have the same shape of default permissions. */
function grantDefaults(call: Call, data: LakeFormationData, securable: Securable, defaults: readonly PrincipalPermissions[] = []): void {
  for (const { Principal, Permissions = [] } of defaults) {
    const principal = Principal?.DataLakePrincipalIdentifier;
    if (principal === undefined) continue;
    const isSupported = (permission: string): permission is Permission => permission === "ALL" || isOn(securable, permission);
    setGrant(data, { principal, securable }, normal(securable, Permissions.filter(isSupported)), [], stampOf(call));
  }
}

/** Source: Lake Formation Developer Guide, implicit-permissions. */
function grantToCreator(call: Call, data: LakeFormationData, securable: Securable): void {
  if (call.caller.administrator) return;
  const all = normal(securable, ["ALL"]);
  setGrant(data, { principal: call.caller.principal, securable }, all, all, stampOf(call));
}

function isOn(securable: Securable, permission: string): boolean {
  return normal(securable, ["ALL"]).some((other) => other === permission);
}

function normal(securable: Securable, permissions: readonly Permission[]): readonly Permission[] {
  return normalizePermissions(permissions, securable.type === "database" ? "database" : "table");
}
