/** "May this principal read this column?", by the most direct reading of Lake Formation's documentation, one column at a time. */

import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { Account } from "../account.ts";
import { columnNames, findTable } from "./catalog.ts";
import { columnsOfFilter, filterKey } from "./cells-filter.ts";
import { grantsHeldBy, isTableLeftToIam, policyOf } from "./held-grants.ts";
import { isOptedIn } from "./opt-ins.ts";
import { matchesTags } from "./read-expression.ts";
import type { Grant } from "./state.ts";
import { effectiveTags } from "./tag-sets.ts";

/** The answer and the path it rests on, or why there is none. */
export interface Reading {
  readonly allowed: boolean;
  readonly because: string;
}

/**
 * What Lake Formation lets through, for a role or user ARN and names in any case. It knows nothing of IAM and bucket policies:
 * "left to IAM" counts as allowed. Grants under a condition count as if it held. Being a data lake administrator is no
 * permission to read (implicit-permissions). All sources are pages of the Lake Formation Developer Guide.
 */
export function mayRead(account: Account, principal: string, database: string, table: string, column: string): Reading {
  const [databaseName, tableName, columnName] = [database.toLowerCase(), table.toLowerCase(), column.toLowerCase()];
  const found = findTable(account, databaseName, tableName);
  if (found === undefined) return { allowed: false, because: `there is no table ${databaseName}.${tableName}` };
  const names = columnNames(found);
  if (!names.includes(columnName)) return { allowed: false, because: `there is no column ${databaseName}.${tableName}.${columnName}` };
  if (isTableLeftToIam(account, databaseName, tableName) && !isOptedIn({ account }, principal, databaseName, tableName)) {
    return { allowed: true, because: `${iamAllowedPrincipals} holds the table, so IAM alone decides` };
  }
  const subject: Subject = { account, principal, database: databaseName, table: tableName, names };
  const path = grantTo(subject, columnName);
  if (path !== undefined) return { allowed: true, because: path };
  const other = names.find((name) => grantTo(subject, name) !== undefined);
  if (other !== undefined && account.lakeFormation.data.settings.AllowExternalDataFiltering === true) {
    return { allowed: true, because: `external engines filter by themselves, and column ${other} is readable` };
  }
  return { allowed: false, because: "no grant reaches the column" };
}

interface Subject {
  readonly account: Account;
  readonly principal: string;
  readonly database: string;
  readonly table: string;
  readonly names: readonly string[];
}

/** The first grant that lets the principal read the column, for people. */
function grantTo(subject: Subject, column: string): string | undefined {
  const grant = grantsHeldBy(subject.account, subject.principal).find((held) => reads(subject, held, column));
  if (grant === undefined) return undefined;
  const condition = grant.condition === undefined ? "" : " under a condition that is not evaluated";
  return `${grant.permissions.join(", ")} on ${grant.securable.type}${condition}`;
}

function reads(subject: Subject, grant: Grant, column: string): boolean {
  const { securable } = grant;
  if ("database" in securable && securable.database !== subject.database) return false;
  if ("table" in securable && securable.table !== subject.table) return false;
  switch (securable.type) {
    case "table":
    case "all-tables":
      return readsRows(grant);
    case "columns":
      return grant.permissions.includes("SELECT") && securable.columns.includes(column);
    case "columns-except":
      return grant.permissions.includes("SELECT") && !securable.excluded.includes(column);
    case "data-cells-filter":
      return grant.permissions.includes("SELECT") && passesFilter(subject, securable, column);
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return securable.target === "table" && readsByTags(subject, grant, column);
    default:
      return false;
  }
}

/** INSERT and DELETE let their holder read the underlying data too (lf-permissions-reference). */
function readsRows({ permissions }: Grant): boolean {
  return permissions.includes("SELECT") || permissions.includes("INSERT") || permissions.includes("DELETE");
}

/**
 * SELECT reaches each column whose own effective tags match. INSERT and DELETE hold only where every column matches; where
 * some match, they are not given (lf-tag-considerations).
 */
function readsByTags({ account, database, table, names }: Subject, grant: Grant, column: string): boolean {
  const { data } = account.lakeFormation;
  const expression = policyOf(data, grant.securable);
  if (expression === undefined) return false;
  const tags = effectiveTags(data, database, table);
  const isMatch = (name: string) => matchesTags(expression, tags.column(name));
  return grant.permissions.includes("SELECT") ? isMatch(column) : readsRows(grant) && names.every(isMatch);
}

function passesFilter(subject: Subject, securable: Extract<Securable, { type: "data-cells-filter" }>, column: string): boolean {
  const filter = subject.account.lakeFormation.data.filters.get(filterKey(subject.database, subject.table, securable.filter));
  return filter !== undefined && columnsOfFilter(filter, subject.names).includes(column);
}
