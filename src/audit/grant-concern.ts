/** What to think of a grant that no policy asks for: each such grant is at most one control's concern. */

import { specsOf } from "../kinds/specs.ts";
import { databaseOf, owns } from "../kinds/lf-grant/spec.ts";
import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import type { Address } from "../model/address.ts";
import { permissions as knownPermissions, readsData } from "../model/permission.ts";
import type { Permission } from "../model/permission.ts";
import { iamAllowedPrincipals } from "../model/principal.ts";
import type { Estate } from "./control.ts";
import { touchesManaged } from "./managed-locations.ts";
import { isAdmin, isCreator, isEveryone, isExternal, isMissing } from "./principals.ts";
import { reachOf } from "./reach.ts";
import { oncePerEstate } from "./specs.ts";

export type GrantConcern =
  | "unanalysed"
  | "default-access-data"
  | "default-access-catalog"
  | "external"
  | "orphan"
  | "everyone"
  | "tag-authority"
  | "data-location"
  | "passable"
  | "conditional"
  | "reading"
  | "other";

export interface ForeignGrant {
  readonly address: Address;
  readonly grant: LfGrant;
}

/** Grants that stay and that no policy asks for, by the concern they raise; those that raise none are left out. */
export const foreignGrants = oncePerEstate((estate): ReadonlyMap<GrantConcern, readonly ForeignGrant[]> => {
  const byConcern = new Map<GrantConcern, ForeignGrant[]>();
  for (const [address, grant] of unaskedGrants(estate)) {
    const concern = concernOf(estate, grant);
    if (concern === undefined) continue;
    const alike = byConcern.get(concern) ?? [];
    byConcern.set(concern, alike);
    alike.push({ address, grant });
  }
  return byConcern;
});

/** Live grants that no policy asks for and that stay after the plan. */
const unaskedGrants = oncePerEstate((estate): readonly (readonly [Address, LfGrant])[] => {
  const { live, desired, removals } = estate;
  return specsOf(live.resources, "lf-grant").filter(
    ([address, grant]) =>
      !desired.resources.has(address) &&
      removals?.has(address) !== true &&
      !(isKnownShape(grant) && (owns(grant, desired.scope) || losesDefaultAccess(grant, estate))),
  );
});

/** The first concern that applies, from what says least about the grant's limits to what says most. */
function concernOf(estate: Estate, grant: LfGrant): GrantConcern | undefined {
  const { principal, condition } = grant;
  if (!isKnownShape(grant)) return "unanalysed";
  if (isExternal(principal, estate)) return "external";
  if (isMissing(principal, estate)) return "orphan";
  if (isDefaultAccess(grant) && grant.securable.type === "catalog") return "default-access-catalog";
  if (!touches(estate, grant) || isImplicit(estate, grant)) return undefined;
  if (isDefaultAccess(grant)) return "default-access-data";
  if (isEveryone(principal, estate) && condition === undefined) return "everyone";
  return concernOn(estate, grant);
}

function concernOn(estate: Estate, { principal, securable, permissions, grantable, condition }: LfGrant): GrantConcern | undefined {
  if (securable.type === "lf-tag" || securable.type === "lf-tag-expression") {
    return isAdmin(principal, estate) ? undefined : "tag-authority";
  }
  if (securable.type === "data-location") return "data-location";
  if (grantable.length > 0) return "passable";
  if (condition !== undefined) return "conditional";
  return readsData(permissions) ? "reading" : "other";
}

function isDefaultAccess({ principal, securable }: LfGrant): boolean {
  return principal === iamAllowedPrincipals && (securable.type === "catalog" || databaseOf(securable) !== undefined);
}

/** Another catalog, a shape or a permission that this version does not know: nothing can be said about what it opens. */
function isKnownShape({ principal, securable, permissions }: LfGrant): boolean {
  if (principal === "" || securable.type === "unknown" || securable.catalog !== undefined) return false;
  return permissions.every((permission) => (knownPermissions as readonly string[]).includes(permission));
}

/** The rule by which a plan removes IAM_ALLOWED_PRINCIPALS from managed databases and their tables. */
function losesDefaultAccess({ principal, securable }: LfGrant, { desired: { scope } }: Estate): boolean {
  const database = databaseOf(securable);
  if (principal !== iamAllowedPrincipals || database === undefined || scope.iamAllowedPrincipals === "report") return false;
  return Object.hasOwn(scope.managed, database) && scope.managed[database]?.enforce === true;
}

/** Permissions on tags and saved expressions that only show them. */
const showing: readonly Permission[] = ["DESCRIBE"];

/** Permissions on the catalog that open what is in it; the others create new things, which hold no managed data. */
const openingCatalog: readonly Permission[] = ["ALL", "ALTER", "DROP", "SUPER_USER"];

/** Can this grant matter to managed data? Grants on named databases that are not managed are not looked at. */
export function touches(estate: Estate, { securable, permissions }: LfGrant): boolean {
  const { scope } = estate.desired;
  const database = databaseOf(securable);
  if (database !== undefined) return Object.hasOwn(scope.managed, database);
  switch (securable.type) {
    case "catalog":
      return permissions.some((permission) => openingCatalog.includes(permission));
    case "data-location":
      return touchesManaged(estate, securable.arn);
    case "lf-tag":
      return (securable.key === scope.gradeTag || securable.key === scope.domainTag) && !permissions.every((p) => showing.includes(p));
    case "lf-tag-expression":
      return !permissions.every((p) => showing.includes(p));
    default: {
      const { grades, undecided } = reachOf(estate, securable);
      return grades.length > 0 || undecided !== undefined;
    }
  }
}

/** Lake Formation may list what a table's creator holds anyway; the control of implicit grants tells of it. */
function isImplicit(estate: Estate, { principal, securable, grantable, condition }: LfGrant): boolean {
  if (securable.type !== "table" || grantable.length === 0 || condition !== undefined) return false;
  return isCreator(principal, securable.database, securable.table, estate);
}
