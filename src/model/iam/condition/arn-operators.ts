/** ARN operators: the six parts are compared one by one. Source: IAM User Guide, Conditions_ARN. */

import { compilePattern, matchesPattern, splitPattern } from "../pattern.ts";
import type { Piece } from "../pattern.ts";
import type { Truth } from "../truth.ts";
import { operatorPair } from "./operator.ts";
import type { Operator } from "./operator.ts";

const partsOfArn = 6;

/** Unknown for a pattern with fewer than six parts: the documentation does not say what it matches. */
function matchesArn(policy: readonly Piece[], value: string): Truth {
  const patterns = splitPattern(compilePattern(policy), partsOfArn);
  const parts = value.split(":");
  if (patterns.length < partsOfArn) return "unknown";
  if (parts.length < partsOfArn) return false;
  const texts = [...parts.slice(0, partsOfArn - 1), parts.slice(partsOfArn - 1).join(":")];
  return patterns.every((pattern, index) => matchesPattern(pattern, texts[index] ?? ""));
}

/** Equals and Like are one operator for ARNs, wildcards included. */
export const arnOperators: Readonly<Record<string, Operator>> = {
  ...operatorPair("ArnEquals", "ArnNotEquals", true, matchesArn),
  ...operatorPair("ArnLike", "ArnNotLike", true, matchesArn),
};
