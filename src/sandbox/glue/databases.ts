/** Databases of the Data Catalog. */

import type {
  CreateDatabaseRequest,
  Database,
  DatabaseInput,
  DeleteDatabaseRequest,
  GetDatabaseRequest,
  GetDatabaseResponse,
  GetDatabasesRequest,
  GetDatabasesResponse,
  PrincipalPermissions,
  UpdateDatabaseRequest,
} from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { databaseCreated, databaseDeleted } from "../lake-formation/lifecycle.ts";
import { mayDescribeDatabase } from "../lake-formation/visibility.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { findDatabase, requireOwnCatalog } from "./catalog.ts";
import { alreadyExists, invalidInput, lacksPermission } from "./error.ts";
import { dropTable } from "./tables.ts";
import { requireDatabaseCreator, requireDatabaseWriter } from "./writer.ts";

const inputMembers = ["Name", "Description", "LocationUri", "Parameters", "CreateTableDefaultPermissions", "TargetDatabase"];

export function createDatabase(call: Call, input: CreateDatabaseRequest): object {
  honourOnly("CreateDatabase", input, ["CatalogId", "DatabaseInput"]);
  requireOwnCatalog(call, input.CatalogId);
  requireDatabaseCreator(call);
  addDatabase(call, input.DatabaseInput ?? { Name: undefined });
  return {};
}

/** Adds a database as CreateDatabase does, without asking who calls. Throws AlreadyExistsException. */
export function addDatabase(call: Call, input: DatabaseInput): void {
  const name = (input.Name ?? "").toLowerCase();
  const { databases } = call.account.glue;
  if (databases.has(name)) throw alreadyExists(`Database ${name} already exists.`);
  databases.set(name, { database: newDatabase(call, name, input, call.now), tables: new Map() });
  databaseCreated(call, name);
}

function newDatabase(call: Call, name: string, input: DatabaseInput, created: Date | undefined): Database {
  honourOnly("DatabaseInput", input, inputMembers);
  return {
    ...input,
    Name: name,
    ...(created !== undefined && { CreateTime: created }),
    CreateTableDefaultPermissions: input.CreateTableDefaultPermissions ?? defaultTablePermissions(call),
    CatalogId: call.account.id,
  };
}

/** What the data lake settings give new tables; a database keeps a copy. */
function defaultTablePermissions(call: Call): PrincipalPermissions[] {
  const defaults = call.account.lakeFormation.data.settings.CreateTableDefaultPermissions ?? [];
  return defaults.map(({ Principal: principal, Permissions: permissions = [] }) => ({
    ...(principal !== undefined && { Principal: { ...principal } }),
    Permissions: permissions.flatMap((permission) => (isGluePermission(permission) ? [permission] : [])),
  }));
}

type GluePermission = NonNullable<PrincipalPermissions["Permissions"]>[number];

/** Glue knows fewer permissions than Lake Formation; defaults are empty or ALL, so nothing is lost. */
const gluePermissions: ReadonlySet<string> = new Set<GluePermission>([
  "ALL",
  "SELECT",
  "ALTER",
  "DROP",
  "DELETE",
  "INSERT",
  "CREATE_DATABASE",
  "CREATE_TABLE",
  "DATA_LOCATION_ACCESS",
]);

function isGluePermission(permission: string): permission is GluePermission {
  return gluePermissions.has(permission);
}

export function getDatabase(call: Call, input: GetDatabaseRequest): GetDatabaseResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { database } = findDatabase(call, input.Name);
  const name = database.Name ?? "";
  if (!mayDescribeDatabase(call, name)) throw lacksPermission("Describe", name);
  return { Database: database };
}

export function getDatabases(call: Call, input: GetDatabasesRequest): GetDatabasesResponse {
  honourOnly("GetDatabases", input, ["CatalogId", "NextToken", "MaxResults", "ResourceShareType"]);
  requireOwnCatalog(call, input.CatalogId);
  const isOwn = input.ResourceShareType === undefined || input.ResourceShareType === "ALL";
  const { databases } = call.account.glue;
  const request = {
    size: call.pageSize(input.MaxResults, 100),
    token: input.NextToken,
    badToken: () => invalidInput("Invalid pagination token provided"),
  };
  const page = pageOf(isOwn ? sortedKeys(databases) : [], request, (name) =>
    mayDescribeDatabase(call, name) ? databases.get(name)?.database : undefined,
  );
  return { DatabaseList: [...page.rows], ...(page.token !== undefined && { NextToken: page.token }) };
}

export function updateDatabase(call: Call, input: UpdateDatabaseRequest): object {
  requireOwnCatalog(call, input.CatalogId);
  const found = findDatabase(call, input.Name);
  const name = found.database.Name ?? "";
  requireDatabaseWriter(call, "ALTER", name);
  const wanted = input.DatabaseInput ?? { Name: undefined };
  if (wanted.Name?.toLowerCase() !== name) throw invalidInput("A database cannot be renamed");
  found.database = newDatabase(call, name, wanted, found.database.CreateTime);
  return {};
}

export function deleteDatabase(call: Call, input: DeleteDatabaseRequest): object {
  requireOwnCatalog(call, input.CatalogId);
  const { database, tables } = findDatabase(call, input.Name);
  const name = database.Name ?? "";
  requireDatabaseWriter(call, "DROP", name);
  for (const table of tables.keys()) dropTable(call, name, table);
  call.account.glue.databases.delete(name);
  databaseDeleted(call, name);
  return {};
}
