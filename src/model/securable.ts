/** Securables: what Lake Formation grants permissions on (its API calls them resources; here a resource is what is reconciled). */

import { segment } from "./address.ts";
import { canonicalJson, digestText } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import type { PermissionSetName } from "./permission.ts";
import { compareText } from "./source.ts";
import { formatExpression, normalizeExpression } from "./tag-expression.ts";
import type { TagExpression } from "./tag-expression.ts";

/** `catalog` is present only when it is not the lake's own catalog. */
interface InCatalog {
  readonly catalog?: string;
}

export type Securable =
  | ({ readonly type: "catalog" } & InCatalog)
  | ({ readonly type: "database"; readonly database: string } & InCatalog)
  | ({ readonly type: "table"; readonly database: string; readonly table: string } & InCatalog)
  | ({ readonly type: "all-tables"; readonly database: string } & InCatalog)
  | ({ readonly type: "columns"; readonly database: string; readonly table: string; readonly columns: readonly string[] } & InCatalog)
  | ({
      readonly type: "columns-except";
      readonly database: string;
      readonly table: string;
      readonly excluded: readonly string[];
    } & InCatalog)
  | ({ readonly type: "data-cells-filter"; readonly database: string; readonly table: string; readonly filter: string } & InCatalog)
  | ({ readonly type: "data-location"; readonly arn: string } & InCatalog)
  | ({ readonly type: "lf-tag"; readonly key: string; readonly values: readonly string[] } & InCatalog)
  | ({ readonly type: "lf-tag-policy"; readonly target: "database" | "table"; readonly expression: TagExpression } & InCatalog)
  /** `expression` is what the name stood for when it was read; it takes no part in identity. */
  | ({
      readonly type: "lf-tag-policy-named";
      readonly target: "database" | "table";
      readonly name: string;
      readonly expression?: TagExpression;
    } & InCatalog)
  | ({ readonly type: "lf-tag-expression"; readonly name: string } & InCatalog)
  /** A shape this version does not know. It is shown, never changed, and never counted as safe. */
  | { readonly type: "unknown"; readonly raw: Json };

/** Names lower-cased as Glue and Lake Formation store them; lists sorted and without duplicates. Idempotent. */
export function normalizeSecurable(securable: Securable): Securable {
  switch (securable.type) {
    case "catalog":
    case "data-location":
    case "lf-tag-expression":
    case "unknown":
      return securable;
    case "lf-tag-policy-named":
      return securable.expression === undefined ? securable : { ...securable, expression: normalizeExpression(securable.expression) };
    case "database":
    case "all-tables":
      return { ...securable, database: securable.database.toLowerCase() };
    case "table":
    case "data-cells-filter":
      return { ...securable, database: securable.database.toLowerCase(), table: securable.table.toLowerCase() };
    case "columns":
      return {
        ...securable,
        database: securable.database.toLowerCase(),
        table: securable.table.toLowerCase(),
        columns: names(securable.columns),
      };
    case "columns-except":
      return securable.excluded.length === 0
        ? normalizeSecurable({ type: "table", database: securable.database, table: securable.table, ...inCatalog(securable) })
        : {
            ...securable,
            database: securable.database.toLowerCase(),
            table: securable.table.toLowerCase(),
            excluded: names(securable.excluded),
          };
    case "lf-tag":
      return { ...securable, key: securable.key.toLowerCase(), values: names(securable.values) };
    case "lf-tag-policy":
      return { ...securable, expression: normalizeExpression(securable.expression) };
  }
}

function names(items: readonly string[]): readonly string[] {
  return [...new Set(items.map((name) => name.toLowerCase()))].toSorted(compareText);
}

/** The `catalog` member of a securable, for copying it without turning absent into undefined. */
export function inCatalog(securable: InCatalog): InCatalog {
  return securable.catalog === undefined ? {} : { catalog: securable.catalog };
}

