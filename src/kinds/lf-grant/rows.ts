/** Rows of ListPermissions as grants: rows that say one thing in several ways become one grant. */

import type { LFTag, PrincipalResourcePermissions, Resource } from "@aws-sdk/client-lakeformation";

import type { Json } from "../../model/canonical.ts";
import type { Permission } from "../../model/permission.ts";
import { isSameJson } from "../../model/same-json.ts";
import type { Securable } from "../../model/securable.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import { address, normalize } from "./spec.ts";
import type { LfGrant } from "./spec.ts";

/** Name that stands for every table of a database. Source: hashicorp/terraform-provider-aws, internal/service/lakeformation. */
const allTables = "ALL_TABLES";

/**
 * Merges rows. AWS reports SELECT on a table as a column wildcard beside the table's other permissions, and one grant as
 * several rows; rows left without permissions after a revoke are no grants.
 */
export function grantsOf(
  rows: readonly PrincipalResourcePermissions[],
  account: string,
  expressions: ReadonlyMap<string, TagExpression>,
): readonly LfGrant[] {
  const grants = new Map<string, LfGrant>();
  for (const row of rows) {
    const permissions: readonly Permission[] = row.Permissions ?? [];
    if (permissions.length === 0) continue;
    const grant = normalize({
      principal: row.Principal?.DataLakePrincipalIdentifier ?? "",
      securable: securableOf(row.Resource ?? {}, account, expressions),
      permissions,
      grantable: row.PermissionsWithGrantOption ?? [],
      ...(row.Condition?.Expression === undefined ? {} : { condition: row.Condition.Expression }),
    });
    const key = address(grant);
    const known = grants.get(key);
    // Every row is listed at least twice: among all, and among those of its type.
    if (known === undefined || !isSameJson(known, grant)) grants.set(key, known === undefined ? grant : union(known, grant));
  }
  return [...grants.values()];
}

function union(a: LfGrant, b: LfGrant): LfGrant {
  return normalize({ ...a, permissions: [...a.permissions, ...b.permissions], grantable: [...a.grantable, ...b.grantable] });
}

/** The securable of a row; a shape this version does not know stays visible as `unknown`. */
export function securableOf(resource: Resource, account: string, expressions: ReadonlyMap<string, TagExpression>): Securable {
  const present = Object.entries(resource).filter(([, value]) => value !== undefined);
  if (present.length === 1) {
    if (resource.Catalog) return { type: "catalog", ...other(resource.Catalog.Id, account) };
    if (resource.Database)
      return { type: "database", database: resource.Database.Name ?? "", ...other(resource.Database.CatalogId, account) };
    if (resource.Table) return tableOf(resource.Table, account);
    if (resource.TableWithColumns) return columnsOf(resource.TableWithColumns, account);
    if (resource.DataLocation) {
      return { type: "data-location", arn: resource.DataLocation.ResourceArn ?? "", ...other(resource.DataLocation.CatalogId, account) };
    }
    if (resource.DataCellsFilter) {
      const { DatabaseName = "", TableName = "", Name = "", TableCatalogId } = resource.DataCellsFilter;
      return { type: "data-cells-filter", database: DatabaseName, table: TableName, filter: Name, ...other(TableCatalogId, account) };
    }
    if (resource.LFTag) {
      const { TagKey = "", TagValues = [], CatalogId } = resource.LFTag;
      return { type: "lf-tag", key: TagKey, values: TagValues, ...other(CatalogId, account) };
    }
    if (resource.LFTagPolicy) return policyOf(resource.LFTagPolicy, account, expressions);
    if (resource.LFTagExpression) {
      return {
        type: "lf-tag-expression",
        name: resource.LFTagExpression.Name ?? "",
        ...other(resource.LFTagExpression.CatalogId, account),
      };
    }
  }
  const raw: Json = JSON.parse(JSON.stringify(resource));
  return { type: "unknown", raw };
}

