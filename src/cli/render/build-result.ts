/** What code hosts and build servers are told, one result for each diagnostic, difference or finding. */

import type { Diagnostic } from "../../model/diagnostic.ts";
import { diagnosticCodes } from "../../model/diagnostic-codes.ts";

export interface BuildResult extends Pick<Diagnostic, "message" | "help" | "range" | "related"> {
  /** `LG…` or `LGF…`. */
  readonly code: string;
  /** What the code stands for, where that is known. */
  readonly title?: string;
  /** As SARIF calls it. */
  readonly level: "error" | "warning" | "note";
  /** Does the command's exit code tell of it? */
  readonly fails: boolean;
  /** Address or name of what it is about, where that is no place in a file. */
  readonly about?: string;
  /** What it says as long as it is the same result, where that is less than the message. */
  readonly identity?: string;
}

/** Of a command that fails by its errors alone. */
export function resultOf({ code, severity, message, help, notes = [], range, related }: Diagnostic): BuildResult {
  return {
    code,
    title: diagnosticCodes[code].title,
    level: severity,
    fails: severity === "error",
    message: notes.length === 0 ? message : `${message}: ${notes.join("; ")}`,
    ...(help === undefined ? {} : { help }),
    ...(range === undefined ? {} : { range }),
    ...(related === undefined ? {} : { related }),
  };
}
