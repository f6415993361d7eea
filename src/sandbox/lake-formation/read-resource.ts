/** Reads the API's resource union: exactly one member, names folded, everything named must exist. */

import type {
  DataCellsFilterResource,
  DatabaseResource,
  LFTagKeyResource,
  LFTagPolicyResource,
  Resource,
  TableResource,
  TableWithColumnsResource,
} from "@aws-sdk/client-lakeformation";

import { normalizeSecurable } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { invalidInput, requireOwnCatalog } from "./authority.ts";
import { columnNames, entityNotFound, requireDatabase, requireTable } from "./catalog.ts";
import { filterKey } from "./cells-filter.ts";
import { readExpression } from "./read-expression.ts";
import { requireTagValues } from "./tag-values.ts";

/** The name that stands for all tables of a database in rows of ListPermissions. */
export const allTables = "ALL_TABLES";

/** The one member a resource has, by name. Throws InvalidInputException when there is none or more than one. */
export function memberOf(resource: Resource | undefined): keyof Resource {
  const given = resource ?? {};
  const members = resourceMembers.filter((name) => given[name] !== undefined);
  const [member] = members;
  if (member === undefined || members.length > 1) {
    throw invalidInput(`Resource parameter must have exactly 1 resource specified but ${members.length} were provided.`);
  }
  return member;
}

const resourceMembers = [
  "Catalog",
  "Database",
  "Table",
  "TableWithColumns",
  "DataLocation",
  "DataCellsFilter",
  "LFTag",
  "LFTagPolicy",
  "LFTagExpression",
] as const;

/** The securable a resource names, normalised. Throws InvalidInputException and EntityNotFoundException. */
export function readResource(call: Call, resource: Resource | undefined): Securable {
  memberOf(resource);
  const { Catalog, Database, Table, TableWithColumns, DataLocation, DataCellsFilter, LFTag, LFTagPolicy, LFTagExpression } = resource ?? {};
  if (Catalog !== undefined) return readCatalog(call, Catalog.Id);
  if (Database !== undefined) return readDatabase(call, Database);
  if (Table !== undefined) return readTable(call, Table);
  if (TableWithColumns !== undefined) return readColumns(call, TableWithColumns);
  if (DataLocation !== undefined) return readLocation(call, DataLocation.CatalogId, DataLocation.ResourceArn);
  if (DataCellsFilter !== undefined) return readFilter(call, DataCellsFilter);
  if (LFTag !== undefined) return readTag(call, LFTag);
  if (LFTagPolicy !== undefined) return readPolicy(call, LFTagPolicy);
  return readNamedExpression(call, LFTagExpression?.CatalogId, LFTagExpression?.Name);
}

function readCatalog(call: Call, id: string | undefined): Securable {
  requireOwnCatalog(call, id);
  return { type: "catalog" };
}

function readDatabase(call: Call, { CatalogId, Name = "" }: DatabaseResource): Securable {
  requireOwnCatalog(call, CatalogId);
  const database = Name.toLowerCase();
  requireDatabase(call.account, database);
  return { type: "database", database };
}

function readTable(call: Call, { CatalogId, DatabaseName = "", Name, TableWildcard }: TableResource): Securable {
  requireOwnCatalog(call, CatalogId);
  const database = DatabaseName.toLowerCase();
  requireDatabase(call.account, database);
  if (Name === allTables || (Name === undefined && TableWildcard !== undefined)) return { type: "all-tables", database };
  if (Name === undefined) throw invalidInput("Table resource must have a table name or a table wildcard");
  if (TableWildcard !== undefined) throw invalidInput("Table resource must not have both a table name and a table wildcard");
  const table = Name.toLowerCase();
  requireTable(call.account, database, table);
  return { type: "table", database, table };
}

function readColumns(call: Call, resource: TableWithColumnsResource): Securable {
  const { CatalogId, DatabaseName = "", Name = "", ColumnNames, ColumnWildcard } = resource;
  requireOwnCatalog(call, CatalogId);
  const database = DatabaseName.toLowerCase();
  if ((ColumnNames === undefined) === (ColumnWildcard === undefined)) {
    throw invalidInput("TableWithColumns resource must have either column names or a column wildcard");
  }
  const excluded = ColumnWildcard?.ExcludedColumnNames ?? [];
  if (Name === allTables && ColumnWildcard !== undefined && excluded.length === 0) return readTable(call, { DatabaseName, Name });
  const table = Name.toLowerCase();
  const known = new Set(columnNames(requireTable(call.account, database, table)));
  const named = [...(ColumnNames ?? []), ...excluded];
  if (ColumnNames?.length === 0) throw invalidInput("TableWithColumns resource must have at least one column name");
  if (named.some((column) => !known.has(column.toLowerCase()))) {
    throw invalidInput("cannot grant/revoke permission on non-existent column");
  }
  return normalizeSecurable(
    ColumnNames === undefined
      ? { type: "columns-except", database, table, excluded }
      : { type: "columns", database, table, columns: ColumnNames },
  );
}

function readLocation(call: Call, catalogId: string | undefined, arn = ""): Securable {
  requireOwnCatalog(call, catalogId);
  if (!/^arn:aws[a-z-]*:s3:::[^/*]+(\/.*)?$/.test(arn)) throw invalidInput(`Invalid S3 path: ${arn}`);
  return { type: "data-location", arn: arn.replace(/\/+$/, "") };
}

function readFilter(call: Call, { TableCatalogId, DatabaseName = "", TableName = "", Name = "" }: DataCellsFilterResource): Securable {
  requireOwnCatalog(call, TableCatalogId);
  const database = DatabaseName.toLowerCase();
  const table = TableName.toLowerCase();
  if (!call.account.lakeFormation.data.filters.has(filterKey(database, table, Name))) {
    throw entityNotFound(`Data cells filter not found: ${database}.${table}.${Name}`);
  }
  return { type: "data-cells-filter", database, table, filter: Name };
}

function readTag(call: Call, { CatalogId, TagKey = "", TagValues = [] }: LFTagKeyResource): Securable {
  requireOwnCatalog(call, CatalogId);
  const tag = normalizeSecurable({ type: "lf-tag", key: TagKey, values: TagValues });
  if (tag.type === "lf-tag") requireTagValues(call.account.lakeFormation.data, tag.key, tag.values);
  return tag;
}

function readPolicy(call: Call, { CatalogId, ResourceType, Expression, ExpressionName }: LFTagPolicyResource): Securable {
  requireOwnCatalog(call, CatalogId);
  if ((Expression === undefined) === (ExpressionName === undefined)) {
    throw invalidInput("LFTagPolicy resource must have either an expression or an expression name");
  }
  const target = ResourceType === "DATABASE" ? "database" : "table";
  if (ExpressionName !== undefined) {
    readNamedExpression(call, CatalogId, ExpressionName);
    return { type: "lf-tag-policy-named", target, name: ExpressionName };
  }
  return { type: "lf-tag-policy", target, expression: readExpression(call.account.lakeFormation.data, Expression) };
}

function readNamedExpression(call: Call, catalogId: string | undefined, name = ""): Securable {
  requireOwnCatalog(call, catalogId);
  if (!call.account.lakeFormation.data.expressions.has(name)) throw entityNotFound(`LF-Tag expression not found: ${name}`);
  return { type: "lf-tag-expression", name };
}
