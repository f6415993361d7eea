/** Drift as results, so that the formats of build servers and code hosts need one renderer each. */

import { readableAddress } from "../../model/address.ts";
import { report } from "../../model/diagnostic.ts";
import type { Finding, FindingSeverity } from "../../model/finding.ts";
import type { Plan } from "../../model/plan.ts";
import { en } from "../messages/en.ts";
import { resultOf } from "./build-result.ts";
import type { BuildResult } from "./build-result.ts";
import { findingMessage, sortFindings } from "./finding-text.ts";
import { planView } from "./plan-view.ts";
import type { PlanViewOptions } from "./plan-view.ts";

/**
 * In English, whatever the reader's language: for programs. One result for each line of the plan's view, at its place in the policies where it
 * has one, and one for each finding, under the finding's own code. What makes the exit code 2 fails.
 */
export function driftResults(
  { changes, findings, leftOut = [], refusals = [] }: Plan,
  inheriting?: PlanViewOptions["inheriting"],
): readonly BuildResult[] {
  const differences = planView(changes, { full: true, messages: en, ...(inheriting === undefined ? {} : { inheriting }) }).flatMap(
    ({ title, blocks }) =>
      blocks.flatMap((block) =>
        block.lines.map(({ symbol, text, impact, range }) =>
          report("LG5016", {
            message: `${title}, ${block.title}: ${symbol} ${text}`,
            help:
              impact === "neutral" ? "`lakegrade apply` brings it in line" : `\`lakegrade apply\` brings it in line and ${impact} access`,
            range,
          }),
        ),
      ),
  );
  return [
    ...[...leftOut, ...refusals, ...differences].map((diagnostic) => ({ ...resultOf(diagnostic), fails: true })),
    ...sortFindings(findings).map(resultOfFinding),
  ];
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
  };
}
