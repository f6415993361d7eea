/** What policies say of sessions, seen from one role: names of other roles' sessions mean nothing to it, and of its own the names are not known. */

import type { ConditionClause, PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";

/** The beginning of the ARNs of a role's sessions, which do not show its path. Undefined for what is no role. */
export function sessionsOfRole(arn: string): string | undefined {
  const [, partition = "", account = "", name = ""] = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === "" ? undefined : `arn:${partition}:sts::${account}:assumed-role/${name}/`;
}

/** The beginning of a session's ARN that it has in common with the other sessions of its role. */
export function sessionsNamed(name: string): string | undefined {
  return /^arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+\//.exec(name)?.[0];
}

export function isSessionOf(name: string, { kind, arn }: RequestPrincipal): boolean {
  const sessions = sessionsNamed(name);
  return sessions !== undefined && sessions === (kind === "role" ? sessionsOfRole(arn) : sessionsNamed(arn));
}

/**
 * Of a value for `aws:userid`, which ids it may be about as far as its beginning tells: `AROA…:*` for a session of one role, `*` for any.
 * INVARIANT: it matches whatever the value matches.
 */
export function idsNamed(value: string): string {
  const [fixed = ""] = /^[^*?$:]*/.exec(value) ?? [];
  if (fixed === value) return value;
  return value[fixed.length] === ":" ? `${fixed}:*` : `${fixed}*`;
}

const userId = /^aws:userid$/i;
const userIdVariable = /\$\{\s*aws:userid\s*[,}]/i;

/** The same document where nothing in it is about sessions. INVARIANT: for every session of the role it decides as before, or is open. */
export function forRole(document: PolicyDocument, principal: RequestPrincipal): PolicyDocument {
  const statements = document.statements.map((statement) => seen(statement, principal, document.version));
  return statements.every((statement, index) => statement === document.statements[index]) ? document : { ...document, statements };
}

function seen(statement: PolicyStatement, principal: RequestPrincipal, version: PolicyDocument["version"]): PolicyStatement {
  return openVariables(withOwnIds(withOwnSessions(statement, principal), principal), version);
}

function withOwnSessions(statement: PolicyStatement, principal: RequestPrincipal): PolicyStatement {
  const { AWS: names = [], ...others } = statement.principal?.byType ?? {};
  const own = names.filter((name) => sessionsNamed(name) === undefined || isSessionOf(name, principal));
  if (statement.principal === undefined || own.length === names.length) return statement;
  return { ...statement, principal: { ...statement.principal, byType: { ...others, AWS: own } } };
}

/** Values for ids of other roles lose their session, so that nothing of them is open; they match the role's ids as little as before. */
function withOwnIds(statement: PolicyStatement, { id }: RequestPrincipal): PolicyStatement {
  if (id === undefined || !statement.conditions.some(({ key }) => userId.test(key))) return statement;
  const isOwn = (value: string): boolean =>
    matchesPattern(compilePattern([{ text: idsNamed(value).toLowerCase(), literal: false }]), id.toLowerCase());
  const settle = (clause: ConditionClause): ConditionClause =>
    userId.test(clause.key)
      ? { ...clause, values: clause.values.map((value) => (isOwn(value) ? value : value.replace(/[*?$:].*$/s, ""))) }
      : clause;
  return { ...statement, conditions: statement.conditions.map(settle) };
}

/** `${aws:userid}` ends in the name of the session. */
function openVariables(statement: PolicyStatement, version: PolicyDocument["version"]): PolicyStatement {
  const { resource, conditions, notUnderstood = [] } = statement;
  const open = conditions.filter(({ values }) => values.some(namesCaller));
  const names = resource?.names.filter(namesCaller) ?? [];
  if (version === "2008-10-17" || open.length + names.length === 0) return statement;
  const anywhere =
    resource?.negated === true
      ? ["*"]
      : (resource?.names ?? []).map((name) => (namesCaller(name) ? name.replaceAll(/\$\{[^}]*\}/g, "*") : name));
  return {
    ...statement,
    ...(names.length === 0 ? {} : { resource: { negated: false, names: anywhere } }),
    conditions: conditions.filter((clause) => !open.includes(clause)),
    notUnderstood: [...notUnderstood, "which session of a role calls"],
  };
}

function namesCaller(text: string): boolean {
  return userIdVariable.test(text);
}
