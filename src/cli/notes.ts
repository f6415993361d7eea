/** Warnings and refusals on standard error. */

import { hasErrors } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { renderDiagnostics } from "./render/diagnostics.ts";
import type { SourceLookup } from "./render/diagnostics.ts";

/** Shows warnings; they never change a result. */
export function noteWarnings(io: Io, diagnostics: readonly Diagnostic[], source: SourceLookup, quiet: boolean): void {
  if (quiet || diagnostics.length === 0) return;
  io.err(`${renderDiagnostics(diagnostics, { source, style: io.errStyle, messages: io.messages })}\n\n`);
}

/** Ends the command when there is any error among these. */
export function refuse(diagnostics: readonly Diagnostic[], source?: SourceLookup): void {
  if (hasErrors(diagnostics)) throw new Failure(diagnostics, source);
}
