/** LF-Tag expressions: a conjunction over keys of a disjunction over values. */

import { canonicalJson } from "./canonical.ts";
import { compareText } from "./source.ts";

/** One key of an expression; `values` may be `["*"]`, any value of the key. */
export interface TagCondition {
  readonly key: string;
  readonly values: readonly string[];
}

/** All conditions must hold. Lake Formation has no OR across keys, no NOT and no ranges. */
export type TagExpression = readonly TagCondition[];

/** Tags of one resource, key to value. Lake Formation keeps one value per key per resource. */
export type Tags = Readonly<Record<string, string>>;

/** Lower-cased, as Lake Formation stores keys and values; sorted, so that equal expressions are equal values. */
export function normalizeExpression(expression: TagExpression): TagExpression {
  return expression
    .map(({ key, values }) => ({
      key: key.toLowerCase(),
      values: [...new Set(values.map((value) => value.toLowerCase()))].toSorted(compareText),
    }))
    .toSorted((a, b) => compareText(a.key, b.key) || compareText(canonicalJson(a.values), canonicalJson(b.values)));
}

/** Does a resource with these effective tags satisfy the expression? An empty expression matches nothing. */
export function matches(expression: TagExpression, tags: Tags): boolean {
  return (
    expression.length > 0 &&
    expression.every(({ key, values }) => {
      const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return value !== undefined && (values.includes("*") || values.includes(value));
    })
  );
}

/** `grade=2|3 & domain=claims`, for people. */
export function formatExpression(expression: TagExpression): string {
  return expression.map(({ key, values }) => `${key}=${values.join("|")}`).join(" & ");
}
