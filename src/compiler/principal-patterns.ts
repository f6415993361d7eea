/** Principals as the ARNs and patterns that policies of AWS know them by. */

import { literalPattern } from "../model/iam/variables.ts";
import { permissionSetOfRole, permissionSetRolePath } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import type { LakeFacts } from "./lake-facts.ts";

/** Every character that Identity Center puts behind the name of a set. Source: IAM Identity Center User Guide, referencingpermissionsets. */
const suffix = "?".repeat(16);

/**
 * What `aws:PrincipalArn` may be for a principal, as patterns for ArnLike and ArnNotLike, and for elements that take wildcards; empty for one
 * that IAM does not know as a role or user. The role of a permission set is matched by its whole path and the form of its suffix, so that it may
 * be made again and set `Data` is never `Data_Admin`; without an account the path, of which a Region may be part, is left open.
 */
export function principalPatterns(principal: Principal, { identity: { account }, partition }: LakeFacts): readonly string[] {
  const roles = `arn:${partition}:iam::${account}:role`;
  const set = /^permission-set\/(.+)$/.exec(principal)?.[1];
  if (set !== undefined) {
    const name = `AWSReservedSSO_${literalPattern(set)}_${suffix}`;
    return [`${roles}${permissionSetRolePath}${name}`, `${roles}${permissionSetRolePath}*/${name}`];
  }
  const role = /^role\/(.+)$/.exec(principal)?.[1];
  // A name is taken once in an account, whatever the path.
  if (role !== undefined) return [`${roles}/${literalPattern(role)}`, `${roles}/*/${literalPattern(role)}`];
  if (!isIamPrincipal(principal)) return [];
  const slash = principal.lastIndexOf("/");
  const ofSet = principal.includes(`:role${permissionSetRolePath}`) ? permissionSetOfRole(principal.slice(slash + 1)) : undefined;
  return [
    ofSet === undefined
      ? literalPattern(principal)
      : `${literalPattern(principal.slice(0, slash))}/AWSReservedSSO_${literalPattern(ofSet)}_${suffix}`,
  ];
}

/** True for what shows as `aws:PrincipalArn`: roles, users and the root of an account, and names that will become roles. */
export function isIamPrincipal(principal: Principal): boolean {
  return /^((role|permission-set)\/.|arn:[^:]+:iam::\d{12}:((role|user)\/.|root$))/.test(principal);
}
