/** The compiler behind parsing: from a policy set, a catalog and perhaps roles to the desired state, or to what is wrong. */

import { hasErrors, sortDiagnostics } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareText, formatRange } from "../model/source.ts";
import type { DesiredState } from "../model/state.ts";
import { check } from "./check.ts";
import { idleRules, isForWantOf } from "./idle-rules.ts";
import { lower } from "./lower.ts";
import type { PolicySet } from "./policy.ts";
import type { Resolved, ResolvedBucket } from "./resolved.ts";
import { resolve } from "./resolve.ts";
import type { Surroundings } from "./resolve.ts";

export interface Compilation {
  /** Absent when there is any error, and when no catalog was given. */
  readonly state: DesiredState | undefined;
  /** With `absent: "report"`, errors that did not stand in the way: about what is not there and was left out. */
  readonly absent: readonly Diagnostic[];
  /** By place. Parse and schema diagnostics are not among them, nor is a missing Lake: parsing has reported those. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileOptions {
  /**
   * What a principal, database, table or column that does not exist is, and a bucket that does not exist or whose key cannot be used: an error that
   * leaves no state, or, for looking at an account, left out of the state as if it were optional. Nothing may be applied from such a state. Default: `error`.
   */
  readonly absent?: "error" | "report";
}

/** A principal, a database, a bucket and its key that are not there, and a key that is not enabled. */
const absences: ReadonlySet<string> = new Set(["LG3006", "LG3020", "LG3034", "LG3035", "LG4025"]);

/**
 * Pure and deterministic. Without a catalog only the checks that need none run; without roles principals stay symbolic
 * (`permission-set/X`, `role/Y`), with them every role and permission set of the account must exist.
 */
export function compile(policies: PolicySet, surroundings: Surroundings, { absent: absence }: CompileOptions = {}): Compilation {
  const { resolved, diagnostics: unresolved } = resolve(policies, surroundings);
  const found = [...unresolved, ...check(resolved)].toSorted((a, b) => compareText(a.message, b.message));
  const sorted = sortDiagnostics(found);
  const isAbsent = absence === "report" ? absenceIn(resolved) : () => false;
  const absent = sorted.filter(isAbsent);
  const diagnostics = sorted.filter((diagnostic) => !isAbsent(diagnostic));
  const { lake, governed } = resolved;
  if (lake === undefined || governed === undefined || hasErrors(diagnostics)) return { state: undefined, absent, diagnostics };
  const buckets = withoutAbsent(resolved.buckets, absent);
  return { state: lower({ ...resolved, lake, governed, buckets }), absent, diagnostics };
}

/**
 * Tells what is about something that is not there. Of rules without a column those whose tables or columns the catalog lacks: such a rule
 * grades nothing else either, so that what is left is the same with and without it. One that only its exceptions empty stays an error.
 */
function absenceIn(resolved: Resolved): (diagnostic: Diagnostic) => boolean {
  const rules = new Set(idleRules(resolved).flatMap((idle) => (isForWantOf(idle) ? [formatRange(idle.rule.range)] : [])));
  return ({ code, range }) => absences.has(code) || (code === "LG3012" && range !== undefined && rules.has(formatRange(range)));
}

/** The buckets, with those left out whose name or key one of these is about. */
function withoutAbsent(buckets: readonly ResolvedBucket[], absent: readonly Diagnostic[]): readonly ResolvedBucket[] {
  const places = new Set(absent.flatMap(({ range }) => (range === undefined ? [] : [formatRange(range)])));
  return buckets.map((bucket) => {
    const isAbsent = ["name", "key"].some((member) => places.has(formatRange(bucket.document.at([member]))));
    return isAbsent ? { ...bucket, leftOut: true } : bucket;
  });
}
