/** Conditions of a statement against the keys of a request. */

import type { ConditionClause, PolicyVersion } from "../policy-document.ts";
import type { ContextEntry, RequestContext } from "../request-context.ts";
import { every, not, some } from "../truth.ts";
import type { Truth } from "../truth.ts";
import { expand } from "../variables.ts";
import { arnOperators } from "./arn-operators.ts";
import { binaryOperators } from "./binary-operator.ts";
import { booleanOperators, parseBoolean } from "./boolean-operator.ts";
import { dateOperators } from "./date-operators.ts";
import { ipOperators } from "./ip-operators.ts";
import { numericOperators } from "./numeric-operators.ts";
import type { Operator } from "./operator.ts";
import { stringOperators } from "./string-operators.ts";

const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...stringOperators,
    ...numericOperators,
    ...dateOperators,
    ...booleanOperators,
    ...binaryOperators,
    ...ipOperators,
    ...arnOperators,
  }),
);

interface OperatorName {
  readonly quantifier: "all" | "any" | undefined;
  readonly operator: Operator | "Null";
  readonly ifExists: boolean;
}

const quantifiers: Readonly<Record<string, OperatorName["quantifier"]>> = { "ForAllValues:": "all", "ForAnyValue:": "any" };

function parseOperator(name: string): OperatorName | undefined {
  const [, prefix = "", base = "", suffix = ""] = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  // Null takes neither: it asks for existence itself.
  const operator = name === "Null" ? "Null" : operators.get(base);
  return operator === undefined ? undefined : { quantifier: quantifiers[prefix], operator, ifExists: suffix !== "" };
}

/** True for the operators of IAM, with their prefixes and suffix. */
export function isConditionOperator(name: string): boolean {
  return parseOperator(name) !== undefined;
}

/**
 * Does a clause hold? `note` is told what was not understood when that leaves the answer unknown. Missing keys: positive operators
 * fail, negated ones and `…IfExists` hold, `ForAllValues` holds, `ForAnyValue` fails. Source: IAM User Guide,
 * reference_policies_elements_condition_operators and reference_policies_condition-single-vs-multi-valued-context-keys.
 */
export function holds(clause: ConditionClause, version: PolicyVersion, context: RequestContext, note: (what: string) => void): Truth {
  const parsed = parseOperator(clause.operator);
  const entry = context.get(clause.key.toLowerCase());
  const unknown = (what: string): Truth => {
    note(what);
    return "unknown";
  };
  if (parsed === undefined) return unknown(`operator ${clause.operator}`);
  const { quantifier, operator, ifExists } = parsed;
  if (clause.values.length === 0) return unknown(`${clause.operator} ${clause.key} without values`);
  if (operator === "Null") return isNull(clause, entry, unknown);
  const test = (value: string): Truth => matchesAny(clause, operator, version, context, value, unknown);
  if (entry === undefined || entry.values.length === 0) {
    if (ifExists) return true;
    return quantifier === undefined ? operator.negated : quantifier === "all";
  }
  if (quantifier !== undefined) {
    // To the set operators, one empty text is as no value.
    const values = entry.values.length === 1 && entry.values[0] === "" ? [] : entry.values;
    return quantifier === "all" ? every(values, test) : some(values, test);
  }
  const [value = "", ...more] = entry.values;
  // Keys that may have several values need a set operator, even for one value. Source: IAM User Guide, single-vs-multi-valued-context-keys.
  return more.length > 0 || entry.list ? unknown(`${clause.operator} on the several values of ${clause.key}`) : test(value);
}

/** One value of the request against the values of the policy: any of them, or none of them for negated operators. */
function matchesAny(
  clause: ConditionClause,
  operator: Operator,
  version: PolicyVersion,
  context: RequestContext,
  value: string,
  unknown: (what: string) => Truth,
): Truth {
  const matched = some(clause.values, (text) => {
    const expansion = operator.variables ? expand(text, version, context) : { pieces: [{ text, literal: false }] };
    if ("unknown" in expansion) return unknown(`variable ${expansion.unknown}`);
    // A variable without value is null: nothing equals it and everything differs from it. Source: IAM User Guide, policy-vars-no-value.
    if ("absent" in expansion) return false;
    const truth = operator.matches(expansion.pieces, value);
    return truth === "unknown" ? unknown(`${clause.operator} ${clause.key} on ${JSON.stringify(text)}`) : truth;
  });
  return operator.negated ? not(matched) : matched;
}

/**
 * "true": the key is absent; "false": it is there. Whether one empty text counts as there is documented both ways. Source: IAM User Guide,
 * Conditions_Null, and the advice on ForAllValues in Conditions_SetOperators.
 */
function isNull(clause: ConditionClause, entry: ContextEntry | undefined, unknown: (what: string) => Truth): Truth {
  const absent = entry === undefined || entry.values.length === 0;
  if (entry?.values.length === 1 && entry.values[0] === "") return unknown(`Null on the empty ${clause.key}`);
  return some(clause.values, (text) => {
    const wanted = parseBoolean(text);
    return wanted === undefined ? unknown(`Null ${clause.key} on ${JSON.stringify(text)}`) : wanted === absent;
  });
}
