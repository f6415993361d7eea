/** A grant: what one principal holds on one securable. Rows of ListPermissions that say one thing are one grant. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { digestText } from "../../model/canonical.ts";
import { normalizePermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import { expressionOf, normalizeSecurable, permissionSetOf, securableKey } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";
import type { Scope } from "../../model/state.ts";

export interface LfGrant {
  readonly principal: Principal;
  readonly securable: Securable;
  /** ALL is expanded where the securable has an expansion. */
  readonly permissions: readonly Permission[];
  /** Permissions the principal may pass on; a subset of `permissions`. */
  readonly grantable: readonly Permission[];
  /** An attribute condition (Cedar text) that we report and revoke with, never grant with. */
  readonly condition?: string;
}

export function address(spec: LfGrant): Address {
  const key = securableKey(normalizeSecurable(spec.securable));
  const base = `${addressOf("lf-grant", spec.principal)}/${key}`;
  return spec.condition === undefined ? base : `${base}/if-${digestText(spec.condition).slice(7, 19)}`;
}

export function normalize(spec: LfGrant): LfGrant {
  const securable = normalizeSecurable(spec.securable);
  const on = permissionSetOf(securable);
  return {
    principal: spec.principal,
    securable,
    permissions: normalizePermissions(spec.permissions, on),
    grantable: normalizePermissions(spec.grantable, on),
    ...(spec.condition === undefined ? {} : { condition: spec.condition }),
  };
}

/** Ours by content: grants on expressions that use the grade key. Everything else is foreign or has a rule of its own. */
export function owns(spec: LfGrant, scope: Scope): boolean {
  return (
    spec.principal !== iamAllowedPrincipals &&
    (spec.securable.type === "lf-tag-policy" || spec.securable.type === "lf-tag-policy-named") &&
    spec.securable.catalog === undefined &&
    (expressionOf(spec.securable) ?? []).some(({ key }) => key === scope.gradeTag)
  );
}

/** The managed database a grant's securable lies in, if it names one. */
export function databaseOf(securable: Securable): string | undefined {
  return "database" in securable && securable.catalog === undefined ? securable.database : undefined;
}
