/** What of the account's surroundings a policy set speaks about: what reading has to ask for by name. */

import { sidPrefix } from "../model/ours.ts";
import { permissionSetOfRole } from "../model/principal.ts";
import { compareText } from "../model/source.ts";
import type { Wanted } from "../model/wanted.ts";
import { isIdentityStoreId } from "./identity-center-group.ts";
import type { DirectAccessor, Group, GroupPrincipal, LakePrincipal } from "./policy.gen.ts";
import type { PolicySet } from "./policy.ts";

/** Deterministic: sorted, each name once. */
export function wantedBy({ lake, groups, buckets }: PolicySet): Wanted {
  const members = groups.flatMap(({ value }) => value.principals);
  const displayNames = members.flatMap(({ identityCenterGroup: name }) => (name === undefined || isIdentityStoreId(name) ? [] : [name]));
  const duties = lake === undefined ? [] : dutyHolders(lake.value);
  const accessors = buckets.flatMap(({ value }) => value.directAccess ?? []);
  return {
    buckets: sortedOnce(buckets.map(({ value }) => value.name)),
    keys: sortedOnce(buckets.flatMap(({ value }) => [value.key, ...(value.formerKeys ?? [])])),
    permissionSets: sortedOnce([...members, ...duties, ...accessors].flatMap((member) => permissionSetOf(member) ?? [])),
    groups: sortedOnce(displayNames),
    identityCenter: displayNames.length > 0 || groups.some(({ value }) => managesPermissionSets(value)),
    ...(lake === undefined ? {} : { sidPrefix: sidPrefix(lake.value.name) }),
  };
}

function dutyHolders(lake: NonNullable<PolicySet["lake"]>["value"]): readonly LakePrincipal[] {
  return [lake.admins, lake.readOnlyAdmins, lake.operators, lake.breakGlass].flatMap((holders) => holders ?? []);
}

/** The guardrail of a permission set is written in Identity Center; that of a role in IAM. */
function managesPermissionSets({ guardrail, principals }: Group): boolean {
  if (guardrail === "emit" || guardrail === "report") return false;
  return principals.some((principal) => permissionSetOf(principal) !== undefined || principal.through?.some(isSetRole));
}

function isSetRole(role: string): boolean {
  return permissionSetOfRole(role) !== undefined;
}

/** The permission set that a principal is, whether it is named as such or by its role. A bare text is a role, or a group without any. */
function permissionSetOf(principal: GroupPrincipal | LakePrincipal | DirectAccessor): string | undefined {
  if (typeof principal === "string") return permissionSetOfRole(principal);
  if ("permissionSet" in principal) return principal.permissionSet;
  if ("role" in principal && principal.role !== undefined) return permissionSetOfRole(principal.role);
  if ("arn" in principal && principal.arn !== undefined)
    return permissionSetOfRole(principal.arn.slice(principal.arn.lastIndexOf("/") + 1));
  return undefined;
}

function sortedOnce(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted(compareText);
}
