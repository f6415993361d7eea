/** Places in JSON files: where a value stands in the text, by the names and indexes that lead to it. */

import type { Range } from "../model/source.ts";

/** Names of members and indexes of items, from the outside in. */
export type JsonPath = readonly (string | number)[];

/**
 * The place of a value in a text that JSON.parse accepts; of the nearest value around it where there is none at the path.
 * Of a name that is given several times the last one counts, as for JSON.parse. One pass over the text.
 */
export function jsonPlace(text: string, file: string, path: JsonPath): Range {
  let [start, end] = valueAt(text, 0);
  for (const step of path) {
    const found = memberOf(text, start, step);
    if (found === undefined) break;
    [start, end] = found;
  }
  // What is wrong with a list or an object is seen where it opens.
  const isNested = text[start] === "{" || text[start] === "[";
  return { file, ...pointAt(text, start), end: pointAt(text, isNested ? start + 1 : end) };
}

/** Start and end of the value that begins at or after an offset. */
function valueAt(text: string, offset: number): readonly [number, number] {
  const start = skip(text, offset);
  const first = text[start] ?? "";
  if (first === '"') return [start, endOfString(text, start)];
  if (first !== "{" && first !== "[") return [start, endOfScalar(text, start)];
  let depth = 0;
  let at = start;
  do {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    at += 1;
  } while (depth > 0 && at < text.length);
  return [start, at];
}

/** The value of one member or item of the object or list that starts here. */
function memberOf(text: string, start: number, step: string | number): readonly [number, number] | undefined {
  const isList = text[start] === "[";
  if (isList !== (typeof step === "number") || (!isList && text[start] !== "{")) return undefined;
  let found: readonly [number, number] | undefined;
  let at = skip(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index += 1) {
    let name: unknown = index;
    if (!isList) {
      const end = endOfString(text, at);
      name = JSON.parse(text.slice(at, end));
      at = skip(text, end) + 1;
    }
    const value = valueAt(text, at);
    if (name === step) found = value;
    if (isList && found !== undefined) return found;
    at = skip(text, value[1]);
    if (text[at] === ",") at = skip(text, at + 1);
  }
  return found;
}

function skip(text: string, offset: number): number {
  let at = offset;
  while (/[ \t\r\n]/.test(text[at] ?? "")) at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (/[-+.\w]/.test(text[at] ?? "")) at += 1;
  return at;
}

function pointAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
