/** Reads LF-Tag expressions of requests, and decides which resources they match. */

import type { LFTag } from "@aws-sdk/client-lakeformation";

import { normalizeExpression } from "../../model/tag-expression.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import { invalidInput } from "./authority.ts";
import type { LakeFormationData, TagSet } from "./state.ts";
import { readKey, requireTagValues } from "./tag-values.ts";

/** Source: Lake Formation Developer Guide, lf-tag-considerations. */
const maximumBytes = 900;
const maximumKeys = 50;

/**
 * The expression, normalised. Throws InvalidInputException for an empty one, a key given twice and more than 50 keys;
 * EntityNotFoundException for keys and values that are not defined.
 */
export function readExpression(data: LakeFormationData, list: readonly LFTag[] = []): TagExpression {
  if (list.length === 0) throw invalidInput("Expression must have at least one LF-Tag");
  if (list.length > maximumKeys) throw invalidInput(`Expression must have at most ${maximumKeys} LF-Tag keys`);
  const expression = normalizeExpression(list.map(({ TagKey, TagValues = [] }) => ({ key: readKey(TagKey), values: TagValues })));
  if (new Set(expression.map(({ key }) => key)).size < expression.length) {
    throw invalidInput("Provided list of tags contains duplicate tag key");
  }
  for (const { key, values } of expression) requireTagValues(data, key, values);
  return expression;
}

/** Throws InvalidInputException for an inline expression above 900 bytes; larger ones must be saved. */
export function requireInlineSize(expression: TagExpression): void {
  if (Buffer.byteLength(JSON.stringify(writeExpression(expression))) > maximumBytes) {
    throw invalidInput(`LF-Tag expression is larger than ${maximumBytes} bytes`);
  }
}

/** The expression in the API's shape. */
export function writeExpression(expression: TagExpression): LFTag[] {
  return expression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] }));
}

/** Every key present with one of its values; `*` is any value. Source: Lake Formation Developer Guide, tag-based-access-control. */
export function matchesTags(expression: TagExpression, tags: TagSet): boolean {
  return expression.every(({ key, values }) => {
    const value = tags.get(key);
    return value !== undefined && (values[0] === "*" || values.includes(value));
  });
}
