/** Granting: checks one wish against everything Lake Formation asks for, then merges it with what the principal holds. */

import { normalizePermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, invalidInput } from "./authority.ts";
import { grantColumns } from "./column-grants.ts";
import { findGrant, grantsIn, grantType, listOfPrincipal, listOn, setGrant } from "./grants.ts";
import type { Holding } from "./grants.ts";
import { stampOf } from "./grant-stamp.ts";
import { isTableLeftToIam, isDatabaseLeftToIam } from "./held-grants.ts";
import { writableData } from "./late-reads.ts";
import { requireLegal } from "./legal-permissions.ts";
import type { Wish } from "./legal-permissions.ts";
import { isCovered } from "./locations.ts";
import { isForeign } from "./principals.ts";
import { requireInlineSize } from "./read-expression.ts";
import { expanded, readWish, requireGrantee, requireMayGrant } from "./read-wish.ts";
import type { Request } from "./read-wish.ts";

/** Source: AWS General Reference, Lake Formation quotas. */
const maximumPolicies = 50;

/** Performs one grant; granting what is held already changes nothing and is no error. Throws ServiceError, then nothing was changed. */
export function performGrant(call: Call, request: Request): void {
  const wish = readWish(call, request);
  requireLegal(call.account, wish);
  if (wish.grantable.some((permission) => !wish.permissions.includes(permission) && !wish.permissions.includes("ALL"))) {
    throw invalidInput("Permissions with grant option must be a subset of the permissions");
  }
  requireGrantee(call, wish);
  requireMayGrant(call, wish);
  requireRoom(call, wish);
  requireFit(call, wish);
  const data = writableData(call);
  const { principal, securable, condition } = wish;
  const holding: Holding = { principal, securable, ...(condition === undefined ? {} : { condition }) };
  if (securable.type === "columns") return grantColumns(data, { ...holding, securable }, wish.grantable.length > 0, stampOf(call));
  const held = findGrant(data, holding);
  const join = (before: readonly Permission[] = [], added: readonly Permission[]) =>
    normalizePermissions([...before, ...expanded(wish, added)], undefined);
  setGrant(data, holding, join(held?.permissions, wish.permissions), join(held?.grantable, wish.grantable), stampOf(call));
}

/** Limits on LF-Tag policies, and locations that must be registered first. */
function requireRoom(call: Call, { principal, securable }: Wish): void {
  const { data } = call.account.lakeFormation;
  if (securable.type === "lf-tag-policy") requireInlineSize(securable.expression);
  if (securable.type === "lf-tag-policy" || securable.type === "lf-tag-policy-named") {
    if (findGrant(data, { principal, securable }) !== undefined) return;
    const type = grantType(securable);
    const held = grantsIn(data, listOfPrincipal(principal)).filter((grant) => grantType(grant.securable) === type);
    if (held.length >= maximumPolicies) {
      const message = `A principal has at most ${maximumPolicies} LF-Tag policies on resources of one type`;
      throw new ServiceError("ResourceNumberLimitExceededException", message);
    }
  }
  if (securable.type === "data-location" && !isCovered(data, securable.arn)) {
    throw invalidInput(`Must manually register the S3 path: ${securable.arn}`);
  }
}

/** Combinations that Lake Formation does not allow side by side. */
function requireFit(call: Call, wish: Wish): void {
  const { principal, securable } = wish;
  if (isForeign(call.account, principal) && isLeftToIam(call, securable)) {
    throw accessDenied(`Insufficient Lake Formation permissions: Illegal combination with ${iamAllowedPrincipals}`);
  }
  if (!("table" in securable) || securable.type === "data-cells-filter") return;
  const { data } = call.account.lakeFormation;
  const held = grantsIn(data, listOn(securable)).filter((grant) => grant.principal === principal);
  const conflicting = isPart(securable)
    ? held.filter((grant) => !isPart(grant.securable) && !grant.permissions.includes("SELECT"))
    : expanded(wish, wish.permissions).includes("SELECT")
      ? []
      : held.filter((grant) => isPart(grant.securable) && !holdsAllColumns(call, wish));
  if (conflicting.length > 0) {
    throw invalidInput("SELECT on some columns cannot be combined with other permissions on the table for one principal");
  }
}

function isPart({ type }: Securable): boolean {
  return type === "columns" || type === "columns-except";
}

function holdsAllColumns(call: Call, { principal, securable }: Wish): boolean {
  return findGrant(call.account.lakeFormation.data, { principal, securable })?.permissions.includes("SELECT") ?? false;
}

function isLeftToIam({ account }: Call, securable: Securable): boolean {
  if (securable.type === "database") return isDatabaseLeftToIam(account, securable.database);
  return "table" in securable && isTableLeftToIam(account, securable.database, securable.table);
}
