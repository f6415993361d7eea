/** What a change of statements does to access, judged from the statements alone. */

import { canonicalJson } from "../canonical.ts";
import type { Impact } from "../change.ts";
import { canonicalStatement, meaningOf } from "./canonical-policy.ts";
import type { CanonicalNames, CanonicalStatement } from "./canonical-policy.ts";
import type { ConditionClause, PolicyStatement } from "./policy-document.ts";

/**
 * Widens when an Allow comes or a Deny goes, and narrows when only the opposite happens. A statement that changes counts as one that goes and
 * one that comes. A Deny that goes, or comes, changes nothing where another certainly denies as much: it names the same and more, or spares the
 * same and fewer. Wildcards are not compared, so in doubt it widens.
 */
export function statementsImpact(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): Impact {
  const { opens, closes } = statementsEffects(before, after);
  return opens.length > 0 ? "widens" : closes.length > 0 ? "narrows" : "neutral";
}

export interface StatementsEffects {
  /** Each Allow that comes, and each Deny that goes. */
  readonly opens: readonly PolicyStatement[];
  /** Each Allow that goes, and each Deny that comes. */
  readonly closes: readonly PolicyStatement[];
}

/** What of a change widens and what of it narrows, by the same rules. */
export function statementsEffects(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): StatementsEffects {
  const gone = without(before, after);
  const come = without(after, before);
  return {
    opens: [...come.filter(isAllow), ...gone.filter((statement) => deniesMore(statement, after))],
    closes: [...gone.filter(isAllow), ...come.filter((statement) => deniesMore(statement, before))],
  };
}

function isAllow({ effect }: PolicyStatement): boolean {
  return effect === "Allow";
}

/** Is this a Deny of which no other certainly denies as much? */
function deniesMore(statement: PolicyStatement, others: readonly PolicyStatement[]): boolean {
  if (isAllow(statement)) return false;
  const denied = canonicalStatement(statement);
  return !others.some((other) => !isAllow(other) && deniesAsMuch(canonicalStatement(other), denied));
}

/** What is not understood is compared with nothing. */
function deniesAsMuch(now: CanonicalStatement, before: CanonicalStatement): boolean {
  if (now.notUnderstood !== undefined || before.notUnderstood !== undefined) return false;
  return (
    canonicalJson(now.principal ?? null) === canonicalJson(before.principal ?? null) &&
    namesAsMuch(now.action, before.action) &&
    (now.resource === undefined || before.resource === undefined
      ? now.resource === before.resource
      : namesAsMuch(now.resource, before.resource)) &&
    now.conditions.every((clause) => before.conditions.some((was) => holdsAsOften(clause, was)))
  );
}

function namesAsMuch(now: CanonicalNames, before: CanonicalNames): boolean {
  if ("only" in now) return "only" in before && isSubset(before.only, now.only);
  return "allBut" in before && isSubset(now.allBut, before.allBut);
}

/** By these a clause holds for all but its values, whether the request has the key or not: with fewer values it holds at least as often. */
const exempting = /^(Arn|String)Not(Like|Equals)$/i;

/** The same clause, or an exemption of fewer. */
function holdsAsOften(now: ConditionClause, was: ConditionClause): boolean {
  if (now.operator !== was.operator || now.key !== was.key || now.values.length === 0) return false;
  return isSubset(now.values, was.values) && (exempting.test(now.operator) || isSubset(was.values, now.values));
}

function isSubset(names: readonly string[], of: readonly string[]): boolean {
  return names.every((name) => of.includes(name));
}

/** The statements that say what none of the others says; Sids say nothing. */
function without(statements: readonly PolicyStatement[], others: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const known = new Set(others.map(meaningOf));
  return statements.filter((statement) => !known.has(meaningOf(statement)));
}
