/** Canonical forms of policies: two documents that differ only in how they are written have one form. */

import { canonicalJson } from "../canonical.ts";
import { compareText, sortedOnce } from "../source.ts";
import { accountOf } from "./match-principal.ts";
import type { ConditionClause, NameElement, PolicyDocument, PolicyStatement, PrincipalElement } from "./policy-document.ts";

/** Plain JSON, to be compared, digested and shown, never to be written to AWS: its members are not those of a policy. */
export interface CanonicalStatement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** `type:name`, sorted. */
  readonly principal?: CanonicalNames;
  /** Lower-case, sorted. */
  readonly action: CanonicalNames;
  readonly resource?: CanonicalNames;
  /** Sorted. */
  readonly conditions: readonly ConditionClause[];
  readonly notUnderstood?: readonly string[];
}

export type CanonicalNames = { readonly only: readonly string[] } | { readonly allBut: readonly string[] };

export interface CanonicalPolicy {
  readonly version: PolicyDocument["version"];
  /** By Sid, then by content; statements are never merged. */
  readonly statements: readonly CanonicalStatement[];
}

/** The document without what has no meaning: its Id, the order of keys, lists and statements, repetitions, the case of actions and keys. */
export function canonicalPolicy(document: PolicyDocument): CanonicalPolicy {
  const keyed = document.statements.map((statement) => {
    const canonical = canonicalStatement(statement);
    return { canonical, sid: statement.sid ?? "", text: canonicalJson(canonical) };
  });
  const sorted = keyed.toSorted((a, b) => compareText(a.sid, b.sid) || compareText(a.text, b.text));
  return { version: document.version, statements: sorted.map(({ canonical }) => canonical) };
}

export function canonicalStatement(statement: PolicyStatement): CanonicalStatement {
  const { sid, effect, principal, action, resource, conditions, notUnderstood } = statement;
  const clauses = conditions
    .map(({ operator, key, values }): ConditionClause => ({ operator, key: key.toLowerCase(), values: sortedOnce(values) }))
    .map((clause) => ({ clause, text: canonicalJson(clause) }))
    .toSorted((a, b) => compareText(a.text, b.text));
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    ...(principal === undefined ? {} : { principal: canonicalPrincipal(principal) }),
    action: canonicalNames(action, (name) => name.toLowerCase()),
    ...(resource === undefined ? {} : { resource: canonicalNames(resource, (name) => name) }),
    conditions: clauses.map(({ clause }) => clause),
    ...(notUnderstood === undefined ? {} : { notUnderstood: sortedOnce(notUnderstood) }),
  };
}

/** What a statement says, whatever it is called: the same text for two that differ only in form and Sid. */
export function meaningOf(statement: PolicyStatement): string {
  const { sid: _sid, ...rest } = canonicalStatement(statement);
  return canonicalJson(rest);
}

function canonicalNames({ negated, names }: NameElement, form: (name: string) => string): CanonicalNames {
  const sorted = sortedOnce(names.map(form));
  return negated ? { allBut: sorted } : { only: sorted };
}

/** An account is its twelve digits, however it is written: AWS returns the ARN of its root for either. */
function canonicalPrincipal({ negated, byType }: PrincipalElement): CanonicalNames {
  const names = Object.entries(byType).flatMap(([type, listed]) =>
    listed.map((name) => `${type}:${(type === "AWS" ? accountOf(name) : undefined) ?? name}`),
  );
  return canonicalNames({ negated, names }, (name) => name);
}
