/** Every control there is, by code. */

import type { Control } from "./control.ts";
import { administrators, readOnlyAdministrators } from "./controls/administrators.ts";
import { blockedReaders } from "./controls/blocked-readers.ts";
import { broadPolicies } from "./controls/broad-policies.ts";
import { conditionalGrants } from "./controls/conditional-grants.ts";
import { createDefaults } from "./controls/create-defaults.ts";
import { dataLocationGrants } from "./controls/data-location-grants.ts";
import { danglingPrincipals } from "./controls/dangling-principals.ts";
import { databaseDefaults } from "./controls/database-defaults.ts";
import { defaultAccessCatalog } from "./controls/default-access-catalog.ts";
import { defaultAccessData } from "./controls/default-access-data.ts";
import { deferredLocations } from "./controls/deferred-locations.ts";
import { deniedDuties } from "./controls/denied-duties.ts";
import { everyoneGrants } from "./controls/everyone-grants.ts";
import { externalEngines } from "./controls/external-engines.ts";
import { externalGrants } from "./controls/external-grants.ts";
import { clashingStatements, openBuckets } from "./controls/foreign-bucket-statements.ts";
import { hybridLocations } from "./controls/hybrid-locations.ts";
import { implicitGrants } from "./controls/implicit-grants.ts";
import { delegatedKeys, openKeys } from "./controls/key-policies.ts";
import { keyGrants, managedKeyBuckets, sharedKeys, unrotatedKeys } from "./controls/key-use.ts";
import { namedKeyUsers } from "./controls/named-key-users.ts";
import { orphanGrants } from "./controls/orphan-grants.ts";
import { otherGrants } from "./controls/other-grants.ts";
import { passableGrants } from "./controls/passable-grants.ts";
import { readingGrants } from "./controls/reading-grants.ts";
import { privilegedLocations, serviceLinkedLocations } from "./controls/registrations.ts";
import { resourceLinks } from "./controls/resource-links.ts";
import { tagAuthority } from "./controls/tag-authority.ts";
import { unanalysedGrants } from "./controls/unanalysed-grants.ts";
import { unguardedPrincipals } from "./controls/unguarded-principals.ts";
import { ungovernedBuckets, unlimitedBuckets } from "./controls/ungoverned-buckets.ts";
import { unmanagedDatabases } from "./controls/unmanaged-databases.ts";
import { unmanagedGuardrails } from "./controls/unmanaged-guardrails.ts";
import { unmanagedGraded } from "./controls/unmanaged-graded.ts";
import { unservedTables } from "./controls/unserved-tables.ts";
import { unreadGuardrails } from "./controls/unread-guardrails.ts";
import { unnamedLocations } from "./controls/unnamed-locations.ts";
import { unread } from "./controls/unread.ts";
import { unregisteredTables } from "./controls/unregistered-tables.ts";
import { unwritableGuardrails } from "./controls/unwritable-guardrails.ts";
import { writersWithoutKey } from "./controls/writers-without-key.ts";

/** LGF1xx default access · 2xx grants · 3xx settings · 4xx locations · 5xx what is not governed or not known · 6xx buckets and keys · 7xx people. */
export const registry: readonly Control[] = [
  defaultAccessData,
  defaultAccessCatalog,
  createDefaults,
  databaseDefaults,
  everyoneGrants,
  externalGrants,
  readingGrants,
  passableGrants,
  conditionalGrants,
  otherGrants,
  tagAuthority,
  dataLocationGrants,
  implicitGrants,
  orphanGrants,
  unanalysedGrants,
  administrators,
  readOnlyAdministrators,
  externalEngines,
  unregisteredTables,
  hybridLocations,
  serviceLinkedLocations,
  privilegedLocations,
  deferredLocations,
  unnamedLocations,
  unservedTables,
  unmanagedDatabases,
  resourceLinks,
  unread,
  unmanagedGraded,
  clashingStatements,
  openBuckets,
  deniedDuties,
  danglingPrincipals,
  ungovernedBuckets,
  unlimitedBuckets,
  delegatedKeys,
  openKeys,
  keyGrants,
  sharedKeys,
  managedKeyBuckets,
  unrotatedKeys,
  blockedReaders,
  namedKeyUsers,
  writersWithoutKey,
  unreadGuardrails,
  unwritableGuardrails,
  unmanagedGuardrails,
  unguardedPrincipals,
  broadPolicies,
];
