/** The compiler behind parsing: from a policy set, a catalog and perhaps roles to the desired state, or to what is wrong. */

import { hasErrors, sortDiagnostics } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareText } from "../model/source.ts";
import type { DesiredState } from "../model/state.ts";
import { check } from "./check.ts";
import { lower } from "./lower.ts";
import type { PolicySet } from "./policy.ts";
import { resolve } from "./resolve.ts";
import type { Surroundings } from "./resolve.ts";

export interface Compilation {
  /** Absent when there is any error, and when no catalog was given. */
  readonly state: DesiredState | undefined;
  /** By place. Parse and schema diagnostics are not among them, nor is a missing Lake: parsing has reported those. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Pure and deterministic. Without a catalog only the checks that need none run; without roles principals stay symbolic
 * (`permission-set/X`, `role/Y`), with them every role and permission set of the account must exist.
 */
export function compile(policies: PolicySet, surroundings: Surroundings): Compilation {
  const { resolved, diagnostics: unresolved } = resolve(policies, surroundings);
  const found = [...unresolved, ...check(resolved)].toSorted((a, b) => compareText(a.message, b.message));
  const diagnostics = sortDiagnostics(found);
  const { lake, governed } = resolved;
  if (lake === undefined || governed === undefined || hasErrors(diagnostics)) return { state: undefined, diagnostics };
  return { state: lower({ ...resolved, lake, governed }), diagnostics };
}
