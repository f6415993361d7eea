/** A data cells filter: its identity, the columns it lets through, and how a request is read. */

import { createHash } from "node:crypto";

import type { DataCellsFilter } from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { accessDenied, invalidInput, requireOwnCatalog } from "./authority.ts";
import { columnNames, entityNotFound, requireTable } from "./catalog.ts";
import { mayGrant } from "./resource-authority.ts";

/** Source: Lake Formation API, PredicateString. */
const maximumPredicate = 2048;

/** The identity of a filter. Database and table are lower-case; the name is as given. */
export function filterKey(database: string, table: string, name: string): string {
  return JSON.stringify([database, table, name]);
}

/** The identity of a stored filter. */
export function keyOf({ DatabaseName = "", TableName = "", Name = "" }: DataCellsFilter): string {
  return filterKey(DatabaseName, TableName, Name);
}

/** The columns a filter lets through, of those its table has. Names are lower-case. */
export function columnsOfFilter({ ColumnNames, ColumnWildcard }: DataCellsFilter, names: readonly string[]): readonly string[] {
  if (ColumnNames !== undefined) return names.filter((name) => ColumnNames.includes(name));
  const excluded = ColumnWildcard?.ExcludedColumnNames ?? [];
  return names.filter((name) => !excluded.includes(name));
}

/** The filter of a request, with everything it names in lower case and with a new version. Throws ServiceError. */
export function readCellsFilter(call: Call, given: Partial<DataCellsFilter> = {}): DataCellsFilter {
  const { TableCatalogId, DatabaseName = "", TableName = "", Name = "", RowFilter } = given;
  requireOwnCatalog(call, TableCatalogId);
  const [database, table] = [DatabaseName.toLowerCase(), TableName.toLowerCase()];
  const columns = columnNames(requireTable(call.account, database, table));
  requireMayFilter(call, database, table);
  if (Name === "") throw invalidInput("A data cells filter must have a name");
  requireRowFilter(RowFilter);
  const filter: DataCellsFilter = {
    TableCatalogId: call.account.id,
    DatabaseName: database,
    TableName: table,
    Name,
    RowFilter: structuredClone(RowFilter),
    ...readColumns(given, columns),
  };
  return { ...filter, VersionId: versionOf(filter, call) };
}

function requireRowFilter(rows: DataCellsFilter["RowFilter"]): void {
  const expression = rows?.FilterExpression;
  if ((expression === undefined) === (rows?.AllRowsWildcard === undefined)) {
    throw invalidInput("A row filter must have either a filter expression or the all rows wildcard");
  }
  if ((expression?.length ?? 0) > maximumPredicate) throw invalidInput(`A filter expression has at most ${maximumPredicate} characters`);
}

function readColumns({ ColumnNames = [], ColumnWildcard }: Partial<DataCellsFilter>, known: readonly string[]) {
  if ((ColumnNames.length === 0) === (ColumnWildcard === undefined)) {
    throw invalidInput("A data cells filter must have either column names or a column wildcard");
  }
  const named = [...ColumnNames, ...(ColumnWildcard?.ExcludedColumnNames ?? [])].map((column) => column.toLowerCase());
  const unknown = named.filter((column) => !known.includes(column));
  if (unknown.length > 0) throw entityNotFound(`Columns not found: [${unknown.join(", ")}]`);
  const columns = [...new Set(named)];
  return ColumnWildcard === undefined ? { ColumnNames: columns } : { ColumnWildcard: { ExcludedColumnNames: columns } };
}

/** Source: Lake Formation Developer Guide, data-filtering: SELECT with grant option on the table. */
export function mayFilter(call: Call, database: string, table: string): boolean {
  return mayGrant(call, { type: "table", database, table }, ["SELECT"]);
}

/** Throws AccessDeniedException unless the caller may make filters on the table. */
export function requireMayFilter(call: Call, database: string, table: string): void {
  if (!mayFilter(call, database, table))
    throw accessDenied(`Insufficient Lake Formation permission(s): Required SELECT with grant option on ${table}`);
}

/** A version changes with every write, and the same writes give the same versions. */
function versionOf(filter: DataCellsFilter, call: Call): string {
  return createHash("sha256")
    .update(JSON.stringify([filter, call.now.getTime(), call.faults.callNumber()]))
    .digest("hex")
    .slice(0, 32);
}
