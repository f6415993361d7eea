/** Bool. Source: IAM User Guide, Conditions_Boolean; that any text of the request but `true` is false: seen in AWS's decisions. */

import { literalText } from "../variables.ts";
import type { Operator } from "./operator.ts";

/** `true` and `false` in any case; undefined for other texts. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

export const booleanOperators: Readonly<Record<string, Operator>> = {
  Bool: {
    negated: false,
    variables: false,
    matches: (policy, value) => {
      const wanted = parseBoolean(literalText(policy));
      return wanted === undefined ? "unknown" : wanted === (parseBoolean(value) ?? false);
    },
  },
};
