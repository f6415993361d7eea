/** The grants that count for one principal, and the LF-Tag expressions behind grants on LF-Tag policies. */

import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import type { Account } from "../account.ts";
import { findGrant, grantsIn, listOfPrincipal } from "./grants.ts";
import type { Grant, LakeFormationData } from "./state.ts";

/**
 * Everything granted to the principal itself, and to all IAM principals of the account. A condition is not evaluated: its
 * grant counts, because the sandbox knows no principal tags and must not show less than could be reached.
 */
export function grantsHeldBy(account: Account, principal: string): readonly Grant[] {
  const { data } = account.lakeFormation;
  const own = grantsIn(data, listOfPrincipal(principal));
  const everybody = grantsIn(data, listOfPrincipal(`${account.id}:IAMPrincipals`));
  return everybody.length === 0 ? own : [...own, ...everybody];
}

/** The expression of a grant on an LF-Tag policy, saved ones resolved; undefined for all other securables. */
export function policyOf(data: LakeFormationData, securable: Securable): TagExpression | undefined {
  if (securable.type === "lf-tag-policy") return securable.expression;
  return securable.type === "lf-tag-policy-named" ? data.expressions.get(securable.name)?.expression : undefined;
}

/** True when IAM_ALLOWED_PRINCIPALS holds something on the database. */
export function isDatabaseLeftToIam({ lakeFormation: { data } }: Account, database: string): boolean {
  return findGrant(data, { principal: iamAllowedPrincipals, securable: { type: "database", database } }) !== undefined;
}

/** True when IAM_ALLOWED_PRINCIPALS holds something on the table, or on all tables of its database. */
export function isTableLeftToIam({ lakeFormation: { data } }: Account, database: string, table: string): boolean {
  const holds = (securable: Securable) => findGrant(data, { principal: iamAllowedPrincipals, securable }) !== undefined;
  return holds({ type: "table", database, table }) || holds({ type: "all-tables", database });
}
