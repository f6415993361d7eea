/** Planning against the account, as the command does it, with each part timed. */

import type { Ports } from "../src/aws/ports.ts";
import { assess } from "../src/audit/assess.ts";
import { compile } from "../src/compiler/compile.ts";
import { lakeFacts } from "../src/compiler/lake-facts.ts";
import { parsePolicies } from "../src/compiler/parse.ts";
import type { PolicyFile } from "../src/compiler/policy.ts";
import { wantedBy } from "../src/compiler/wanted.ts";
import { hasErrors } from "../src/model/diagnostic.ts";
import type { Diagnostic } from "../src/model/diagnostic.ts";
import type { Plan } from "../src/model/plan.ts";
import type { DesiredState, LiveState } from "../src/model/state.ts";
import { guardReading } from "../src/reconciler/guard/guard.ts";
import { formatPlan } from "../src/reconciler/plan-file.ts";
import { planOf, reconcile } from "../src/reconciler/plan.ts";
import { readLive } from "../src/reconciler/read/read.ts";
import { timed } from "./measure.ts";
import type { Measure } from "./measure.ts";

/** The time the benchmark takes place in: nothing measured depends on it. */
export const readAt = "2026-01-01T00:00:00.000Z";

export interface TimedPlanning {
  readonly live: LiveState;
  readonly desired: DesiredState;
  readonly plan: Plan;
  readonly measures: readonly Measure[];
}

/** Parses, reads, compiles, reconciles, assesses and makes the plan. Throws when any of it does not come out whole. */
export async function planTimed(ports: Ports, files: readonly PolicyFile[], label: string): Promise<TimedPlanning> {
  const parsing = await timed(() => parsePolicies(files));
  const { set, diagnostics } = parsing.result;
  requireSound("parsing", diagnostics);
  if (set.lake === undefined) throw new Error("the policies have no Lake");
  const { identity, gradeTag, domainTag } = lakeFacts(set.lake);

  const reading = await timed(async () => {
    const { Account: account = "", Arn: caller = "" } = await ports.sts.getCallerIdentity({});
    return readLive(ports, { account, region: identity.region, caller, tagKeys: [gradeTag, domainTag], wanted: wantedBy(set), readAt });
  });
  const live = reading.result;
  requireSound("reading", guardReading(live));

  const compiling = await timed(() => compile(set, { catalog: live.catalog, roles: live.roles }));
  const { state: desired, diagnostics: compiled } = compiling.result;
  requireSound("compiling", compiled);
  if (desired === undefined) throw new Error("no desired state");

  const reconciling = await timed(() => reconcile(live, desired, ports));
  requireSound("reconciling", reconciling.result.refusals);
  const assessing = await timed(() => assess({ live, desired }));
  const header = {
    tool: { name: "lakegrade", version: "0.0.0" },
    policies: ["policies"],
    policyDigest: set.digest,
    createdAt: readAt,
    today: "2026-01-01",
  };
  const making = await timed(() => planOf(header, desired, reconciling.result.changes, assessing.result));

  // Not part of planning: what `-o` adds to it.
  const saving = await timed(() => formatPlan(making.result).length);

  const parts = {
    "parse policies": parsing,
    "read account": reading,
    compile: compiling,
    reconcile: reconciling,
    assess: assessing,
    "make plan": making,
  };
  const rows = Object.entries(parts).map(([what, { seconds, busy }]): Measure => ({
    what: `${label}: ${what}`,
    value: seconds,
    unit: "s",
    busy,
  }));
  const total = (member: "seconds" | "busy"): number => Object.values(parts).reduce((sum, part) => sum + part[member], 0);
  return {
    live,
    desired,
    plan: making.result,
    measures: [
      ...rows,
      { what: `${label}: in all`, value: total("seconds"), unit: "s", busy: total("busy"), limit: 10 },
      { what: `${label}: digest and write it`, value: saving.seconds, unit: "s", busy: saving.busy },
      { what: `${label}: changes`, value: making.result.changes.length, unit: "changes" },
    ],
  };
}

function requireSound(what: string, diagnostics: readonly Diagnostic[]): void {
  if (!hasErrors(diagnostics)) return;
  const messages = diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`);
  throw new Error(`${what}: ${messages.slice(0, 5).join("; ")}`);
}
