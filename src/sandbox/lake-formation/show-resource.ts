/** Writes securables in the API's shape, as rows of ListPermissions show them. */

import type { Resource } from "@aws-sdk/client-lakeformation";

import type { Securable } from "../../model/securable.ts";
import { writeExpression } from "./read-expression.ts";
import { allTables } from "./read-resource.ts";

/** The resource of a securable. SELECT on whole tables is not shown here but with `showAllColumns`. */
export function showResource(catalog: string, securable: Securable): Resource {
  switch (securable.type) {
    case "catalog":
      return { Catalog: { Id: catalog } };
    case "database":
      return { Database: { CatalogId: catalog, Name: securable.database } };
    case "table":
      return { Table: { CatalogId: catalog, DatabaseName: securable.database, Name: securable.table } };
    case "all-tables":
      return { Table: { CatalogId: catalog, DatabaseName: securable.database, Name: allTables, TableWildcard: {} } };
    case "columns":
      return { TableWithColumns: { ...tableOf(catalog, securable), ColumnNames: [...securable.columns] } };
    case "columns-except":
      return { TableWithColumns: { ...tableOf(catalog, securable), ColumnWildcard: { ExcludedColumnNames: [...securable.excluded] } } };
    case "data-location":
      return { DataLocation: { CatalogId: catalog, ResourceArn: securable.arn } };
    case "data-cells-filter": {
      const { database, table, filter } = securable;
      return { DataCellsFilter: { TableCatalogId: catalog, DatabaseName: database, TableName: table, Name: filter } };
    }
    case "lf-tag":
      return { LFTag: { CatalogId: catalog, TagKey: securable.key, TagValues: [...securable.values] } };
    case "lf-tag-policy":
      return { LFTagPolicy: { ...policyOf(catalog, securable), Expression: writeExpression(securable.expression) } };
    case "lf-tag-policy-named":
      return { LFTagPolicy: { ...policyOf(catalog, securable), ExpressionName: securable.name } };
    case "lf-tag-expression":
      return { LFTagExpression: { CatalogId: catalog, Name: securable.name } };
    case "unknown":
      throw new TypeError("the sandbox stores no unknown securables");
  }
}

/** How SELECT on a table, or on all tables, is shown: as a grant on all columns. */
export function showAllColumns(catalog: string, database: string, table: string | undefined): Resource {
  return { TableWithColumns: { ...tableOf(catalog, { database, table: table ?? allTables }), ColumnWildcard: {} } };
}

function tableOf(catalog: string, { database, table }: { readonly database: string; readonly table: string }) {
  return { CatalogId: catalog, DatabaseName: database, Name: table };
}

function policyOf(catalog: string, { target }: { readonly target: "database" | "table" }) {
  return { CatalogId: catalog, ResourceType: target === "database" ? ("DATABASE" as const) : ("TABLE" as const) };
}
