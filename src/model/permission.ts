/** Lake Formation permissions, and which of them are legal on what. */

import { compareText } from "./source.ts";

/** Source: Lake Formation API, `Permission` enumeration, 2017-03-31. */
export const permissions = [
  "ALL",
  "ALTER",
  "ASSOCIATE",
  "CREATE_CATALOG",
  "CREATE_DATABASE",
  "CREATE_LF_TAG",
  "CREATE_LF_TAG_EXPRESSION",
  "CREATE_TABLE",
  "DATA_LOCATION_ACCESS",
  "DELETE",
  "DESCRIBE",
  "DROP",
  "GRANT_WITH_LF_TAG_EXPRESSION",
  "INSERT",
  "SELECT",
  "SUPER_USER",
] as const;

export type Permission = (typeof permissions)[number];

/**
 * What ALL stands for, by the type of securable. ListPermissions returns ALL expanded, so a complete set and ALL are one
 * thing to this project. Source: Lake Formation Developer Guide, lf-permissions-reference.
 */
const everything = {
  database: ["ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"],
  table: ["ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"],
  "lf-tag-expression": ["ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"],
} as const satisfies Record<string, readonly Permission[]>;

export type PermissionSetName = keyof typeof everything;

/** The permissions that ALL expands to on such a securable. */
export function allPermissions(on: PermissionSetName): readonly Permission[] {
  return everything[on];
}

/** Sorted, without duplicates, ALL expanded where the type of securable has an expansion. */
export function normalizePermissions(list: readonly Permission[], on: PermissionSetName | undefined): readonly Permission[] {
  // AWS and our own states give nearly all lists in this form already.
  if (!list.includes("ALL") && list.every((permission, index) => index === 0 || compareText(list[index - 1] ?? "", permission) < 0))
    return list;
  const expanded = on === undefined ? list : list.flatMap((p): readonly Permission[] => (p === "ALL" ? everything[on] : [p]));
  return [...new Set(expanded)].toSorted(compareText);
}

/** True when the list is all that can be held on such a securable. */
export function isComplete(list: readonly Permission[], on: PermissionSetName | undefined): boolean {
  return on !== undefined && (list.includes("ALL") || everything[on].every((p) => list.includes(p)));
}

/**
 * Permissions that let their holder read data. INSERT and DELETE are documented as "insert, update, and read underlying
 * data" (Lake Formation Developer Guide, lf-permissions-reference); ALTER can re-tag, so it counts as reading too.
 */
export function readsData(list: readonly Permission[]): boolean {
  return list.some((p) => p === "ALL" || p === "SELECT" || p === "INSERT" || p === "DELETE" || p === "ALTER" || p === "SUPER_USER");
}
