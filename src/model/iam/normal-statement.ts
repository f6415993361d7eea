/** Statements in the one form in which they are compared and written: lists sorted, repetitions gone, names as AWS spells them. */

import { canonicalJson, digest } from "../canonical.ts";
import { compareText, sortedOnce } from "../source.ts";
import { canonicalStatement } from "./canonical-policy.ts";
import type { ConditionClause, NameElement, PolicyStatement, PrincipalElement } from "./policy-document.ts";

/**
 * The statements by Sid, each with sorted lists. Unlike the canonical form, which is only for comparing, this one can be written: actions and
 * keys keep their case. Idempotent.
 */
export function normalStatements(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  return statements
    .map((statement) => normalStatement(statement))
    .map((statement) => ({ statement, text: canonicalJson(statement) }))
    .toSorted((a, b) => compareText(a.statement.sid ?? "", b.statement.sid ?? "") || compareText(a.text, b.text))
    .map(({ statement }) => statement);
}

function normalStatement({ principal, action, resource, conditions, ...rest }: PolicyStatement): PolicyStatement {
  return {
    ...rest,
    ...(principal === undefined ? {} : { principal: normalPrincipal(principal) }),
    action: normalNames(action),
    ...(resource === undefined ? {} : { resource: normalNames(resource) }),
    conditions: conditions
      .map((clause): ConditionClause => ({ ...clause, values: sortedOnce(clause.values) }))
      .toSorted((a, b) => compareText(a.operator, b.operator) || compareText(a.key, b.key)),
  };
}

function normalNames({ negated, names }: NameElement): NameElement {
  return { negated, names: sortedOnce(names) };
}

function normalPrincipal({ negated, byType }: PrincipalElement): PrincipalElement {
  const entries = Object.entries(byType).map(([type, names]) => [type, sortedOnce(names)] as const);
  return { negated, byType: Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b))) };
}

/** Digest of what statements mean, in whatever order and form they are written; empty for none. */
export function statementsDigest(statements: readonly PolicyStatement[]): string {
  if (statements.length === 0) return "";
  return digest(statements.map((statement) => canonicalJson(canonicalStatement(statement))).toSorted(compareText));
}
