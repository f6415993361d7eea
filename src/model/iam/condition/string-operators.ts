/** String operators. Source: IAM User Guide, reference_policies_elements_condition_operators, Conditions_String. */

import { compilePattern, matchesPattern } from "../pattern.ts";
import { literalText } from "../variables.ts";
import { operatorPair } from "./operator.ts";
import type { Operator } from "./operator.ts";

export const stringOperators: Readonly<Record<string, Operator>> = {
  ...operatorPair("StringEquals", "StringNotEquals", true, (policy, value) => literalText(policy) === value),
  ...operatorPair(
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    true,
    (policy, value) => literalText(policy).toLowerCase() === value.toLowerCase(),
  ),
  ...operatorPair("StringLike", "StringNotLike", true, (policy, value) => matchesPattern(compilePattern(policy), value)),
};
