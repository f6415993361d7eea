/** BinaryEquals: bytes in base64 on both sides. Source: IAM User Guide, Conditions_BinaryEquals. */

import { literalText } from "../variables.ts";
import type { Operator } from "./operator.ts";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes, re-encoded so that unused bits do not matter; undefined for what is no base64. */
function bytes(text: string): string | undefined {
  return base64.test(text) ? Buffer.from(text, "base64").toString("base64") : undefined;
}

export const binaryOperators: Readonly<Record<string, Operator>> = {
  BinaryEquals: {
    negated: false,
    variables: false,
    matches: (policy, value) => {
      const wanted = bytes(literalText(policy));
      const given = bytes(value);
      return wanted === undefined || given === undefined ? "unknown" : wanted === given;
    },
  },
};
