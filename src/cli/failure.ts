/** An expected end of a command: problems that are told as diagnostics, and exit code 1. */

import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceLookup } from "./render/diagnostics.ts";

/** Thrown inside commands to end them; never shown as a stack. */
export class Failure extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly source: SourceLookup;

  constructor(diagnostics: readonly Diagnostic[], source: SourceLookup = () => undefined) {
    super(diagnostics.map(({ message }) => message).join("; "));
    this.name = "Failure";
    this.diagnostics = diagnostics;
    this.source = source;
  }
}
