/** Checks that every rule decides over a column: a misspelt rule would leave what it names at a looser grade. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { idleRules } from "../idle-rules.ts";
import type { IdleRule } from "../idle-rules.ts";
import type { Resolved } from "../resolved.ts";
import { exactName } from "../selector.ts";
import { suggestSelector } from "./rule-suggestion.ts";

/** Rules that get a suggestion; looking for the nearest name is slow, and nobody mends more at a time. */
const suggestionLimit = 30;

export function* checkUnmatchedRules(resolved: Resolved): Generator<Diagnostic> {
  let suggestions = 0;
  for (const idle of idleRules(resolved)) {
    let help: string | undefined;
    if (idle.why === "excepted") help = "narrow `except`, or remove the rule";
    else if (idle.why === "unmanaged") help = "no database of this classification is managed: none has a `default`";
    else if (idle.why !== "no-database" && suggestions < suggestionLimit) {
      suggestions += 1;
      help = suggestSelector(idle.rule.match, idle.tables);
    }
    yield unmatchedRule(idle, help);
  }
}

function unmatchedRule(idle: IdleRule, help: string | undefined): Diagnostic {
  const { rule, range } = idle.rule;
  const message =
    idle.why === "excepted"
      ? `the exceptions of rule \`${rule.match}\` take every column out of it`
      : `rule \`${rule.match}\` matches no column of a managed database${missingTable(idle)}`;
  if (rule.optional === true) return report("LG3013", { message, range });
  return report("LG3012", {
    message,
    help: help ?? "correct the names or remove the rule; `optional: true` lets it wait for a column to come",
    range,
  });
}

function missingTable({ rule, why, classification: { exact, database } }: IdleRule): string {
  if (why !== "no-table") return "";
  const place = exact === undefined ? `any database that \`${database.text}\` matches` : `\`${exact}\``;
  const { table } = rule.match;
  return exactName(table) === undefined ? `: no table in ${place} matches \`${table.text}\`` : `: no table \`${table.text}\` in ${place}`;
}
