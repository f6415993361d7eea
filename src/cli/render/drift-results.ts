/** Drift as results, so that the formats of build servers and code hosts need one renderer each. */

import { readableAddress } from "../../model/address.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Finding, FindingSeverity } from "../../model/finding.ts";
import type { Plan } from "../../model/plan.ts";
import { en } from "../messages/en.ts";
import { resultOf } from "./build-result.ts";
import type { BuildResult } from "./build-result.ts";
import { findingMessage, sortFindings } from "./finding-text.ts";
import { openText } from "./open-now.ts";
import { planView } from "./plan-view.ts";
import type { PlanViewOptions } from "./plan-view.ts";

/**
 * In English, whatever the reader's language: for programs. What is open now comes first, as errors; then one result for each line of the plan's view, at its place in the policies where it
 * has one, an error where something is open until it is done; and one for each finding, under the finding's own code. What makes the exit code 2 fails.
 */
export function driftResults(
  { changes, findings, openNow = [], leftOut = [], refusals = [] }: Plan,
  inheriting?: PlanViewOptions["inheriting"],
): readonly BuildResult[] {
  const view = { full: true, messages: en, report: "drift", ...(inheriting === undefined ? {} : { inheriting }) } as const;
  const open = openNow.map(({ origins, ...data }): BuildResult => {
    const [range] = origins;
    const help = "`lakegrade plan -o plan.json` and `lakegrade apply plan.json` close it";
    const diagnostic = report("LG5016", { message: `open now: ${openText({ ...data, origins }, view)}`, help, range });
    return {
      ...failing(diagnostic),
      level: "error",
      about: `${data.database}.${data.table}`,
      identity: `open now: ${data.columns.join(", ")}`,
    };
  });
  const differences = planView(changes, view).flatMap(({ title, blocks }) =>
    blocks.flatMap((block) =>
      block.lines.map(({ symbol, text, impact, range, closes }): BuildResult => {
        const brings = "`lakegrade apply` brings it in line";
        const help = impact === "neutral" ? brings : `${brings} and ${impact} access`;
        const result = failing(report("LG5016", { message: `${title}, ${block.title}: ${symbol} ${text}`, help, range }));
        return { ...result, about: block.title, ...(closes ? { level: "error" } : {}) };
      }),
    ),
  );
  return [...open, ...[...leftOut, ...refusals].map(failing), ...differences, ...sortFindings(findings).map(resultOfFinding)];
}

function failing(diagnostic: Diagnostic): BuildResult {
  return { ...resultOf(diagnostic), fails: true };
}

/** Informational findings, such as what the creator of a table holds, are there on a lake without any drift. */
export function isDrift({ severity, status }: Finding): boolean {
  return severity !== "informational" || status === "unknown";
}

const levels: Readonly<Record<FindingSeverity, BuildResult["level"]>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "warning",
  informational: "note",
};

function resultOfFinding(finding: Finding): BuildResult {
  const { code, severity, status, resource } = finding;
  const level = levels[severity];
  const about = readableAddress(resource);
  return {
    code,
    level: status === "unknown" && level === "note" ? "warning" : level,
    fails: isDrift(finding),
    message: findingMessage(finding, en),
    help: `${status === "unknown" ? "unknown whether it is so" : severity}, about ${about}; see docs/findings/${code}.md`,
    about,
    identity: resource,
  };
}
