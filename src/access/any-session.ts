/** Policies as they are known to hold for whoever calls as a role: what tells one session of it from another is not understood. */

import type { ConditionClause, PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import type { Caller } from "./simulate-write.ts";

/**
 * Of a caller its role is known, not the name of its session; of a user not even the unique id. A statement that names sessions, or asks for
 * `aws:userid` beyond the role's part of it, is marked. Source: IAM User Guide, reference_policies_variables, principal key values.
 */
export function forAnySession(document: PolicyDocument, { principal: { id } }: Pick<Caller, "principal">): PolicyDocument {
  const isIdKnown = id !== undefined;
  if (!document.statements.some((statement) => asksForMore(statement, isIdKnown))) return document;
  return { ...document, statements: document.statements.map((statement) => marked(statement, isIdKnown)) };
}

function asksForMore({ principal, conditions }: PolicyStatement, isIdKnown: boolean): boolean {
  return namesSessions(principal) || conditions.some((clause) => asksWho(clause, isIdKnown));
}

function namesSessions(principal: PolicyStatement["principal"]): boolean {
  return (principal?.byType.AWS ?? []).some((name) => name.includes(":assumed-role/"));
}

/** Only a beginning without the colon, and the role's part with `:*`, are the same for every session; any other wildcard may reach the session's name. */
function asksWho({ key, values }: ConditionClause, isIdKnown: boolean): boolean {
  if (key.toLowerCase() !== "aws:userid") return false;
  return !isIdKnown || !values.every((value) => /^(?:[^:*?]*\*?|[^:*]*:\*)$/.test(value));
}

function marked(statement: PolicyStatement, isIdKnown: boolean): PolicyStatement {
  if (!asksForMore(statement, isIdKnown)) return statement;
  const { principal, conditions, notUnderstood = [] } = statement;
  return {
    ...statement,
    ...(namesSessions(principal) ? { principal: { negated: false, byType: { AWS: ["*"] } } } : {}),
    conditions: conditions.filter((clause) => !asksWho(clause, isIdKnown)),
    notUnderstood: [...notUnderstood, "which session of a role calls"],
  };
}
