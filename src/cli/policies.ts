/** From policy directories to a policy set, with the sources at hand for showing problems. */

import type { PolicySet } from "../compiler/policy.ts";
import { parsePolicies } from "../compiler/parse.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";
import { defaultPolicyDirectories, readPolicyFiles } from "./policy-files.ts";
import { sourcesOf } from "./render/diagnostics.ts";
import type { SourceLookup } from "./render/diagnostics.ts";

export interface LoadedPolicies {
  /** As given, or the default. */
  readonly directories: readonly string[];
  readonly set: PolicySet;
  /** Reading, parsing and shape: all problems so far. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: SourceLookup;
  readonly files: number;
}

/** Reads and parses; problems are in the result. */
export async function loadPolicies(directories: readonly string[]): Promise<LoadedPolicies> {
  const roots = directories.length === 0 ? [...defaultPolicyDirectories] : directories;
  const { files, diagnostics: reading } = await readPolicyFiles(roots);
  const { set, diagnostics: parsing } = parsePolicies(files);
  return { directories: roots, set, diagnostics: [...reading, ...parsing], source: sourcesOf(files), files: files.length };
}

/** The lake the policies name. Fails with everything known to be wrong when there is none. */
export function lakeOf({ set, diagnostics, source }: LoadedPolicies): NonNullable<PolicySet["lake"]> {
  if (set.lake === undefined || hasErrors(diagnostics)) throw new Failure(diagnostics, source);
  return set.lake;
}
