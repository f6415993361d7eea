/** The resources LF-Tags can be on: a database, a table, or some columns of a table. */

import type { LFTagPair, Resource } from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { accessDenied, invalidInput, requireOwnCatalog, seesEverything } from "./authority.ts";
import { columnNames, entityNotFound, findTable, hasDatabase } from "./catalog.ts";
import { memberOf } from "./read-resource.ts";
import type { TagSet } from "./state.ts";

/** Names are lower-case; `columns` are given for columns only, `table` for tables and columns. */
export interface TaggedResource {
  readonly database: string;
  readonly table?: string;
  readonly columns?: readonly string[];
}

/**
 * Reads the resource of a tagging call. Wildcards are refused: tables and columns are named one by one. Throws
 * InvalidInputException; EntityNotFoundException for what does not exist (AccessDeniedException for callers who may not know).
 */
export function readTaggedResource(call: Call, resource: Resource | undefined): TaggedResource {
  const member = memberOf(resource);
  const { Database, Table, TableWithColumns } = resource ?? {};
  if (Database !== undefined) return found(call, Database.CatalogId, { database: lower(Database.Name) });
  if (Table !== undefined) {
    if (Table.Name === undefined || Table.TableWildcard !== undefined) throw invalidInput("Request is missing table name");
    return found(call, Table.CatalogId, { database: lower(Table.DatabaseName), table: lower(Table.Name) });
  }
  if (TableWithColumns === undefined) throw invalidInput(`LF-Tags cannot be on a resource of type ${member}`);
  const { CatalogId, DatabaseName, Name, ColumnNames = [], ColumnWildcard } = TableWithColumns;
  const table = lower(Name);
  if (ColumnWildcard !== undefined || ColumnNames.length === 0) throw invalidInput(`Must provide column names for ${table}`);
  return found(call, CatalogId, { database: lower(DatabaseName), table, columns: [...new Set(ColumnNames.map(lower))] });
}

/** Tags in the API's shape, by key. */
export function showTags(catalog: string, tags: TagSet): LFTagPair[] {
  return Array.from(tags, ([key, value]) => ({ CatalogId: catalog, TagKey: key, TagValues: [value] }));
}

function found(call: Call, catalogId: string | undefined, resource: TaggedResource): TaggedResource {
  requireOwnCatalog(call, catalogId);
  const { database, table, columns } = resource;
  if (!hasDatabase(call.account, database)) throw missing(call);
  if (table === undefined) return resource;
  const entity = findTable(call.account, database, table);
  if (entity === undefined) throw missing(call);
  const known = new Set(columnNames(entity));
  const unknown = (columns ?? []).filter((column) => !known.has(column));
  if (unknown.length > 0) throw entityNotFound(`Columns not found in ${database}.${table}: [${unknown.join(", ")}]`);
  return resource;
}

/** Callers without the right to see a resource are not told whether it exists. */
function missing(call: Call): Error {
  return seesEverything(call)
    ? entityNotFound("Entity Not Found")
    : accessDenied("Resource does not exist or requester is not authorized to access requested permissions.");
}

function lower(name = ""): string {
  return name.toLowerCase();
}
