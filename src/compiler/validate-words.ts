/** Words for values, types and places in the messages about a document's shape. */

import type { Path } from "./policy.ts";

/** User input in backticks, cut where it stops being readable. */
export function quoted(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

/** The field at a path: its name, or "an entry of" the list it is in. */
export function fieldName(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the document";
  if (typeof last === "string") return quoted(last);
  const list = path.findLast((segment) => typeof segment === "string");
  return list === undefined ? "an entry" : `an entry of ${quoted(list)}`;
}

/** What a type of JSON Schema is called in a message. */
export function typeInWords(type: unknown): string {
  switch (type) {
    case "string":
      return "a text";
    case "integer":
      return "a whole number";
    case "boolean":
      return "`true` or `false`";
    case "array":
      return "a list";
    case "object":
      return "a mapping of fields";
    default:
      return `a value of type ${String(type)}`;
  }
}

/** What a value is called in a message. */
export function valueInWords(value: unknown): string {
  if (value === null) return "no value";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a truth value";
  return typeof value === "number" ? "a number" : "a mapping of fields";
}

/** "from 1 to 99", "at least 1", "at most 255": the bounds that are there. */
export function boundsInWords(least: unknown, most: unknown): string {
  if (typeof least === "number" && typeof most === "number") return `from ${least} to ${most}`;
  return typeof most === "number" ? `at most ${most}` : `at least ${String(least)}`;
}
