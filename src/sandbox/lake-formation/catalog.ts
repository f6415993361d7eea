/** What Lake Formation sees of the Glue Data Catalog: which databases, tables and columns exist, in a stable order. */

import type { Table } from "@aws-sdk/client-glue";

import { compareText } from "../../model/source.ts";
import type { Account } from "../account.ts";
import { ServiceError } from "../service-error.ts";

/** The error for whatever the Data Catalog does not have. */
export function entityNotFound(what: string): ServiceError {
  return new ServiceError("EntityNotFoundException", what);
}

/** True when the catalog has the database; names are lower-case. */
export function hasDatabase(account: Account, database: string): boolean {
  return account.glue.databases.has(database);
}

/** The table as Glue keeps it; undefined when the catalog does not have it. */
export function findTable(account: Account, database: string, table: string): Table | undefined {
  return account.glue.databases.get(database)?.tables.get(table);
}

/** Throws EntityNotFoundException for a database that does not exist. */
export function requireDatabase(account: Account, database: string): void {
  if (!hasDatabase(account, database)) throw entityNotFound(`Database not found: ${database}`);
}

/** The table; throws EntityNotFoundException when it or its database does not exist. */
export function requireTable(account: Account, database: string, table: string): Table {
  requireDatabase(account, database);
  const found = findTable(account, database, table);
  if (found === undefined) throw entityNotFound(`Table not found: ${database}.${table}`);
  return found;
}

/** Column names as Lake Formation counts columns: `StorageDescriptor.Columns`, then partition keys. Lower-case. */
export function columnNames(table: Table): readonly string[] {
  const columns = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
  return columns.flatMap(({ Name }) => (Name === undefined ? [] : [Name.toLowerCase()]));
}

/** Database names in order; sorted once and kept until the catalog changes, because listings come in many pages. */
export function orderedDatabases(account: Account): readonly string[] {
  return order(account).databases;
}

/** Table names of a database in order; kept as `orderedDatabases` is. */
export function orderedTables(account: Account, database: string): readonly string[] {
  const { tables } = order(account);
  const known = tables.get(database);
  if (known !== undefined) return known;
  const sorted = [...(account.glue.databases.get(database)?.tables.keys() ?? [])].toSorted(compareText);
  tables.set(database, sorted);
  return sorted;
}

/** Must be called whenever a database or table appears or goes. */
export function forgetOrder(account: Account): void {
  account.lakeFormation.order = undefined;
}

function order(account: Account) {
  account.lakeFormation.order ??= { databases: [...account.glue.databases.keys()].toSorted(compareText), tables: new Map() };
  return account.lakeFormation.order;
}
