/** Findings as text: the worst first, one line each. */

import type { Finding, FindingSeverity } from "../../model/finding.ts";
import { compareText } from "../../model/source.ts";
import type { Io, Style } from "../io.ts";
import { printable } from "./terminal-text.ts";

const order: readonly FindingSeverity[] = ["critical", "high", "medium", "low", "informational"];
const styles: Readonly<Record<FindingSeverity, Style>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "dim",
  informational: "dim",
};

/** Lines without a final line break; two columns of margin. */
export function findingsText(findings: readonly Finding[], style: Io["style"]): string {
  return sortFindings(findings)
    .map(({ code, severity, status, message }) => {
      const mark = status === "unknown" ? "unknown" : severity;
      return `  ${style(status === "unknown" ? "warning" : styles[severity], mark.padEnd(13))} ${code}  ${printable(message)}`;
    })
    .join("\n");
}

/** By severity, then code, then resource. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || compareText(a.code, b.code) || compareText(a.resource, b.resource),
  );
}
