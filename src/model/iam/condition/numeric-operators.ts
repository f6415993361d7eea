/** Numeric operators: integers of any size and decimals. Source: IAM User Guide, Conditions_Numeric. */

import { literalText } from "../variables.ts";
import type { Operator } from "./operator.ts";

/** Longest number that is compared: beyond it nobody means a number. */
const longestNumber = 100;

/** Digits before and after the point, as one integer at a scale. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function parseDecimal(text: string): Decimal | undefined {
  if (text.length > longestNumber) return undefined;
  const [, sign = "", whole, fraction = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
}

/** Negative, zero or positive; undefined when either is no number. */
function compareNumbers(a: string, b: string): bigint | undefined {
  const left = parseDecimal(a);
  const right = parseDecimal(b);
  if (left === undefined || right === undefined) return undefined;
  return left.digits * 10n ** BigInt(right.scale) - right.digits * 10n ** BigInt(left.scale);
}

function numeric(negated: boolean, holds: (difference: bigint) => boolean): Operator {
  return {
    negated,
    variables: false,
    matches: (policy, value) => {
      const difference = compareNumbers(value, literalText(policy));
      return difference === undefined ? "unknown" : holds(difference);
    },
  };
}

export const numericOperators: Readonly<Record<string, Operator>> = {
  NumericEquals: numeric(false, (difference) => difference === 0n),
  NumericNotEquals: numeric(true, (difference) => difference === 0n),
  NumericLessThan: numeric(false, (difference) => difference < 0n),
  NumericLessThanEquals: numeric(false, (difference) => difference <= 0n),
  NumericGreaterThan: numeric(false, (difference) => difference > 0n),
  NumericGreaterThanEquals: numeric(false, (difference) => difference >= 0n),
};