function tableOf(
  { DatabaseName: database = "", Name, TableWildcard, CatalogId }: NonNullable<Resource["Table"]>,
  account: string,
): Securable {
  return TableWildcard !== undefined || Name === undefined || Name === allTables
    ? { type: "all-tables", database, ...other(CatalogId, account) }
    : { type: "table", database, table: Name, ...other(CatalogId, account) };
}

function columnsOf(resource: NonNullable<Resource["TableWithColumns"]>, account: string): Securable {
  const { DatabaseName: database = "", Name: table = "", ColumnNames, ColumnWildcard, CatalogId } = resource;
  const catalog = other(CatalogId, account);
  if (ColumnWildcard === undefined) return { type: "columns", database, table, columns: ColumnNames ?? [], ...catalog };
  const excluded = ColumnWildcard.ExcludedColumnNames ?? [];
  if (excluded.length > 0) return { type: "columns-except", database, table, excluded, ...catalog };
  return table === allTables ? { type: "all-tables", database, ...catalog } : { type: "table", database, table, ...catalog };
}

function policyOf(
  { ResourceType, Expression, ExpressionName, CatalogId }: NonNullable<Resource["LFTagPolicy"]>,
  account: string,
  expressions: ReadonlyMap<string, TagExpression>,
): Securable {
  const target = ResourceType === "DATABASE" ? "database" : "table";
  if (ExpressionName !== undefined) {
    const expression = expressions.get(ExpressionName);
    return {
      type: "lf-tag-policy-named",
      target,
      name: ExpressionName,
      ...(expression === undefined ? {} : { expression }),
      ...other(CatalogId, account),
    };
  }
  return { type: "lf-tag-policy", target, expression: expressionOf(Expression), ...other(CatalogId, account) };
}

/** An expression as AWS gives it, in this project's shape. */
export function expressionOf(tags: readonly LFTag[] | undefined): TagExpression {
  return (tags ?? []).map(({ TagKey: key = "", TagValues: values = [] }) => ({ key, values }));
}

function other(catalog: string | undefined, account: string): { readonly catalog?: string } {
  return catalog === undefined || catalog === account ? {} : { catalog };
}

/** A securable as the API takes it: the opposite of `securableOf`. Throws for shapes this version does not know. */
export function resourceOf(securable: Securable, account: string): Resource {
  if (securable.type === "unknown") throw new Error("a grant on an unknown kind of resource cannot be written");
  const CatalogId = securable.catalog ?? account;
  switch (securable.type) {
    case "catalog":
      return { Catalog: { Id: CatalogId } };
    case "database":
      return { Database: { CatalogId, Name: securable.database } };
    case "table":
      return { Table: { CatalogId, DatabaseName: securable.database, Name: securable.table } };
    case "all-tables":
      return { Table: { CatalogId, DatabaseName: securable.database, TableWildcard: {} } };
    case "columns":
      return {
        TableWithColumns: { CatalogId, DatabaseName: securable.database, Name: securable.table, ColumnNames: [...securable.columns] },
      };
    case "columns-except":
      return {
        TableWithColumns: {
          CatalogId,
          DatabaseName: securable.database,
          Name: securable.table,
          ColumnWildcard: { ExcludedColumnNames: [...securable.excluded] },
        },
      };
    case "data-location":
      return { DataLocation: { CatalogId, ResourceArn: securable.arn } };
    case "data-cells-filter":
      return {
        DataCellsFilter: {
          TableCatalogId: CatalogId,
          DatabaseName: securable.database,
          TableName: securable.table,
          Name: securable.filter,
        },
      };
    case "lf-tag":
      return { LFTag: { CatalogId, TagKey: securable.key, TagValues: [...securable.values] } };
    case "lf-tag-policy":
      return {
        LFTagPolicy: {
          CatalogId,
          ResourceType: securable.target === "database" ? "DATABASE" : "TABLE",
          Expression: securable.expression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] })),
        },
      };
    case "lf-tag-policy-named":
      return {
        LFTagPolicy: { CatalogId, ResourceType: securable.target === "database" ? "DATABASE" : "TABLE", ExpressionName: securable.name },
      };
    case "lf-tag-expression":
      return { LFTagExpression: { CatalogId, Name: securable.name } };
  }
}
