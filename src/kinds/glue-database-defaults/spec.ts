/** What every new table of a database is granted to whom, before anybody looks at it. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { normalizePermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { compareText } from "../../model/source.ts";
import type { Scope } from "../../model/state.ts";

export interface GlueDatabaseDefaults {
  readonly database: string;
  /** Glue's `CreateTableDefaultPermissions`; empty where Lake Formation decides. */
  readonly grants: readonly { readonly principal: string; readonly permissions: readonly Permission[] }[];
}

export function address(spec: GlueDatabaseDefaults): Address {
  return addressOf("glue-database-defaults", spec.database.toLowerCase());
}

export function normalize(spec: GlueDatabaseDefaults): GlueDatabaseDefaults {
  return {
    database: spec.database.toLowerCase(),
    grants: spec.grants
      .map(({ principal, permissions }) => ({ principal, permissions: normalizePermissions(permissions, "table") }))
      .toSorted((a, b) => compareText(a.principal, b.principal)),
  };
}

/** A database always has defaults; they are set, never deleted. */
export function owns(_spec: GlueDatabaseDefaults, _scope: Scope): boolean {
  return false;
}
