/** Data lake settings: one resource per field we own, because AWS keeps them all in one object without a version. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { compareText } from "../../model/source.ts";
import type { Scope } from "../../model/state.ts";

export type LfSettings =
  /** A data lake administrator, or a read-only one. */
  | { readonly setting: "admin" | "read-only-admin"; readonly principal: string }
  /** Does IAM_ALLOWED_PRINCIPALS get ALL on every new database, or on every new table? */
  | { readonly setting: "create-database-default" | "create-table-default"; readonly iamAllowedPrincipals: boolean }
  /** May engines outside AWS filter by themselves: which accounts, with which session tag values? */
  | {
      readonly setting: "external-data-filtering";
      readonly enabled: boolean;
      readonly accounts: readonly string[];
      readonly sessionTagValues: readonly string[];
    }
  /** May engines without session tags be vended credentials for whole tables? */
  | { readonly setting: "full-table-external-access"; readonly enabled: boolean };

export function address(spec: LfSettings): Address {
  return "principal" in spec ? addressOf("lf-settings", spec.setting, spec.principal) : addressOf("lf-settings", spec.setting);
}

export function normalize(spec: LfSettings): LfSettings {
  if (spec.setting !== "external-data-filtering") return spec;
  return { ...spec, accounts: sorted(spec.accounts), sessionTagValues: sorted(spec.sessionTagValues) };
}

function sorted(list: readonly string[]): readonly string[] {
  return [...new Set(list)].toSorted(compareText);
}

/** Fields are never deleted, only set; administrators beyond the policies go only when the policies are exclusive. */
export function owns(spec: LfSettings, scope: Scope): boolean {
  return "principal" in spec && scope.adminsExclusive;
}

/** Is this principal a data lake administrator, or a read-only one, in a state? */
export function isLakeAdmin(principal: string, resources: ReadonlyMap<Address, unknown>): boolean {
  return (["admin", "read-only-admin"] as const).some((setting) => resources.has(address({ setting, principal })));
}
