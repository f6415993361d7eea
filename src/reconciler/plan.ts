/** The plan: differ, order and guards over one live state and one desired state. */

import { lostReaders } from "../access/lost-readers.ts";
import { simulateWrites } from "../access/simulate-writes.ts";
import { writeChanges } from "../access/write-changes.ts";
import type { Ports } from "../aws/ports.ts";
import { digest } from "../model/canonical.ts";
import { digestList } from "../model/digest-list.ts";
import type { Change } from "../model/change.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Finding } from "../model/finding.ts";
import type { BucketReads } from "../model/lost-reading.ts";
import type { OpenData } from "../model/open-data.ts";
import type { Outage } from "../model/outage.ts";
import { planFormatVersion } from "../model/plan.ts";
import type { Plan, PlanSummary } from "../model/plan.ts";
import type { DesiredState, LiveState } from "../model/state.ts";
import type { BucketWrites } from "../model/write-simulation.ts";
import { comparableDesired, sparingInherited } from "./comparable.ts";
import { diff } from "./diff.ts";
import { guardAdministration } from "./guard/administration.ts";
import { guardBlindGuardrails } from "./guard/blind-guardrails.ts";
import { guardFormerKeys } from "./guard/former-keys.ts";
import { guardGuardrailSize } from "./guard/guardrail-size.ts";
import { guardLakeNames } from "./guard/lake-names.ts";
import { guardOtherLakes } from "./guard/other-lakes.ts";
import { guardPermissionSets } from "./guard/permission-sets.ts";
import { guardPolicyVersions } from "./guard/policy-versions.ts";
import { guardBucketPolicies } from "./guard/bucket-policies.ts";
import { guardBuckets } from "./guard/buckets.ts";
import { guardRegistrationReads } from "./guard/registration-reads.ts";
import { guardRegistrations } from "./guard/registrations.ts";
import { guard } from "./guard/guard.ts";
import { contextOf } from "./impact.ts";
import { lakeFormationReaders } from "./lake-formation-readers.ts";
import { momentsOf } from "./order/moments.ts";
import { ordered } from "./order/ordered.ts";
import { outagesIn } from "./order/outages.ts";
import { removalRule } from "./ownership.ts";
import { refine, tablesToRefine } from "./refine.ts";

/** What turns the live state into the desired one. */
export interface Reconciliation {
  /** In the order apply performs them. */
  readonly changes: readonly Change[];
  /** Refusals: with any of them the plan must not be applied. */
  readonly refusals: readonly Diagnostic[];
  /** What somebody keeps, but misses for a moment. */
  readonly outages: readonly Outage[];
  /** The same for an apply of some of the changes, which may interrupt others than all of them do. */
  readonly outagesOf: (some: readonly Change[]) => readonly Outage[];
  /** What becomes of writes to governed buckets, where that changes. */
  readonly writes: readonly BucketWrites[];
  /** Who reads objects of governed buckets today and cannot afterwards. */
  readonly reads: readonly BucketReads[];
  /** Tables whose assigned tags decide what exactly is written, but which a snapshot file does not hold. */
  readonly unrefined: number;
}

const nothing: ReadonlySet<string> = new Set();

/** Compares the states. `ports` is absent for a snapshot; then assigned tags cannot be told from inherited ones. */
export async function reconcile(live: LiveState, desired: DesiredState, ports: Ports | undefined): Promise<Reconciliation> {
  const { scope } = desired;
  const wanted = comparableDesired(desired, live);
  const removal = removalRule(live, desired);
  let current = live.resources;
  let differences = diff(current, wanted, sparingInherited(removal, current, scope.domainTag, nothing));
  const tables = tablesToRefine(differences, live.resources);
  if (tables.length > 0 && ports !== undefined) {
    const refinement = await refine(ports, live.account, live.resources, tables);
    current = refinement.live;
    differences = diff(current, wanted, sparingInherited(removal, current, scope.domainTag, refinement.assigned));
  }
  // The context is all about changes, and nothing has changed in most plans of a lake in use.
  const context = differences.length === 0 ? undefined : contextOf(current, wanted, scope);
  const { changes, outages } = context === undefined ? { changes: [], outages: [] } : ordered(differences, context, current, live.catalog);
  const simulation = simulateWrites(
    live,
    (desired.buckets ?? []).filter(({ leftOut }) => leftOut !== true),
    changes,
  );
  const bucketRefusals =
    simulation === undefined ? [] : [...guardBuckets(simulation, live.caller), ...guardRegistrationReads(simulation, live, changes)];
  return {
    changes,
    refusals: [
      ...guard(live, changes, desired.lake.name),
      ...guardAdministration(live, changes),
      ...guardLakeNames(live, desired),
      ...guardPolicyVersions(live, desired),
      ...guardPermissionSets(live, desired),
      ...guardBucketPolicies(live, desired, changes),
      ...guardFormerKeys(live, desired, changes),
      ...guardGuardrailSize(live, changes),
      ...guardBlindGuardrails(live, changes),
      ...guardRegistrations(live, changes),
      ...guardOtherLakes(live, changes, desired.lake.name),
      ...bucketRefusals,
    ],
    outages,
    outagesOf: (some) => (context === undefined ? [] : outagesIn(momentsOf(current, some, live.catalog, context).questions)),
    writes: simulation === undefined ? [] : writeChanges(simulation),
    reads:
      simulation === undefined || context === undefined
        ? []
        : lostReaders(simulation, lakeFormationReaders(live.catalog, desired, context.grades.new)),
    unrefined: ports === undefined ? tables.length : 0,
  };
}

/** Everything about a plan that is not computed from the states. */
export interface PlanHeader {
  readonly tool: Plan["tool"];
  readonly policies: readonly string[];
  readonly policyDigest: string;
  readonly createdAt: string;
  readonly today: string;
  readonly report?: "drift";
  readonly openNow?: readonly OpenData[];
  readonly leftOut?: readonly Diagnostic[];
  readonly refusals?: readonly Diagnostic[];
  readonly writes?: readonly BucketWrites[];
  readonly reads?: readonly BucketReads[];
  readonly outages?: readonly Outage[];
}

/**
 * The plan as a value that can be saved. Its digests are made when they are first asked for: most plans are only looked at,
 * and half a million changes take a second or two to digest.
 */
export function planOf(header: PlanHeader, desired: DesiredState, changes: readonly Change[], findings: readonly Finding[]): Plan {
  const rest = {
    formatVersion: planFormatVersion,
    ...header,
    lake: desired.lake,
    changes,
    findings,
    summary: summarize(changes, findings),
  } as const;
  let liveDigest: string | undefined;
  let whole: string | undefined;
  return {
    ...rest,
    get liveDigest() {
      return (liveDigest ??= liveDigestOf(changes));
    },
    get digest() {
      return (whole ??= planDigest({ ...rest, liveDigest: this.liveDigest }));
    },
  };
}

/** Digest of a plan's members other than `digest` itself. */
export function planDigest(plan: Omit<Plan, "digest">): string {
  return digest({ ...plan, changes: digestList(plan.changes) });
}

/** Digest of the live value of every resource the changes touch, in their order. */
export function liveDigestOf(changes: readonly Change[]): string {
  return digestList(changes.map(({ address, before }) => ({ address, before })));
}

/** Counts of a plan. */
export function summarize(changes: readonly Change[], findings: readonly Finding[]): PlanSummary {
  const counts = { create: 0, update: 0, delete: 0, widens: 0, narrows: 0, neutral: 0, findings: findings.length };
  for (const { action, impact } of changes) {
    counts[action] += 1;
    counts[impact] += 1;
  }
  return counts;
}
