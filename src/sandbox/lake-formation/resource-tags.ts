/** GetResourceLFTags: the LF-Tags of a database, or of a table with its database and columns. */

import type { ColumnLFTag, GetResourceLFTagsRequest, GetResourceLFTagsResponse, LFTagPair } from "@aws-sdk/client-lakeformation";

import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { accessDenied, requireOwnCatalog, seesEverything } from "./authority.ts";
import { columnNames, findTable } from "./catalog.ts";
import { readableData } from "./late-reads.ts";
import type { LakeFormationData, TagSet } from "./state.ts";
import { databaseTags, effectiveTags, noTags, tableTags } from "./tag-sets.ts";
import { readTaggedResource, showTags } from "./tagged-resource.ts";
import { mayDescribeDatabase, visibleColumns } from "./visibility.ts";

/**
 * All layers of the resource: for a table its database, itself and every column. ShowAssignedLFTags leaves what is only
 * inherited out, and columns without an assignment of their own with it.
 */
export function getResourceLFTags(call: Call, input: GetResourceLFTagsRequest): GetResourceLFTagsResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { database, table, columns } = readTaggedResource(call, input.Resource);
  const data = readableData(call);
  const onDatabase = { LFTagOnDatabase: showTags(call.account.id, databaseTags(data, database)) };
  if (table === undefined) {
    if (!mayDescribeDatabase(call, database))
      throw accessDenied("Resource does not exist or requester is not authorized to access requested permissions.");
    return onDatabase;
  }
  const visible = seesEverything(call) ? "all" : visibleColumns(call, database, table);
  if (visible === undefined) throw accessDenied("Resource does not exist or requester is not authorized to access requested permissions.");
  const wanted = (columns ?? namesOf(call.account, database, table)).filter((column) => visible === "all" || visible.has(column));
  const assigned = input.ShowAssignedLFTags === true ? assignedTags(data, database, table) : effectiveTags(data, database, table);
  const LFTagsOnColumns = showColumns(call.account.id, wanted, assigned.column);
  return {
    ...onDatabase,
    LFTagsOnTable: showTags(call.account.id, assigned.table),
    LFTagsOnColumns:
      input.ShowAssignedLFTags === true ? LFTagsOnColumns.filter(({ LFTags }) => (LFTags ?? []).length > 0) : LFTagsOnColumns,
  };
}

/** Columns with their tags; columns with equal tags share one list. */
export function showColumns(catalog: string, columns: readonly string[], tagsOf: (column: string) => TagSet): ColumnLFTag[] {
  const shown = new Map<TagSet, LFTagPair[]>();
  return columns.map((column) => {
    const tags = tagsOf(column);
    let pairs = shown.get(tags);
    if (pairs === undefined) shown.set(tags, (pairs = showTags(catalog, tags)));
    return { Name: column, LFTags: pairs };
  });
}

/** Column names of a table, partition keys included. */
export function namesOf(account: Account, database: string, table: string): readonly string[] {
  const found = findTable(account, database, table);
  return found === undefined ? [] : columnNames(found);
}

function assignedTags(data: LakeFormationData, database: string, table: string) {
  const assigned = tableTags(data, database, table);
  return { table: assigned?.own ?? noTags, column: (name: string) => assigned?.columns.get(name) ?? noTags };
}