/** A stable, escaped key: equal securables, and only they, have equal keys. Part of a grant's address. */
export function securableKey(securable: Securable): string {
  const prefix = securable.type === "unknown" || securable.catalog === undefined ? "" : `${segment(securable.catalog)}:`;
  return `${prefix}${body(securable)}`;
}

function body(securable: Securable): string {
  switch (securable.type) {
    case "catalog":
      return "catalog";
    case "database":
      return `database/${segment(securable.database)}`;
    case "table":
      return `table/${segment(securable.database)}/${segment(securable.table)}`;
    case "all-tables":
      return `all-tables/${segment(securable.database)}`;
    case "columns":
      return `columns/${segment(securable.database)}/${segment(securable.table)}/${list(securable.columns)}`;
    case "columns-except":
      return `columns-except/${segment(securable.database)}/${segment(securable.table)}/${list(securable.excluded)}`;
    case "data-cells-filter":
      return `data-cells-filter/${segment(securable.database)}/${segment(securable.table)}/${segment(securable.filter)}`;
    case "data-location":
      return `data-location/${segment(securable.arn)}`;
    case "lf-tag":
      return `lf-tag/${segment(securable.key)}=${list(securable.values)}`;
    case "lf-tag-policy":
      return `lf-tag-policy/${securable.target}/${segment(securable.expression.map(({ key, values }) => `${listItem(key)}=${values.map(listItem).join("|")}`).join("&"))}`;
    case "lf-tag-policy-named":
      return `lf-tag-policy-named/${securable.target}/${segment(securable.name)}`;
    case "lf-tag-expression":
      return `lf-tag-expression/${segment(securable.name)}`;
    case "unknown":
      return `unknown/${digestText(canonicalJson(securable.raw)).slice(7, 23)}`;
  }
}

function list(items: readonly string[]): string {
  return segment(items.map(listItem).join(","));
}

/** Escapes the separators used inside one segment, so that a column named `a,b` is not two columns. */
function listItem(item: string): string {
  return item.replace(/[%,|&=]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Which permissions ALL stands for on this securable; undefined where ALL is not grantable or not expanded. */
export function permissionSetOf(securable: Securable): PermissionSetName | undefined {
  switch (securable.type) {
    case "database":
      return "database";
    case "table":
    case "all-tables":
      return "table";
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return securable.target;
    case "lf-tag-expression":
      return "lf-tag-expression";
    default:
      return undefined;
  }
}

/** The securable in one line for people; names are data and must be made printable by whoever prints it. */
export function describeSecurable(securable: Securable): string {
  switch (securable.type) {
    case "catalog":
      return "the catalog";
    case "database":
      return `database ${securable.database}`;
    case "table":
      return `table ${securable.database}.${securable.table}`;
    case "all-tables":
      return `all tables of ${securable.database}`;
    case "columns":
      return `${securable.database}.${securable.table} (${securable.columns.join(", ")})`;
    case "columns-except":
      return `${securable.database}.${securable.table} except (${securable.excluded.join(", ")})`;
    case "data-cells-filter":
      return `data cells filter ${securable.filter} on ${securable.database}.${securable.table}`;
    case "data-location":
      return `location ${securable.arn}`;
    case "lf-tag":
      return `LF-Tag ${securable.key}=${securable.values.join("|")}`;
    case "lf-tag-policy":
      return `${securable.target}s where ${formatExpression(securable.expression)}`;
    case "lf-tag-policy-named":
      return `${securable.target}s of expression ${securable.name}`;
    case "lf-tag-expression":
      return `LF-Tag expression ${securable.name}`;
    case "unknown":
      return "an unknown kind of resource";
  }
}

/** The tag expression a grant on this securable is decided by; undefined where it is not a policy, or its name is unknown. */
export function expressionOf(securable: Securable): TagExpression | undefined {
  return securable.type === "lf-tag-policy" || securable.type === "lf-tag-policy-named" ? securable.expression : undefined;
}
