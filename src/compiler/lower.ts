/** Lowering: from resolved policies without errors to the desired state. */

import type { DesiredState, ManagedDatabase, Scope } from "../model/state.ts";
import { governedBuckets, lowerBuckets } from "./lower/buckets.ts";
import { lowerDatabaseDefaults } from "./lower/database-defaults.ts";
import { uniteOrigins } from "./lower/entry.ts";
import { lowerGrants } from "./lower/grants.ts";
import { lowerGuardrails, unmanagedGuardrails } from "./lower/guardrails.ts";
import { lowerLocations } from "./lower/locations.ts";
import { lowerSettings } from "./lower/settings.ts";
import { lowerTagAssignments } from "./lower/tag-assignments.ts";
import { lowerTags } from "./lower/tags.ts";
import { gatherResources } from "../model/resources.ts";
import type { Entry } from "../model/resources.ts";
import { compareText } from "../model/source.ts";
import type { Lowerable } from "./resolved.ts";

const constructs = [
  lowerSettings,
  lowerTags,
  lowerTagAssignments,
  lowerGrants,
  lowerLocations,
  lowerDatabaseDefaults,
  lowerBuckets,
  lowerGuardrails,
] as const;

/** Revoking `IAM_ALLOWED_PRINCIPALS` is not lowered: `scope` says where the reconciler removes what it finds. */
export function lower(lowerable: Lowerable): DesiredState {
  const buckets = governedBuckets(lowerable);
  const guardrails = unmanagedGuardrails(lowerable);
  return {
    lake: lowerable.lake.identity,
    scope: scopeOf(lowerable),
    resources: gatherResources(lowered(lowerable), uniteOrigins),
    ...(buckets.length === 0 ? {} : { buckets }),
    ...(guardrails.length === 0 ? {} : { guardrails }),
  };
}

function* lowered(lowerable: Lowerable): Generator<Entry> {
  for (const construct of constructs) for (const entry of construct(lowerable)) yield entry;
}

function scopeOf({ lake, governed, dutyHolders }: Lowerable): Scope {
  const privileged = new Set(dutyHolders.filter(({ duty }) => duty === "operator" || duty === "break-glass").map(({ id }) => id));
  const managed = [...governed.classified.databases.values()]
    .toSorted((a, b) => compareText(a.name, b.name))
    .map(({ name, enforce, newColumns }): [string, ManagedDatabase] => [name, { enforce, newColumns }]);
  return {
    lake: lake.identity.name,
    gradeTag: lake.gradeTag,
    grades: lake.grades,
    domainTag: lake.domainTag,
    // fromEntries defines members, so a database named `__proto__` is an ordinary one.
    managed: Object.fromEntries(managed),
    iamAllowedPrincipals: lake.iamAllowedPrincipals,
    foreignGrants: lake.foreignGrants,
    adminsExclusive: lake.adminsExclusive,
    ...(privileged.size === 0 ? {} : { privileged: [...privileged].toSorted(compareText) }),
  };
}
