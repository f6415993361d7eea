/** What a change of statements does to access, judged from the statements alone. */

import { canonicalJson } from "../canonical.ts";
import type { Impact } from "../change.ts";
import { canonicalStatement } from "./canonical-policy.ts";
import type { PolicyStatement } from "./policy-document.ts";

/**
 * Widens when an Allow comes or a Deny goes, and narrows when only the opposite happens. A statement that changes counts as one that goes and
 * one that comes; whether it says more or less than before is not compared, so in doubt it widens.
 */
export function statementsImpact(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): Impact {
  const gone = without(before, after);
  const come = without(after, before);
  if (come.some(({ effect }) => effect === "Allow") || gone.some(({ effect }) => effect === "Deny")) return "widens";
  return gone.length + come.length > 0 ? "narrows" : "neutral";
}

/** The statements that say what none of the others says; Sids say nothing. */
function without(statements: readonly PolicyStatement[], others: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const known = new Set(others.map(meaning));
  return statements.filter((statement) => !known.has(meaning(statement)));
}

function meaning(statement: PolicyStatement): string {
  const { sid: _sid, ...rest } = canonicalStatement(statement);
  return canonicalJson(rest);
}
