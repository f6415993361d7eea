/** Data cells filters: named selections of rows and columns of a table that SELECT can be granted on. */

import type {
  CreateDataCellsFilterRequest,
  CreateDataCellsFilterResponse,
  DataCellsFilter,
  DeleteDataCellsFilterRequest,
  DeleteDataCellsFilterResponse,
  GetDataCellsFilterRequest,
  GetDataCellsFilterResponse,
  ListDataCellsFilterRequest,
  ListDataCellsFilterResponse,
  UpdateDataCellsFilterRequest,
  UpdateDataCellsFilterResponse,
} from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { requireOwnCatalog, seesEverything } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import { filterKey, keyOf, mayFilter, readCellsFilter, requireMayFilter } from "./cells-filter.ts";
import { grantsIn, listOn, removeGrant } from "./grants.ts";
import { readableData, writableData } from "./late-reads.ts";
import { pageOf } from "./paging.ts";

/** CreateDataCellsFilter: for administrators, and for holders of SELECT with grant option on the table. */
export function createDataCellsFilter(call: Call, input: CreateDataCellsFilterRequest): CreateDataCellsFilterResponse {
  const filter = readCellsFilter(call, input.TableData);
  const key = keyOf(filter);
  if (call.account.lakeFormation.data.filters.has(key)) {
    throw new ServiceError("AlreadyExistsException", `Data cells filter already exists: ${filter.Name}`);
  }
  writableData(call).filters.set(key, filter);
  return {};
}

/** UpdateDataCellsFilter: a VersionId that is given must be the current one; without one the last writer wins. */
export function updateDataCellsFilter(call: Call, input: UpdateDataCellsFilterRequest): UpdateDataCellsFilterResponse {
  const filter = readCellsFilter(call, input.TableData);
  const known = requireFilter(call.account.lakeFormation.data.filters, keyOf(filter));
  if (input.TableData?.VersionId !== undefined && input.TableData.VersionId !== known.VersionId) {
    throw new ServiceError("ConcurrentModificationException", "Data cells filter was changed since it was read");
  }
  writableData(call).filters.set(keyOf(filter), filter);
  return {};
}

/** DeleteDataCellsFilter: the grants on it go with it. */
export function deleteDataCellsFilter(call: Call, input: DeleteDataCellsFilterRequest): DeleteDataCellsFilterResponse {
  const { TableCatalogId, DatabaseName = "", TableName = "", Name = "" } = input;
  requireOwnCatalog(call, TableCatalogId);
  const [database, table] = [DatabaseName.toLowerCase(), TableName.toLowerCase()];
  requireMayFilter(call, database, table);
  const key = filterKey(database, table, Name);
  requireFilter(call.account.lakeFormation.data.filters, key);
  const data = writableData(call);
  data.filters.delete(key);
  const securable = { type: "data-cells-filter", database, table, filter: Name } as const;
  for (const grant of grantsIn(data, listOn(securable)).slice()) removeGrant(data, grant);
  return {};
}

/** GetDataCellsFilter: for whoever may make filters on the table, and for read-only administrators. */
export function getDataCellsFilter(call: Call, input: GetDataCellsFilterRequest): GetDataCellsFilterResponse {
  const { TableCatalogId, DatabaseName = "", TableName = "", Name = "" } = input;
  requireOwnCatalog(call, TableCatalogId);
  const [database, table] = [DatabaseName.toLowerCase(), TableName.toLowerCase()];
  if (!seesEverything(call)) requireMayFilter(call, database, table);
  return { DataCellsFilter: requireFilter(readableData(call).filters, filterKey(database, table, Name)) };
}

/** ListDataCellsFilter: all of the account, or those of one table; callers who are no administrators see those of tables they may share. */
export function listDataCellsFilter(call: Call, input: ListDataCellsFilterRequest): ListDataCellsFilterResponse {
  requireOwnCatalog(call, input.Table?.CatalogId);
  const database = input.Table?.DatabaseName?.toLowerCase();
  const table = input.Table?.Name?.toLowerCase();
  const isWanted = (filter: DataCellsFilter) =>
    (database === undefined || filter.DatabaseName === database) && (table === undefined || filter.TableName === table);
  const filters = new Map([...readableData(call).filters].filter(([, filter]) => isWanted(filter)));
  const { rows, next } = pageOf(filters, call.pageSize(input.MaxResults, 1000), input.NextToken);
  const visible = rows.filter(({ DatabaseName = "", TableName = "" }) => seesEverything(call) || mayFilter(call, DatabaseName, TableName));
  return { DataCellsFilters: visible, ...next };
}

function requireFilter(filters: ReadonlyMap<string, DataCellsFilter>, key: string): DataCellsFilter {
  const filter = filters.get(key);
  if (filter === undefined) throw entityNotFound("Data cells filter not found");
  return filter;
}
