/** Which live resources go when no policy asks for them, and why: ours, default access, or foreign where policies say so. */

import { owns } from "../kinds/lf-grant/spec.ts";
import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import type { LfSettings } from "../kinds/lf-settings/spec.ts";
import { kindNamed } from "../kinds/registry.ts";
import { isOf, specsOf } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Reason } from "../model/change.ts";
import { iamAllowedPrincipals, roleNameOfSession } from "../model/principal.ts";
import { expressionOf } from "../model/securable.ts";
import type { DesiredState, LiveState, Resource, Resources, Scope } from "../model/state.ts";

/** Decides for one live resource that the policies do not ask for: the reason to remove it, or undefined to leave it. */
export type Removal = (address: Address, kind: string, spec: unknown) => Reason | undefined;

/** The rule of removal for a live state under these policies. */
export function removalRule(live: LiveState, desired: DesiredState): Removal {
  const { scope } = desired;
  const ours = principalsWithGradeGrants(live.resources, scope);
  const privileged = privilegedPrincipals(live, desired);
  const creators = creatorsOf(live.catalog);
  const links = linksOf(live.catalog);
  const isolated = isolatedKinds(live);
  const isLink = ({ database, table }: LfTagAssignment): boolean => table !== undefined && links.has(tableKey(database, table));
  return (_address, kind, spec) => {
    const resource: Resource = { kind, spec };
    // Where a part is missing, nothing of the kind is planned: what was read of it is neither changed nor taken away.
    if (isolated.has(kind)) return undefined;
    if (isOf(resource, "lf-settings")) return removesAdmin(resource.spec, live, desired) ? "not-declared" : undefined;
    // A link's tags decide nothing, and what it shows may be inherited: links are skipped, and reported as findings.
    if (isOf(resource, "lf-tag-assignment") && isLink(resource.spec)) return undefined;
    if (kindNamed(kind).owns(spec, scope)) return "not-declared";
    if (!isOf(resource, "lf-grant")) return undefined;
    const grant = resource.spec;
    if (grant.principal === iamAllowedPrincipals) return opensManaged(grant, scope) ? "default-access" : undefined;
    if (isCompanion(grant, ours.get(grant.principal))) return "not-declared";
    return isRevocable(grant, scope) && !privileged.has(grant.principal) && !isCreator(grant, creators) ? "foreign" : undefined;
  };
}

/** Kinds that a plan leaves out, because something of them could not be read and nothing else depends on it. */
export function isolatedKinds({ unread }: LiveState): ReadonlySet<string> {
  return new Set(unread.flatMap(({ kind, isolated, only }) => (isolated === true && only === undefined ? [kind] : [])));
}

/** Administrators go only when the policies are exclusive, never the caller's own entry and never the last one. */
function removesAdmin(spec: LfSettings, live: LiveState, desired: DesiredState): boolean {
  if (!kindNamed("lf-settings").owns(spec, desired.scope) || !("principal" in spec) || spec.principal === live.caller) return false;
  // `bootstrap` makes operators administrators; a plan must say the same whether the operator or a reader makes it.
  if ((desired.scope.privileged ?? []).includes(spec.principal)) return false;
  if (spec.setting === "read-only-admin") return true;
  return specsOf(desired.resources, "lf-settings").some(([, { setting }]) => setting === "admin");
}

/** What a principal holds through grants on the grade key: enough to know which named grants came along with them. */
interface Holding {
  readonly ownsDatabases: boolean;
}

function principalsWithGradeGrants(resources: Resources, scope: Scope): ReadonlyMap<string, Holding> {
  const holdings = new Map<string, Holding>();
  for (const [, grant] of specsOf(resources, "lf-grant")) {
    if (!owns(grant, scope)) continue;
    const { principal, permissions } = grant;
    const ownsDatabases = permissions.includes("CREATE_TABLE") || (holdings.get(principal)?.ownsDatabases ?? false);
    holdings.set(principal, { ownsDatabases });
  }
  return holdings;
}

/** Grants that every group of ours gets beside its tag grants; see docs/decisions/0009. */
function isCompanion({ securable, permissions, grantable }: LfGrant, holding: Holding | undefined): boolean {
  if (holding === undefined || grantable.length > 0) return false;
  if (securable.type === "database") return securable.database === "default" && permissions.every((p) => p === "DESCRIBE");
  return securable.type === "data-location" && holding.ownsDatabases;
}

function opensManaged({ securable }: LfGrant, scope: Scope): boolean {
  if (scope.iamAllowedPrincipals === "report" || !("database" in securable) || securable.catalog !== undefined) return false;
  return Object.hasOwn(scope.managed, securable.database) && scope.managed[securable.database]?.enforce === true;
}

/** Foreign grants that `foreignGrants: revoke` takes away; see docs/decisions/0011. */
function isRevocable({ securable }: LfGrant, scope: Scope): boolean {
  if (scope.foreignGrants !== "revoke" || securable.type === "unknown" || securable.catalog !== undefined) return false;
  if ("database" in securable) return Object.hasOwn(scope.managed, securable.database);
  return expressionOf(securable) !== undefined;
}

function privilegedPrincipals(live: LiveState, desired: DesiredState): ReadonlySet<string> {
  const admins = [live, desired].flatMap(({ resources }) =>
    specsOf(resources, "lf-settings").flatMap(([, spec]) => ("principal" in spec ? [spec.principal] : [])),
  );
  return new Set([...admins, ...(desired.scope.privileged ?? [])]);
}

function linksOf(catalog: Catalog): ReadonlySet<string> {
  return new Set(
    catalog.databases.flatMap(({ name, tables }) =>
      tables.flatMap((table) => (table.type === "resource-link" ? [tableKey(name, table.name)] : [])),
    ),
  );
}

function tableKey(database: string, table: string): string {
  return JSON.stringify([database, table]);
}

/** Who made which table: they hold everything on it implicitly, and Lake Formation does not let that be revoked. */
function creatorsOf(catalog: Catalog): ReadonlyMap<string, string> {
  return new Map(
    catalog.databases.flatMap(({ name, tables }) =>
      tables.flatMap((table) => (table.createdBy === undefined ? [] : [[tableKey(name, table.name), table.createdBy] as const])),
    ),
  );
}

function isCreator({ principal, securable, grantable }: LfGrant, creators: ReadonlyMap<string, string>): boolean {
  if (securable.type !== "table" || grantable.length === 0) return false;
  const creator = creators.get(tableKey(securable.database, securable.table));
  if (creator === undefined) return false;
  const role = roleNameOfSession(creator);
  return creator === principal || (role !== undefined && principal.endsWith(`/${role}`));
}
