/** Tables of the Data Catalog. */

import type {
  CreateTableRequest,
  DeleteTableRequest,
  GetTableRequest,
  GetTableResponse,
  GetTablesRequest,
  GetTablesResponse,
  Table,
  TableInput,
  UpdateTableRequest,
} from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { orderedTables } from "../lake-formation/catalog.ts";
import { tableCreated, tableDeleted } from "../lake-formation/lifecycle.ts";
import { mayDescribeDatabase, visibleColumns } from "../lake-formation/visibility.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf } from "../page.ts";
import { findDatabase, findTable, requireOwnCatalog } from "./catalog.ts";
import { alreadyExists, invalidInput, lacksPermission } from "./error.ts";
import { isRegistered } from "./registration.ts";
import { newTable } from "./table-input.ts";
import { requireDatabaseWriter, requireLocation, requireTableWriter } from "./writer.ts";

export function createTable(call: Call, input: CreateTableRequest): object {
  honourOnly("CreateTable", input, ["CatalogId", "DatabaseName", "TableInput"]);
  requireOwnCatalog(call, input.CatalogId);
  const { database } = findDatabase(call, input.DatabaseName);
  requireDatabaseWriter(call, "CREATE_TABLE", database.Name ?? "");
  requireLocation(call, input.TableInput?.StorageDescriptor?.Location);
  addTable(call, database.Name ?? "", input.TableInput ?? { Name: undefined });
  return {};
}

/** Adds a table as CreateTable does, without asking who calls. Throws EntityNotFoundException, AlreadyExistsException. */
export function addTable(call: Call, databaseName: string, input: TableInput): void {
  const { database, tables } = findDatabase(call, databaseName);
  const table = newTable(call, database.Name ?? "", input, { created: call.now, createdBy: call.caller.arn, version: 0 });
  const name = table.Name ?? "";
  if (tables.has(name)) throw alreadyExists(`Table ${name} already exists.`);
  tables.set(name, table);
  tableCreated(call, database.Name ?? "", name);
}

export function getTable(call: Call, input: GetTableRequest): GetTableResponse {
  honourOnly("GetTable", input, ["CatalogId", "DatabaseName", "Name"]);
  requireOwnCatalog(call, input.CatalogId);
  const shown = visibleTable(call, findTable(call, input.DatabaseName, input.Name));
  if (shown === undefined) throw lacksPermission("Describe", (input.Name ?? "").toLowerCase());
  return { Table: { ...shown, IsRegisteredWithLakeFormation: isRegistered(call.account, shown.StorageDescriptor?.Location) } };
}

export function getTables(call: Call, input: GetTablesRequest): GetTablesResponse {
  honourOnly("GetTables", input, ["CatalogId", "DatabaseName", "Expression", "NextToken", "MaxResults"]);
  requireOwnCatalog(call, input.CatalogId);
  const { database, tables } = findDatabase(call, input.DatabaseName);
  const databaseName = database.Name ?? "";
  if (!mayDescribeDatabase(call, databaseName)) throw lacksPermission("Describe", databaseName);
  const matches = tableNameFilter(input.Expression);
  const request = {
    size: call.pageSize(input.MaxResults, 100),
    token: input.NextToken,
    badToken: () => invalidInput("Invalid pagination token provided"),
  };
  const page = pageOf(orderedTables(call.account, databaseName), request, (name) => {
    const table = matches(name) ? tables.get(name) : undefined;
    return table === undefined ? undefined : visibleTable(call, table);
  });
  return { TableList: [...page.rows], ...(page.token !== undefined && { NextToken: page.token }) };
}

/** The expression is a regular expression for whole names. Source: Glue Web API Reference, GetTables. */
function tableNameFilter(expression = ""): (name: string) => boolean {
  if (expression === "") return () => true;
  try {
    const pattern = new RegExp(`^(?:${expression})$`, "u");
    return (name) => pattern.test(name);
  } catch {
    throw invalidInput("Expression is not a regular expression");
  }
}

/** The table with the columns the caller may see; `undefined` when the caller may not see the table. */
function visibleTable(call: Call, table: Table): Table | undefined {
  const visible = visibleColumns(call, table.DatabaseName ?? "", table.Name ?? "");
  if (visible === undefined || visible === "all") return visible === "all" ? table : undefined;
  const { StorageDescriptor: storage, PartitionKeys: partitionKeys } = table;
  const isVisible = ({ Name = "" }: { Name: string | undefined }): boolean => visible.has(Name.toLowerCase());
  return {
    ...table,
    ...(storage !== undefined && { StorageDescriptor: { ...storage, Columns: storage.Columns?.filter(isVisible) } }),
    ...(partitionKeys !== undefined && { PartitionKeys: partitionKeys.filter(isVisible) }),
  };
}

/** A full replacement; the table is found by the name in its input. Source: Glue Web API Reference, UpdateTable. */
export function updateTable(call: Call, input: UpdateTableRequest): object {
  honourOnly("UpdateTable", input, ["CatalogId", "DatabaseName", "TableInput", "SkipArchive", "VersionId"]);
  requireOwnCatalog(call, input.CatalogId);
  if (input.TableInput === undefined) throw invalidInput("Table input cannot be null");
  const { database, tables } = findDatabase(call, input.DatabaseName);
  const before = findTable(call, input.DatabaseName, input.TableInput.Name);
  const name = before.Name ?? "";
  requireTableWriter(call, "ALTER", database.Name ?? "", name);
  const location = input.TableInput.StorageDescriptor?.Location;
  if (location !== before.StorageDescriptor?.Location) requireLocation(call, location);
  if (input.VersionId !== undefined && input.VersionId !== before.VersionId) throw invalidInput("The version is not the current one");
  const { CreateTime: created = call.now, CreatedBy: createdBy = call.caller.arn, VersionId = "0" } = before;
  tables.set(name, newTable(call, database.Name ?? "", input.TableInput, { created, createdBy, version: Number(VersionId) + 1 }));
  return {};
}

export function deleteTable(call: Call, input: DeleteTableRequest): object {
  honourOnly("DeleteTable", input, ["CatalogId", "DatabaseName", "Name"]);
  requireOwnCatalog(call, input.CatalogId);
  const table = findTable(call, input.DatabaseName, input.Name);
  requireTableWriter(call, "DROP", table.DatabaseName ?? "", table.Name ?? "");
  dropTable(call, table.DatabaseName ?? "", table.Name ?? "");
  return {};
}

/** Removes a table that exists, without asking who calls. Names are lower-case. */
export function dropTable(call: Call, database: string, table: string): void {
  call.account.glue.databases.get(database)?.tables.delete(table);
  tableDeleted(call, database, table);
}
