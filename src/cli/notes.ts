/** Warnings and refusals on standard error. */

import { hasErrors } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { renderDiagnostics } from "./render/diagnostics.ts";
import type { SourceLookup } from "./render/diagnostics.ts";

/** Shows warnings, which never change a result, and errors; these even where quiet is asked for. */
export function noteWarnings(io: Io, diagnostics: readonly Diagnostic[], source: SourceLookup, quiet: boolean): void {
  const shown = quiet ? diagnostics.filter(isError) : diagnostics;
  if (shown.length === 0) return;
  io.err(`${renderDiagnostics(shown, { source, style: io.errStyle, messages: io.messages })}\n\n`);
}

/** What text tells of the problems that end a command: where quiet is asked for, the errors. What ends it is told, whatever it is. */
export function toldOf(diagnostics: readonly Diagnostic[], quiet: boolean): readonly Diagnostic[] {
  return quiet && hasErrors(diagnostics) ? diagnostics.filter(isError) : diagnostics;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Ends the command when there is any error among these. */
export function refuse(diagnostics: readonly Diagnostic[], source?: SourceLookup): void {
  if (hasErrors(diagnostics)) throw new Failure(diagnostics, source);
}
