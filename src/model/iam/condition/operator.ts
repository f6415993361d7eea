/** Condition operators: what each is, apart from prefixes and suffixes of its name. */

import type { Piece } from "../pattern.ts";
import type { Truth } from "../truth.ts";

export interface Operator {
  /** True for operators that hold when no value matches: `StringNotEquals` and its like. */
  readonly negated: boolean;
  /** Whether policy variables are replaced in its values. */
  readonly variables: boolean;
  /**
   * Does the value of the request match one value of the policy, negation apart? Unknown when the policy's value is not of the operator's
   * type, or the documentation does not settle the comparison.
   */
  readonly matches: (policyValue: readonly Piece[], requestValue: string) => Truth;
}

/** An operator under its name and, when there is a negated name, the same comparison under that. */
export function operatorPair(
  name: string,
  negatedName: string,
  variables: boolean,
  matches: Operator["matches"],
): Readonly<Record<string, Operator>> {
  return { [name]: { negated: false, variables, matches }, [negatedName]: { negated: true, variables, matches } };
}
