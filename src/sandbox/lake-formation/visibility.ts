/** What the Data Catalog shows to a caller: databases and tables it holds a permission on, columns it may know of. */

import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { seesEverything } from "./authority.ts";
import { columnNames, findTable } from "./catalog.ts";
import { columnsOfFilter, filterKey } from "./cells-filter.ts";
import { grantsHeldBy, isDatabaseLeftToIam, isTableLeftToIam, policyOf } from "./held-grants.ts";
import { matchesTags } from "./read-expression.ts";
import type { Grant, LakeFormationData } from "./state.ts";
import { databaseTags, effectiveTags } from "./tag-sets.ts";
import type { EffectiveTags } from "./tag-sets.ts";

/**
 * May the caller see the database? Any permission on it, on a table in it, or through LF-Tags on either, shows it.
 * Source: Lake Formation Developer Guide, lf-permissions-reference. Names are lower-case.
 */
export function mayDescribeDatabase(call: Call, name: string): boolean {
  if (seesEverything(call) || isDatabaseLeftToIam(call.account, name)) return true;
  const { data } = call.account.lakeFormation;
  const grants = grantsHeldBy(call.account, call.caller.principal);
  if (grants.some((grant) => showsDatabase(data, grant, name))) return true;
  // A permission below shows the database, but not one that depends on attributes.
  const unconditional = grants.filter(({ condition }) => condition === undefined);
  const tables = [...(call.account.glue.databases.get(name)?.tables.keys() ?? [])];
  return tables.some((table) => columnsShown(call.account, unconditional, name, table) !== undefined);
}

function showsDatabase(data: LakeFormationData, { securable, condition }: Grant, name: string): boolean {
  if (securable.type === "database") return securable.database === name;
  if (securable.type === "all-tables" && condition === undefined) return securable.database === name;
  if (!("target" in securable) || securable.target !== "database") return false;
  const expression = policyOf(data, securable);
  return expression !== undefined && matchesTags(expression, databaseTags(data, name));
}

/**
 * The columns of a table the caller may know of: "all", some, or undefined when it may not see the table at all.
 * Names are lower-case.
 */
export function visibleColumns(call: Call, database: string, table: string): "all" | ReadonlySet<string> | undefined {
  if (seesEverything(call)) return "all";
  return columnsShown(call.account, grantsHeldBy(call.account, call.caller.principal), database, table);
}

function columnsShown(
  account: Account,
  grants: readonly Grant[],
  database: string,
  table: string,
): "all" | ReadonlySet<string> | undefined {
  const found = findTable(account, database, table);
  if (found === undefined) return undefined;
  if (isTableLeftToIam(account, database, table)) return "all";
  const { data } = account.lakeFormation;
  const subject: Subject = { data, database, table, names: columnNames(found), tags: effectiveTags(data, database, table) };
  const shown = new Set<string>();
  let isVisible = false;
  for (const grant of grants) {
    const columns = columnsShownBy(subject, grant);
    if (columns === "all") return "all";
    if (columns === undefined) continue;
    isVisible = true;
    for (const column of columns) shown.add(column);
  }
  return isVisible ? shown : undefined;
}

interface Subject {
  readonly data: LakeFormationData;
  readonly database: string;
  readonly table: string;
  readonly names: readonly string[];
  readonly tags: EffectiveTags;
}

/** What one grant shows of the table; undefined when it does not concern it. */
function columnsShownBy(subject: Subject, { securable }: Grant): "all" | readonly string[] | undefined {
  if ("database" in securable && securable.database !== subject.database) return undefined;
  if ("table" in securable && securable.table !== subject.table) return undefined;
  switch (securable.type) {
    case "table":
    case "all-tables":
      return "all";
    case "columns":
      return securable.columns;
    case "columns-except":
      return subject.names.filter((name) => !securable.excluded.includes(name));
    case "data-cells-filter":
      return filterColumns(subject, securable.filter);
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return securable.target === "table" ? columnsOfPolicy(subject, policyOf(subject.data, securable)) : undefined;
    default:
      return undefined;
  }
}

/** Every column is matched by its own effective tags; a table that matches by its own tags is visible in any case. */
function columnsOfPolicy({ names, tags }: Subject, expression: ReturnType<typeof policyOf>): readonly string[] | undefined {
  if (expression === undefined) return undefined;
  const columns = names.filter((name) => matchesTags(expression, tags.column(name)));
  return columns.length > 0 || matchesTags(expression, tags.table) ? columns : undefined;
}

function filterColumns({ data, database, table, names }: Subject, name: string): readonly string[] | undefined {
  const filter = data.filters.get(filterKey(database, table, name));
  return filter === undefined ? undefined : columnsOfFilter(filter, names);
}
