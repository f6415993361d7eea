/** SearchDatabasesByLFTags and SearchTablesByLFTags: what matches an expression, with its effective LF-Tags. */

import type {
  SearchDatabasesByLFTagsRequest,
  SearchDatabasesByLFTagsResponse,
  SearchTablesByLFTagsRequest,
  SearchTablesByLFTagsResponse,
  TaggedDatabase,
  TaggedTable,
} from "@aws-sdk/client-lakeformation";

import { compareText } from "../../model/source.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import type { Call } from "../call.ts";
import { requireOwnCatalog, seesEverything } from "./authority.ts";
import { orderedDatabases, orderedTables } from "./catalog.ts";
import { readableData } from "./late-reads.ts";
import { decodeToken, encodeToken, lowerBound } from "./paging.ts";
import { matchesTags, readExpression } from "./read-expression.ts";
import { namesOf, showColumns } from "./resource-tags.ts";
import type { LakeFormationData } from "./state.ts";
import { databaseTags, effectiveTags } from "./tag-sets.ts";
import { showTags } from "./tagged-resource.ts";
import { mayDescribeDatabase, visibleColumns } from "./visibility.ts";

/** Source: Lake Formation API, SearchPageSize. */
const maximumPage = 100;

/** Databases whose own tags match. */
export function searchDatabasesByLFTags(call: Call, input: SearchDatabasesByLFTagsRequest): SearchDatabasesByLFTagsResponse {
  requireOwnCatalog(call, input.CatalogId);
  const data = readableData(call);
  const expression = readExpression(call.account.lakeFormation.data, input.Expression);
  const size = call.pageSize(input.MaxResults, maximumPage);
  const names = orderedDatabases(call.account);
  const list: TaggedDatabase[] = [];
  for (let index = placeOf(names, input.NextToken); index < names.length; index++) {
    const name = names[index] ?? "";
    const tags = databaseTags(data, name);
    if (!matchesTags(expression, tags) || !mayDescribeDatabase(call, name)) continue;
    if (list.length === size) return { DatabaseList: list, NextToken: encodeToken([name]) };
    list.push({ Database: { CatalogId: call.account.id, Name: name }, LFTags: showTags(call.account.id, tags) });
  }
  return { DatabaseList: list };
}

/** Tables whose own effective tags match, or those of one of their columns. Tables are in order of database, then name. */
export function searchTablesByLFTags(call: Call, input: SearchTablesByLFTagsRequest): SearchTablesByLFTagsResponse {
  requireOwnCatalog(call, input.CatalogId);
  const data = readableData(call);
  const expression = readExpression(call.account.lakeFormation.data, input.Expression);
  const size = call.pageSize(input.MaxResults, maximumPage);
  const [fromDatabase = "", fromTable = ""] =
    input.NextToken === undefined ? [] : decodeToken(input.NextToken, ["string", "string"]).map(String);
  const databases = orderedDatabases(call.account);
  const list: TaggedTable[] = [];
  for (let d = lowerBound(databases, (name) => compareText(name, fromDatabase) < 0); d < databases.length; d++) {
    const database = databases[d] ?? "";
    const tables = orderedTables(call.account, database);
    const first = database === fromDatabase ? lowerBound(tables, (name) => compareText(name, fromTable) < 0) : 0;
    for (let t = first; t < tables.length; t++) {
      const table = tables[t] ?? "";
      const tagged = searchTable(call, data, expression, database, table);
      if (tagged === undefined) continue;
      if (list.length === size) return { TableList: list, NextToken: encodeToken([database, table]) };
      list.push(tagged);
    }
  }
  return { TableList: list };
}

function searchTable(
  call: Call,
  data: LakeFormationData,
  expression: TagExpression,
  database: string,
  table: string,
): TaggedTable | undefined {
  const tags = effectiveTags(data, database, table);
  const columns = namesOf(call.account, database, table);
  if (!matchesTags(expression, tags.table) && !columns.some((column) => matchesTags(expression, tags.column(column)))) return undefined;
  const visible = seesEverything(call) ? "all" : visibleColumns(call, database, table);
  if (visible === undefined) return undefined;
  const catalog = call.account.id;
  return {
    Table: { CatalogId: catalog, DatabaseName: database, Name: table },
    LFTagOnDatabase: showTags(catalog, databaseTags(data, database)),
    LFTagsOnTable: showTags(catalog, tags.table),
    LFTagsOnColumns: showColumns(
      catalog,
      columns.filter((column) => visible === "all" || visible.has(column)),
      tags.column,
    ),
  };
}

function placeOf(names: readonly string[], token: string | undefined): number {
  if (token === undefined) return 0;
  const from = String(decodeToken(token, ["string"])[0]);
  return lowerBound(names, (name) => compareText(name, from) < 0);
}
