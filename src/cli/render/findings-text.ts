/** Findings as text: the worst first, one line each. */

import type { Finding, FindingSeverity } from "../../model/finding.ts";
import { compareText } from "../../model/source.ts";
import type { Io, Style } from "../io.ts";
import type { Messages } from "../messages/en.ts";
import { padCells, printable } from "./terminal-text.ts";

const order: readonly FindingSeverity[] = ["critical", "high", "medium", "low", "informational"];
const styles: Readonly<Record<FindingSeverity, Style>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "dim",
  informational: "dim",
};

/** Lines without a final line break; two columns of margin. */
export function findingsText(findings: readonly Finding[], style: Io["style"], messages: Messages): string {
  return sortFindings(findings)
    .map((finding) => {
      const { code, severity, status } = finding;
      const mark = padCells(severityWord(finding, messages), 13);
      const what = printable(findingMessage(finding, messages));
      return `  ${style(status === "unknown" ? "warning" : styles[severity], mark)} ${code}  ${what}`;
    })
    .join("\n");
}

/** By severity, then code, then resource. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || compareText(a.code, b.code) || compareText(a.resource, b.resource),
  );
}

/** How bad it is, or that nobody knows. */
export function severityWord({ severity, status }: Finding, { unknown, findingSeverity }: Messages): string {
  return status === "unknown" ? unknown : findingSeverity[severity];
}

/** What was found, behind its title where the message is not in the reader's language. */
export function findingMessage(finding: Finding, { titleOf }: Messages): string {
  const title = titleOf(finding.code);
  return `${title === undefined ? "" : `${title}: `}${finding.message}${examplesOf(finding)}`;
}

/** Examples shown with a finding that somebody has to act on. */
const examplesShown = 2;

/** `: SELECT on claims.patients, …`, so that the line alone says what to look at. */
function examplesOf({ severity, evidence }: Finding): string {
  const examples = evidence["examples"];
  if (severity === "informational" || !Array.isArray(examples)) return "";
  const texts = examples.filter((example) => typeof example === "string");
  if (texts.length === 0) return "";
  return `: ${texts.slice(0, examplesShown).join("; ")}${texts.length > examplesShown ? "; …" : ""}`;
}
