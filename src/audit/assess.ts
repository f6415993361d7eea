/** The assessment of an estate: every control's findings, in one order. */

import type { Finding, FindingSeverity } from "../model/finding.ts";
import { compareText } from "../model/source.ts";
import { findingOf } from "./control.ts";
import type { Control, Estate } from "./control.ts";
import { registry } from "./registry.ts";

/** Pure and deterministic: sorted by severity, code and resource, whatever order the states are in. */
export function assess(estate: Estate): readonly Finding[] {
  return registry.flatMap((control) => [...undecided(control, estate), ...judge(control, estate)]).toSorted(compareFindings);
}

function judge(control: Control, estate: Estate): readonly Finding[] {
  return control.evaluate(estate).map((observation) => findingOf(control, observation));
}

/** A control that sees a part of the estate says so, one finding for each kind it misses: silence would be taken for a pass. */
function undecided(control: Control, { live }: Estate): readonly Finding[] {
  return control.reads.flatMap((kind) => {
    const missing = live.unread.filter((entry) => entry.kind === kind).map(({ what }) => what);
    if (missing.length === 0) return [];
    const whats = [...new Set(missing)].toSorted(compareText);
    const message = `${control.title}: not decided, because ${whats.join(", ")} could not be read`;
    return [findingOf(control, { status: "unknown", resource: kind, message, evidence: { unread: whats } })];
  });
}

const rank: Readonly<Record<FindingSeverity, number>> = { critical: 0, high: 1, medium: 2, low: 3, informational: 4 };

function compareFindings(a: Finding, b: Finding): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compareText(a.code, b.code) ||
    compareText(a.resource, b.resource) ||
    compareText(a.status, b.status) ||
    compareText(a.message, b.message)
  );
}
