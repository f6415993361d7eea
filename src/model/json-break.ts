/** Where a text stops being JSON: the engine says it in prose, and in some of its words without a position. */

import type { Range } from "./source.ts";

/** The place of the first character that JSON.parse cannot take; undefined for a text that it takes. */
export function jsonBreak(text: string, file: string): Range | undefined {
  const known = problemOffset(text);
  if (known === undefined) return undefined;
  const offset = known === "unsaid" ? lastTaken(text) : known;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(0, lineStart).split("\n").length;
  const column = offset - lineStart + 1;
  return { file, line, column, end: { line, column: offset < text.length ? column + 1 : column } };
}

/** Offset of the problem as the engine tells it: Node 20 says `at position 8`, later ones add line and column. */
function problemOffset(text: string): number | "unsaid" | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    if (message.startsWith("Unexpected end")) return text.length;
    const [, position] = / at position (\d+)/.exec(message) ?? [];
    return position === undefined ? "unsaid" : Number(position);
  }
}

/** INVARIANT: as long as the problem lies behind a beginning of the text, the beginning's own problem is that it ends. */
function lastTaken(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const offset = problemOffset(text.slice(0, middle));
    if (offset === undefined || (offset !== "unsaid" && offset >= middle)) good = middle;
    else bad = middle;
  }
  return good;
}
