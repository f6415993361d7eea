/** Grants through the steps of an apply: who holds what, since which step and until which. */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import { isChangeOf, specsOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Address } from "../../model/address.ts";
import { canonicalJson } from "../../model/canonical.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { Resources } from "../../model/state.ts";

/** Permissions of one principal on one securable that come and go together. */
export interface Holding {
  readonly principal: Principal;
  readonly securable: Securable;
  readonly permissions: readonly Permission[];
  /** The step that gives them; `always` for what is there before the apply. */
  readonly since: number;
  /** The step that takes them; `never` for what stays. */
  readonly until: number;
}

export const always = Number.NEGATIVE_INFINITY;
export const never = Number.POSITIVE_INFINITY;

/** Principals that hold the same at the same times; most groups are one holder. */
export interface Holder {
  readonly principals: readonly Principal[];
  readonly holdings: readonly Holding[];
}

/** Who holds what throughout the changes, without everyone IAM allows. */
export function holdingsOf(live: Resources, changes: readonly Change[]): ReadonlyMap<Principal, readonly Holding[]> {
  const byAddress = groupBy(
    changes.filter((change) => isChangeOf(change, "lf-grant")),
    ({ address }) => address,
  );
  const holdings = new Map<Principal, Holding[]>();
  const add = (address: Address, grant: LfGrant, before: readonly Permission[]): void => {
    if (grant.principal === iamAllowedPrincipals) return;
    const times = timesOf(before, byAddress.get(address) ?? []);
    const held = holdings.get(grant.principal) ?? [];
    for (const permissions of groupBy(times.keys(), (permission) => times.get(permission)?.join(" ")).values()) {
      const [since, until] = times.get(permissions[0] ?? "ALL") ?? [always, never];
      held.push({ principal: grant.principal, securable: grant.securable, permissions, since, until });
    }
    holdings.set(grant.principal, held);
  };
  for (const [address, grant] of specsOf(live, "lf-grant")) add(address, grant, grant.permissions);
  for (const [address, [first]] of byAddress) if (first !== undefined && !live.has(address)) add(address, subjectOf(first), []);
  return holdings;
}

/** When each permission of one grant comes and goes; a plan never takes what it gives. */
function timesOf(before: readonly Permission[], changes: readonly ChangeOf<"lf-grant">[]): Map<Permission, [since: number, until: number]> {
  const times = new Map(before.map((permission): [Permission, [number, number]] => [permission, [always, never]]));
  for (const { step, after } of changes) {
    const now = after?.permissions ?? [];
    for (const [permission, [since, until]] of times) {
      if (until === never && !now.includes(permission)) times.set(permission, [since, step]);
    }
    for (const permission of now) if (!times.has(permission)) times.set(permission, [step, never]);
  }
  return times;
}

/** Principals put together by what they hold. */
export function holdersOf(holdings: ReadonlyMap<Principal, readonly Holding[]>): readonly Holder[] {
  const alike = groupBy(holdings, ([, held]) =>
    JSON.stringify(held.map((one) => `${canonicalJson(one.securable)} ${one.permissions.join()} ${one.since} ${one.until}`).toSorted()),
  );
  return [...alike.values()].flatMap((ofHolder) => {
    const [first] = ofHolder;
    return first === undefined ? [] : [{ principals: ofHolder.map(([principal]) => principal), holdings: first[1] }];
  });
}

/** True for the group of all IAM principals of an account: what it holds, everybody of the account holds. */
export function isEverybody(principal: Principal): boolean {
  return /^\d{12}:IAMPrincipals$/i.test(principal);
}
