/** Checks that every rule decides over a column: a misspelt rule would leave what it names at a looser grade. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";
import type { GradeRule, ReadClassification } from "../rules.ts";
import { patternMatches } from "../selector.ts";
import { suggestSelector } from "./rule-suggestion.ts";

/** Rules that get a suggestion; looking for the nearest name is slow, and nobody mends more at a time. */
const suggestionLimit = 30;

export function* checkUnmatchedRules({ governed, classifications }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  const { classified, catalog } = governed;
  const { usage, databases, linkedDatabases } = classified;
  const names = catalog.databases.map(({ name }) => name.toLowerCase());
  let suggestions = 0;
  for (const classification of classifications) {
    const unmatched = classification.rules.filter(({ id }) => usage.effective[id] !== 1);
    if (unmatched.length === 0 || isReportedAlready(classification, names, linkedDatabases, databases)) continue;
    const matching = [...databases.values()].filter(({ name }) => patternMatches(classification.database, name));
    const tables = matching.flatMap((database) => [...database.tables.values()]);
    for (const rule of unmatched) {
      const excepted = usage.selected[rule.id] === 1;
      let help: string | undefined;
      if (excepted) help = "narrow `except`, or remove the rule";
      else if (matching.length === 0) help = "no database of this classification is managed: none has a `default`";
      else if (suggestions < suggestionLimit) {
        suggestions += 1;
        help = suggestSelector(rule.match, tables);
      }
      yield unmatchedRule(rule, excepted, help);
    }
  }
}

/** A Classification without any database, or over resource links only, is one problem, not one for each rule. */
function isReportedAlready(
  { exact, database }: ReadClassification,
  names: readonly string[],
  linked: ReadonlyMap<string, unknown>,
  managed: ReadonlyMap<string, unknown>,
): boolean {
  const isMatch = (name: string): boolean => patternMatches(database, name);
  if (exact !== undefined && !names.some(isMatch)) return true;
  return [...linked.keys()].some(isMatch) && ![...managed.keys()].some(isMatch);
}

function unmatchedRule({ rule, range }: GradeRule, excepted: boolean, help: string | undefined): Diagnostic {
  const message = excepted
    ? `the exceptions of rule \`${rule.match}\` take every column out of it`
    : `rule \`${rule.match}\` matches no column of a managed database`;
  if (rule.optional === true) return report("LG3013", { message, range });
  return report("LG3012", {
    message,
    help: help ?? "correct the names or remove the rule; `optional: true` lets it wait for a column to come",
    range,
  });
}
