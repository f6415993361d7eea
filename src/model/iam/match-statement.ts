/** One statement against a request: whether it applies, and how it names who asks. */

import { holds } from "./condition/condition.ts";
import { matchNotPrincipal, matchPrincipal } from "./match-principal.ts";
import type { Naming, PrincipalMatch } from "./match-principal.ts";
import { compilePattern, compileResourcePattern, matchesPoints } from "./pattern.ts";
import type { Pattern } from "./pattern.ts";
import type { NameElement, PolicyStatement, PolicyVersion } from "./policy-document.ts";
import type { RequestContext } from "./request-context.ts";
import type { AccessRequest } from "./request.ts";
import { not, some } from "./truth.ts";
import type { Truth } from "./truth.ts";
import { expand } from "./variables.ts";

/** What a statement is held against. */
export interface StatementScope {
  readonly request: AccessRequest;
  readonly context: RequestContext;
  /** Code points of the lower-case action. */
  readonly action: readonly number[];
  /** Code points of the resource. */
  readonly resource: readonly number[];
  /** Resource policies and resource control policies name principals, other policies never do. */
  readonly namesPrincipals: boolean;
  /** The caller is a user or role with a permissions boundary. */
  readonly hasBoundary: boolean;
}

export interface StatementMatch {
  readonly applies: Truth;
  /** How the caller is named; `direct` in policies that name no principals. */
  readonly naming: Naming;
  /** What was not understood; empty unless `applies` is unknown. */
  readonly unknown: readonly string[];
}

const doesNotApply: StatementMatch = { applies: false, naming: "direct", unknown: [] };

/** Unknown when nothing rules the statement out and something of it is not understood. */
export function matchStatement(statement: PolicyStatement, version: PolicyVersion, scope: StatementScope): StatementMatch {
  const unknown: string[] = [];
  const note = (what: string): void => void unknown.push(what);
  const { context } = scope;
  for (const element of statement.notUnderstood ?? []) note(`element ${element}`);
  const tests: (() => Truth)[] = [
    () => matchesAction(statement.action, scope.action, note),
    () => matchesResource(statement.resource, version, scope, note),
    ...statement.conditions.map((clause) => () => holds(clause, version, context, note)),
  ];
  const principal = principalMatch(statement, scope);
  if (principal.match === "none") return doesNotApply;
  if (principal.match === "unknown") note(principal.what);
  let applies: Truth = unknown.length === 0;
  for (const test of tests) {
    const before = unknown.length;
    const truth = test();
    if (truth === false) return doesNotApply;
    if (truth === "unknown") applies = "unknown";
    // An unknown alternative beside a certain one changes nothing.
    else unknown.length = before;
  }
  if (unknown.length > 0) applies = "unknown";
  return { applies, naming: principal.match === "unknown" ? "direct" : principal.match, unknown };
}

function principalMatch(statement: PolicyStatement, scope: StatementScope): PrincipalMatch {
  const { principal } = statement;
  if (!scope.namesPrincipals) return principal === undefined ? { match: "direct" } : { match: "unknown", what: "element Principal" };
  if (principal === undefined) return { match: "unknown", what: "no element Principal" };
  if (!principal.negated) return matchPrincipal(principal, scope.request.principal);
  return matchNotPrincipal(principal, scope.request.principal, statement.effect, scope.hasBoundary);
}

/** Actions are not case-sensitive and have no variables. Source: IAM User Guide, reference_policies_elements_action. */
function matchesAction(element: NameElement, action: readonly number[], note: (what: string) => void): Truth {
  if (element.negated && element.names.length === 0) return emptyList("NotAction", note);
  const named = actionPatterns(element).some((pattern) => matchesPoints(pattern, action));
  return named !== element.negated;
}

/** Patterns of the action elements seen before: one policy is held against many requests. */
const knownActions = new WeakMap<NameElement, readonly Pattern[]>();

function actionPatterns(element: NameElement): readonly Pattern[] {
  const known = knownActions.get(element);
  if (known !== undefined) return known;
  const patterns = element.names.map((name) => compilePattern([{ text: name.toLowerCase(), literal: false }]));
  knownActions.set(element, patterns);
  return patterns;
}

/** A trust policy has no resource: it is about its role. Source: IAM User Guide, reference_policies_elements_resource. */
function matchesResource(
  element: NameElement | undefined,
  version: PolicyVersion,
  scope: StatementScope,
  note: (what: string) => void,
): Truth {
  if (element === undefined) {
    if (scope.namesPrincipals) return true;
    note("no element Resource");
    return "unknown";
  }
  if (element.negated && element.names.length === 0) return emptyList("NotResource", note);
  const named = some(element.names, (name) => {
    if (version !== "2008-10-17" && hasVariableInHead(name)) {
      note(`variable before the resource part of ${name}`);
      return "unknown";
    }
    const expansion = expand(name, version, scope.context);
    if ("pieces" in expansion) return matchesPoints(compileResourcePattern(expansion.pieces), scope.resource);
    // A variable without value matches no resource; what that means for NotResource is not settled. Source: policy-vars-no-value.
    if ("absent" in expansion && !element.negated) return false;
    note(`variable ${"absent" in expansion ? `${expansion.absent} without value` : expansion.unknown}`);
    return "unknown";
  });
  return element.negated ? not(named) : named;
}

/** Variables are for the part after the fifth colon only. Source: IAM User Guide, policy-vars-wheretouse. */
function hasVariableInHead(name: string): boolean {
  const start = name.indexOf("${");
  return start >= 0 && name.slice(0, start).split(":").length <= 5;
}

function emptyList(name: string, note: (what: string) => void): Truth {
  note(`${name} without names`);
  return "unknown";
}
