/** Which permissions Lake Formation lets be granted on which resource, and to whom. */

import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { Account } from "../account.ts";
import { invalidInput } from "./authority.ts";
import { findTable } from "./catalog.ts";
import { isForeign } from "./principals.ts";

const onDatabases = ["ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"] as const;
const onTables = ["ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"] as const;
const onTagValues = ["ASSOCIATE", "DESCRIBE", "GRANT_WITH_LF_TAG_EXPRESSION"] as const;

/** The permissions that are legal on a securable. Source: Lake Formation Developer Guide, lf-permissions-reference. */
function legalPermissions(account: Account, securable: Securable): readonly Permission[] {
  switch (securable.type) {
    case "catalog":
      return ["CREATE_DATABASE", "CREATE_CATALOG", "CREATE_LF_TAG", "CREATE_LF_TAG_EXPRESSION"];
    case "database":
      return isDatabaseLink(account, securable.database) ? ["DESCRIBE", "DROP"] : onDatabases;
    case "table":
      return onTable(account, securable.database, securable.table);
    case "all-tables":
      return onTables;
    case "columns":
    case "columns-except":
      return ["SELECT"];
    case "data-cells-filter":
      return ["DESCRIBE", "DROP", "SELECT"];
    case "data-location":
      return ["DATA_LOCATION_ACCESS"];
    case "lf-tag":
      return securable.values[0] === "*" ? ["ALTER", "DROP", ...onTagValues] : onTagValues;
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return securable.target === "database" ? onDatabases : onTables;
    case "lf-tag-expression":
      return ["ALL", "ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"];
    case "unknown":
      return [];
  }
}

/** True for a link to a database of another catalog. */
export function isDatabaseLink(account: Account, database: string): boolean {
  return account.glue.databases.get(database)?.database.TargetDatabase !== undefined;
}

function onTable(account: Account, database: string, name: string): readonly Permission[] {
  const table = findTable(account, database, name);
  if (table?.TargetTable !== undefined) return ["DESCRIBE", "DROP"];
  return table?.TableType === "VIRTUAL_VIEW" ? ["ALL", "DESCRIBE", "DROP", "SELECT"] : onTables;
}

/** What a grant asks for, read and normalised but for ALL. */
export interface Wish {
  readonly principal: string;
  readonly securable: Securable;
  /** The request named the table with its columns, where SELECT alone is legal. */
  readonly selectOnly: boolean;
  readonly permissions: readonly Permission[];
  readonly grantable: readonly Permission[];
  readonly condition?: string;
}

/** Throws InvalidInputException for permissions that are not legal on the securable, or not for the principal. */
export function requireLegal(account: Account, wish: Wish): void {
  const { securable, permissions, grantable } = wish;
  if (permissions.length === 0) throw invalidInput("Permissions must not be empty");
  const legal = wish.selectOnly ? (["SELECT"] as const) : legalPermissions(account, securable);
  const illegal = [...permissions, ...grantable].filter((permission) => !legal.some((other) => other === permission));
  if (illegal.length > 0) throw invalidInput(`Permissions are not valid for the resource: [${[...new Set(illegal)].join(", ")}]`);
  if (securable.type === "columns-except" && grantable.length > 0) {
    throw invalidInput("The grant option is not allowed with excluded columns");
  }
  if (wish.principal === iamAllowedPrincipals) requireLegalForEverybody(wish);
  if (wish.condition !== undefined) requireLegalCondition(wish, wish.condition);
  if (securable.type === "database" && isForeign(account, wish.principal) && permissions.some((p) => p === "ALL" || p === "DROP")) {
    throw invalidInput("DROP on a database cannot be granted to another account");
  }
}

/** The group stands for IAM: it takes everything or nothing, and no expressions. */
function requireLegalForEverybody({ securable, permissions, grantable }: Wish): void {
  const isWhole = securable.type === "database" || securable.type === "table" || securable.type === "all-tables";
  const isAllowed =
    securable.type === "catalog"
      ? permissions.every((permission) => permission === "CREATE_DATABASE")
      : isWhole && permissions.includes("ALL");
  if (!isAllowed || grantable.length > 0) throw invalidInput(`Permissions are not valid for ${iamAllowedPrincipals}`);
}

/** Source: Lake Formation Developer Guide, attribute-based access control considerations; 3,000 characters by the API. */
function requireLegalCondition({ principal, securable, grantable }: Wish, condition: string): void {
  if (condition.length === 0 || condition.length > 3000) throw invalidInput("A condition has 1 to 3000 characters");
  if (!principal.endsWith(":IAMPrincipals")) throw invalidInput("A condition needs all IAM principals of an account as principal");
  if (grantable.length > 0) throw invalidInput("The grant option is not allowed with a condition");
  if (securable.type.startsWith("lf-tag")) throw invalidInput("A condition is not allowed on LF-Tags and LF-Tag policies");
}
