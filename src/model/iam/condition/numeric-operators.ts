/**
 * Numeric operators: integers of any size and decimals. Source: IAM User Guide, Conditions_Numeric; that a value of the request which is no
 * number is unequal to every number: seen in AWS's decisions, as are exponents.
 */

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
  const [, sign = "", whole, fraction = "", exponent = "0"] = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** Negative, zero or positive. */
function compare(left: Decimal, right: Decimal): bigint {
  return left.digits * 10n ** BigInt(right.scale) - right.digits * 10n ** BigInt(left.scale);
}

function numeric(negated: boolean, holds: (difference: bigint) => boolean): Operator {
  return {
    negated,
    variables: false,
    matches: (policy, value) => {
      const right = parseDecimal(literalText(policy));
      if (right === undefined || value.length > longestNumber) return "unknown";
      const left = parseDecimal(value);
      return left !== undefined && holds(compare(left, right));
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
