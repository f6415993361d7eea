/** From policy directories to a plan: the one path that plan, apply and drift share. */

import type { Ports } from "../aws/ports.ts";
import { assess } from "../audit/assess.ts";
import { compile } from "../compiler/compile.ts";
import type { CompileOptions } from "../compiler/compile.ts";
import { lakeFacts } from "../compiler/lake-facts.ts";
import { wantedBy } from "../compiler/wanted.ts";
import { hasErrors, report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import type { DesiredState, LiveState } from "../model/state.ts";
import { guardReading } from "../reconciler/guard/guard.ts";
import { openData } from "../reconciler/open-data.ts";
import { planOf, reconcile } from "../reconciler/plan.ts";
import type { Reconciliation } from "../reconciler/plan.ts";
import { surroundingsOf } from "./catalog-file.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { loadLive } from "./live.ts";
import type { LiveOptions } from "./live.ts";
import { lakeOf, loadPolicies } from "./policies.ts";
import type { LoadedPolicies } from "./policies.ts";
import { tool } from "./tool.ts";

export interface PlanningOptions extends LiveOptions, CompileOptions {
  readonly today?: string;
}

export interface Planning {
  readonly loaded: LoadedPolicies;
  readonly live: LiveState;
  readonly desired: DesiredState;
  readonly reconciliation: Reconciliation;
  readonly plan: Plan;
  /** Warnings; errors never come this far. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent for a snapshot. */
  readonly ports?: Ports;
}

/**
 * Reads policies and account and compares them. Fails with every diagnostic when the policies are wrong, and when the
 * account could not be read whole: nothing is decided on a part.
 */
export async function makePlan(io: Io, directories: readonly string[], options: PlanningOptions): Promise<Planning> {
  const loaded = await loadPolicies(directories);
  const document = lakeOf(loaded);
  const { identity, gradeTag, domainTag } = lakeFacts(document);
  const lake = { ...identity, identityCenter: document.value.identityCenter };
  const { state: live, ports } = await loadLive(io, lake, { tagKeys: [gradeTag, domainTag], wanted: wantedBy(loaded.set) }, options);
  const unread = guardReading(live, lake.name);
  if (unread.length > 0) throw new Failure(unread);

  const { state: desired, diagnostics: compiling, absent } = compile(loaded.set, surroundingsOf(live), options);
  const diagnostics = [...loaded.diagnostics, ...compiling];
  if (desired === undefined || hasErrors(diagnostics)) throw new Failure([...diagnostics, ...absent], loaded.source);

  const reconciliation = await reconcile(live, desired, ports);
  const now = io.now();
  // What is open has to be closed, so where nothing changes there is none.
  const openNow = options.absent === "report" && reconciliation.changes.length > 0 ? openData(live, desired) : [];
  const plan = planOf(
    {
      tool,
      policies: loaded.directories,
      policyDigest: loaded.set.digest,
      createdAt: now.toISOString(),
      ...(reconciliation.writes.length === 0 ? {} : { writes: reconciliation.writes }),
      ...(reconciliation.reads.length === 0 ? {} : { reads: reconciliation.reads }),
      ...(reconciliation.outages.length === 0 ? {} : { outages: reconciliation.outages }),
      today: options.today ?? dayIn(document.value.timezone ?? "UTC", now),
      ...(options.absent === "report" ? { report: "drift" as const } : {}),
      ...(openNow.length === 0 ? {} : { openNow }),
      ...(absent.length === 0 ? {} : { leftOut: absent }),
      // Elsewhere a refusal ends the command, and no plan is shown as a file or saved.
      ...(options.absent !== "report" || reconciliation.refusals.length === 0 ? {} : { refusals: reconciliation.refusals }),
    },
    desired,
    reconciliation.changes,
    assess({ live, desired, removals: removalsOf(reconciliation) }),
  );
  return { loaded, live, desired, reconciliation, plan, diagnostics, ...(ports === undefined ? {} : { ports }) };
}

/** What the plan removes is a change and no finding. */
function removalsOf({ changes }: Reconciliation): ReadonlySet<string> {
  return new Set(changes.flatMap(({ action, address }) => (action === "delete" ? [address] : [])));
}

/** The calendar day of an instant in a time zone, YYYY-MM-DD. */
export function dayIn(timezone: string, instant: Date): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
  } catch {
    throw new Failure([
      report("LG5012", { message: `\`${timezone}\` is no time zone this system knows`, help: "use an IANA name such as `Asia/Seoul`" }),
    ]);
  }
}
