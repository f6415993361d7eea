/** A problem with policies, a command or a plan file; findings about the estate are in `finding.ts`. */

import { diagnosticCodes } from "./diagnostic-codes.ts";
import type { DiagnosticCode } from "./diagnostic-codes.ts";
import { compareRanges, compareText } from "./source.ts";
import type { Range } from "./source.ts";

export type Severity = "error" | "warning";

/** A second place that explains the first, for example the other of two duplicates. */
export interface Related {
  readonly message: string;
  readonly range: Range;
}

/**
 * One problem. `message` is lower-case prose with user input in backticks and no final period; `label` is the short
 * text under the caret; `help` says what to do, or "did you mean".
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly label?: string;
  readonly help?: string;
  /** Each a line of its own under the message: the parts of what it sums up. */
  readonly notes?: readonly string[];
  readonly range?: Range;
  readonly related?: readonly Related[];
}

/** Everything of a diagnostic that its code does not already fix. */
export type DiagnosticDetails = Pick<Diagnostic, "message"> &
  Partial<Pick<Diagnostic, "label" | "help" | "notes" | "related">> & {
    readonly range?: Range | undefined;
  };

/** The only constructor of diagnostics: severity comes from the code, so one code never has two severities. */
export function report(code: DiagnosticCode, details: DiagnosticDetails): Diagnostic {
  const { range, ...rest } = details;
  return { code, severity: diagnosticCodes[code].severity, ...rest, ...(range === undefined ? {} : { range }) };
}

/** True when any of them is an error; warnings alone never fail a command. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** By place, then by code: the order in which a reader meets the problems. Those without a place come first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    if (a.range === undefined || b.range === undefined) {
      return Number(a.range !== undefined) - Number(b.range !== undefined) || compareText(a.code, b.code);
    }
    return compareRanges(a.range, b.range) || compareText(a.code, b.code);
  });
}
