/** Resolution: principals, locations and columns that the policies name, looked up in the account and the catalog. */

import type { AccountFacts } from "../model/account-facts.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LocationFacts } from "../model/location-facts.ts";
import { compareRanges, compareText } from "../model/source.ts";
import type { Role, Unread } from "../model/state.ts";
import { locationArn } from "../kinds/lf-location/spec.ts";
import { classifyCatalog } from "./classify.ts";
import { lakeFacts } from "./lake-facts.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { Group, GroupPrincipal, LakePrincipal } from "./policy.gen.ts";
import type { Path, PolicyDocument, PolicySet } from "./policy.ts";
import { principalDirectory, resolveGrantee, resolvePrincipal } from "./principals.ts";
import type { PrincipalDirectory, PrincipalReference, ResolvedPrincipal } from "./principals.ts";
import { resolveBucket } from "./resolve-buckets.ts";
import { registrationsIn } from "./registrations.ts";
import type { Duty, DutyHolder, Resolved, ResolvedGroup, ResolvedLocation } from "./resolved.ts";
import { readClassifications } from "./rules.ts";
import { unservedTables } from "./unserved-tables.ts";

/** What is known about the account beside the policies. Roles and users are all of them, or left out when they could not be read. */
export interface Surroundings {
  readonly catalog?: Catalog;
  readonly roles?: readonly Role[];
  /** ARNs of IAM users. */
  readonly users?: readonly string[];
  /** What surrounds the lake in its account; left out where nothing of it was read. */
  readonly facts?: AccountFacts;
  /** Where Lake Formation decides now; left out where that was not read. */
  readonly locations?: LocationFacts;
  /** What of `facts` is missing because it could not be read. */
  readonly unread?: readonly Unread[];
}

/** Looks everything up; what is not found is reported and missing from the result. */
export function resolve(
  given: PolicySet,
  { catalog, roles, users, facts, locations: located, unread = [] }: Surroundings,
): {
  readonly resolved: Resolved;
  readonly diagnostics: readonly Diagnostic[];
} {
  const policies = {
    ...given,
    classifications: byPlace(given.classifications),
    groups: byPlace(given.groups),
    buckets: byPlace(given.buckets),
  };
  const lake = policies.lake === undefined ? undefined : lakeFacts(policies.lake);
  // Without a Lake nobody knows which account the roles belong to.
  const directory = principalDirectory(
    lake?.identity.account ?? "",
    lake?.partition ?? "aws",
    lake === undefined ? {} : { roles, users },
    facts?.identityCenter,
  );
  const diagnostics: Diagnostic[] = [];
  const { classifications, diagnostics: unreadable } = readClassifications(policies.classifications);
  diagnostics.push(...unreadable);
  const groups = policies.groups.map((document) => resolveGroup(document, directory, diagnostics));
  const bucketNames = new Set(policies.buckets.map(({ value }) => value.name));
  const locations = lake === undefined ? [] : resolveLocations(lake, directory, diagnostics);
  const classified = catalog === undefined ? undefined : classifyCatalog(classifications, catalog, lake?.newColumns ?? "strictest");
  const unserved =
    lake === undefined || catalog === undefined || classified === undefined || located === undefined
      ? undefined
      : unservedTables(bucketNames, { lake, catalog, classified, facts: located, locations });
  const resolved: Resolved = {
    policies,
    lake,
    dutyHolders: lake === undefined ? [] : resolveDuties(lake, directory, diagnostics),
    locations,
    registrations: registrationsIn(bucketNames, locations, located),
    groups,
    buckets: policies.buckets.map((document) =>
      resolveBucket(
        document,
        { lake, groups, brokenGroups: policies.broken.groups, directory, governed: bucketNames, facts, unread, unserved },
        diagnostics,
      ),
    ),
    classifications,
    governed: catalog === undefined || classified === undefined ? undefined : { catalog, classified },
    facts,
    unread,
    roles,
  };
  return { resolved, diagnostics };
}

/** Of two documents that clash, the later one in the later file is the one to report, whatever order they were given in. */
function byPlace<Value>(documents: readonly PolicyDocument<Value>[]): readonly PolicyDocument<Value>[] {
  return documents.toSorted((a, b) => compareRanges(a.at([]), b.at([])));
}

const duties = [
  ["admins", "admin"],
  ["readOnlyAdmins", "read-only-admin"],
  ["operators", "operator"],
  ["breakGlass", "break-glass"],
] as const satisfies readonly (readonly [string, Duty])[];

function resolveDuties({ document }: LakeFacts, directory: PrincipalDirectory, diagnostics: Diagnostic[]): readonly DutyHolder[] {
  const holders: DutyHolder[] = [];
  for (const [member, duty] of duties) {
    for (const [index, principal] of (document.value[member] ?? []).entries()) {
      const range = document.at([member, index]);
      const resolution = resolvePrincipal(referenceOf(principal), range, directory);
      if ("id" in resolution) holders.push({ duty, id: resolution.id, range });
      else diagnostics.push(resolution.diagnostic);
    }
  }
  return holders;
}

function referenceOf(principal: LakePrincipal): PrincipalReference {
  return typeof principal === "string" ? { role: principal } : principal;
}

function resolveLocations(
  { document, partition }: LakeFacts,
  directory: PrincipalDirectory,
  diagnostics: Diagnostic[],
): readonly ResolvedLocation[] {
  const locations: ResolvedLocation[] = [];
  for (const [index, { path, role }] of (document.value.locations ?? []).entries()) {
    const resolution = resolvePrincipal(
      role.startsWith("arn:") ? { arn: role } : { role },
      document.at(["locations", index, "role"]),
      directory,
    );
    const arn = locationArn(path, partition);
    if ("diagnostic" in resolution) diagnostics.push(resolution.diagnostic);
    else if (arn !== undefined) locations.push({ arn, role: resolution.id, range: document.at(["locations", index, "path"]) });
  }
  return locations;
}

function resolveGroup(document: PolicyDocument<Group>, directory: PrincipalDirectory, diagnostics: Diagnostic[]): ResolvedGroup {
  const { name, clearance, access, domains, principals, guardrail } = document.value;
  const resolveOne = (reference: PrincipalReference, path: Path, optional: boolean): readonly ResolvedPrincipal[] => {
    const range = document.at(path);
    const resolution = resolveGrantee(reference, range, directory, optional);
    if ("id" in resolution) return [{ id: resolution.id, range }];
    diagnostics.push(resolution.diagnostic);
    return [];
  };
  return {
    document,
    name,
    clearance,
    access: access ?? "read",
    ...(domains === undefined ? {} : { domains: [...new Set(domains.map((domain) => domain.toLowerCase()))].toSorted(compareText) }),
    principals: principals.flatMap((principal, index) => {
      const reference = groupReference(principal);
      return resolveOne(reference, ["principals", index, Object.keys(reference)[0] ?? ""], principal.optional ?? false);
    }),
    through: principals.flatMap(({ through = [], optional = false }, index) =>
      through.flatMap((role, place) => resolveOne({ role }, ["principals", index, "through", place], optional)),
    ),
    guardrail: guardrail ?? "manage",
  };
}

/** The one way in which a group principal is named. INVARIANT: the schema lets exactly one of them pass. */
function groupReference({ permissionSet, role, arn, identityCenterGroup }: GroupPrincipal): PrincipalReference {
  if (permissionSet !== undefined) return { permissionSet };
  if (role !== undefined) return { role };
  if (arn !== undefined) return { arn };
  if (identityCenterGroup !== undefined) return { identityCenterGroup };
  throw new Error("a principal without a name");
}
