/** Principals of an estate: who is outside the account, who is everybody, who is gone, who may do everything anyway. */

import { address as settingAddress, isLakeAdmin } from "../kinds/lf-settings/spec.ts";
import { addressOf } from "../model/address.ts";
import { iamAllowedPrincipals, roleNameOfSession } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import { isUnread } from "./control.ts";
import type { Estate } from "./control.ts";
import { oncePerEstate } from "./specs.ts";

/** Another account, a principal of another account, or an organisation. Identity Center principals name no account. */
export function isExternal(principal: Principal, { live }: Estate): boolean {
  const account = /^(\d{12})(?::IAMPrincipals)?$/i.exec(principal)?.[1];
  if (account !== undefined) return account !== live.account;
  const [arn, , service, , owner = ""] = principal.split(":");
  return arn === "arn" && (service === "organizations" || (owner !== "" && owner !== live.account));
}

/** Everybody in the account, or everybody whom IAM allows. */
export function isEveryone(principal: Principal, { live }: Estate): boolean {
  return principal === iamAllowedPrincipals || principal === live.account || principal.toLowerCase() === `${live.account}:iamprincipals`;
}

const identities = oncePerEstate(({ live }) => new Set([...live.roles.map(({ arn }) => arn), ...live.users]));

/** IAM ids that stand in place of the ARN of a deleted principal. Source: IAM User Guide, unique identifiers. */
const deletedId = /^A(?:ROA|IDA|GPA)[A-Z0-9]{12,}$/;

/** A role or user of this account that is not there, or the id of a deleted principal. Not to be had while roles are unread. */
export function isMissing(principal: Principal, estate: Estate): boolean {
  if (deletedId.test(principal)) return true;
  if (isUnread(estate, "roles")) return false;
  const [arn, , service, , owner, resource = ""] = principal.split(":");
  const isOwn = arn === "arn" && service === "iam" && owner === estate.live.account && /^(role|user)\//.test(resource);
  return isOwn && !identities(estate).has(principal);
}

/** A data lake administrator, now or after the plan; read-only ones are none. */
export function isAdmin(principal: Principal, { live, desired }: Estate): boolean {
  const address = settingAddress({ setting: "admin", principal });
  return live.resources.has(address) || desired.resources.has(address);
}

/** Named by the policies as administrator, operator or break-glass. */
export function isPrivileged(principal: Principal, { desired }: Estate): boolean {
  return isLakeAdmin(principal, desired.resources) || (desired.scope.privileged ?? []).includes(principal);
}

/** Why `foreignGrants: revoke` leaves what this principal holds; undefined where it does not. */
export function whyKept(principal: Principal, { live, desired }: Estate): string | undefined {
  if (desired.scope.foreignGrants !== "revoke") return undefined;
  const isKept = [live, desired].some(({ resources }) => isLakeAdmin(principal, resources));
  const what = isKept
    ? "an administrator"
    : (desired.scope.privileged ?? []).includes(principal)
      ? "an operator or break-glass principal"
      : undefined;
  return what === undefined ? undefined : `it is ${what}, and \`foreignGrants: revoke\` leaves the grants of those`;
}

/** Creators by table, as the catalog writes them: a principal, or a session of a role. */
const creators = oncePerEstate(
  ({ live }): ReadonlyMap<string, string> =>
    new Map(
      live.catalog.databases.flatMap(({ name, tables }) =>
        tables.flatMap(({ name: table, createdBy }) =>
          createdBy === undefined ? [] : [[addressOf("table", name, table), createdBy] as const],
        ),
      ),
    ),
);

export function isCreator(principal: Principal, database: string, table: string, estate: Estate): boolean {
  const creator = creators(estate).get(addressOf("table", database, table));
  return creator !== undefined && holderOf(creator, estate) === principal;
}

const roleArnsByName = oncePerEstate(({ live }) => new Map(live.roles.map(({ name, arn }) => [name, arn])));

/** The principal behind what the catalog says made a table: a session's role where it is known, else as it is written. */
export function holderOf(creator: string, estate: Estate): Principal {
  const role = isExternal(creator, estate) ? undefined : roleNameOfSession(creator);
  return role === undefined ? creator : (roleArnsByName(estate).get(role) ?? creator);
}
