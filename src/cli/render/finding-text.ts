/** One finding in words, and which of several comes first. */

import type { Finding, FindingSeverity } from "../../model/finding.ts";
import { compareText } from "../../model/source.ts";
import type { Messages } from "../messages/en.ts";

const order: readonly FindingSeverity[] = ["critical", "high", "medium", "low", "informational"];

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
