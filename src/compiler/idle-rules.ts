/** Rules that decide over no column, and why: what they name is not in the catalog, or the policies themselves keep them from it. */

import type { ClassifiedTable } from "./classify.ts";
import type { Resolved } from "./resolved.ts";
import type { GradeRule, ReadClassification } from "./rules.ts";
import { patternMatches } from "./selector.ts";

/**
 * `excepted`: its exceptions take out all it selects. `unmanaged`: what its Classification matches has no `default`. The others name
 * something that the catalog does not have: `no-database` is a database that would be managed, `no-table` and `no-column` are in one that is.
 */
export type Idleness = "excepted" | "unmanaged" | "no-database" | "no-table" | "no-column";

export interface IdleRule {
  readonly rule: GradeRule;
  readonly classification: ReadClassification;
  readonly why: Idleness;
  /** The tables among which the rule looks for its columns. */
  readonly tables: readonly ClassifiedTable[];
}

/** What is idle for want of something in the catalog: the policies may be right, and the account lacks it. */
export function isForWantOf({ why }: IdleRule): boolean {
  return why !== "excepted" && why !== "unmanaged";
}

/** In the order of the policies. Nothing without a catalog. */
export function idleRules({ governed, classifications }: Pick<Resolved, "governed" | "classifications">): readonly IdleRule[] {
  if (governed === undefined) return [];
  const { catalog, classified } = governed;
  const { usage, databases, linkedDatabases } = classified;
  const names = new Set(catalog.databases.map(({ name }) => name.toLowerCase()));
  const missing = classifications.flatMap(({ exact, document }) =>
    exact === undefined || names.has(exact) || document.value.default === undefined ? [] : [exact],
  );
  return classifications.flatMap((classification) => {
    const idle = classification.rules.filter(({ id }) => usage.effective[id] !== 1);
    if (idle.length === 0 || isReportedAlready(classification, names, linkedDatabases, databases)) return [];
    const isMatch = (name: string): boolean => patternMatches(classification.database, name);
    const matching = [...databases.values()].filter(({ name }) => isMatch(name));
    const tables = matching.flatMap((database) => [...database.tables.values()]);
    const without: Idleness = missing.some(isMatch) ? "no-database" : "unmanaged";
    return idle.map((rule): IdleRule => {
      const isTable = tables.some(({ name }) => patternMatches(rule.match.table, name));
      const absent = matching.length === 0 ? without : isTable ? "no-column" : "no-table";
      return { rule, classification, tables, why: usage.selected[rule.id] === 1 ? "excepted" : absent };
    });
  });
}

/** A Classification without any database, or over resource links only, is one problem, not one for each rule. */
function isReportedAlready(
  { exact, database }: ReadClassification,
  names: ReadonlySet<string>,
  linked: ReadonlyMap<string, unknown>,
  managed: ReadonlyMap<string, unknown>,
): boolean {
  const isMatch = (name: string): boolean => patternMatches(database, name);
  if (exact !== undefined && !names.has(exact)) return true;
  return [...linked.keys()].some(isMatch) && ![...managed.keys()].some(isMatch);
}
