/** All checks of resolved policies, one file a check. */

import type { Diagnostic } from "../model/diagnostic.ts";
import type { Resolved } from "./resolved.ts";

/** Looks at resolved policies and says what is wrong; a check that needs the catalog yields nothing without one. */
export type Check = (resolved: Resolved) => Iterable<Diagnostic>;

const checks: readonly Check[] = [];

export function check(resolved: Resolved): readonly Diagnostic[] {
  return checks.flatMap((one) => [...one(resolved)]);
}
