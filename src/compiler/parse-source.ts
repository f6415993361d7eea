/** The text of one policy file: strict decoding of its bytes, and offsets turned into lines and columns. */

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Position, Range } from "../model/source.ts";
import type { PolicyFile } from "./policy.ts";

/** Decoded text; `range` takes offsets in UTF-16 code units, the end exclusive. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly range: (start: number, end: number) => Range;
}

/** Pairs a file name with its text. Line starts are found when the first range is asked for. */
export function sourceText(file: string, text: string): SourceText {
  let starts: readonly number[] | undefined;
  const position = (offset: number): Position => {
    starts ??= lineStarts(text);
    const line = lineOf(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
  return { file, text, range: (start, end) => ({ file, ...position(start), end: position(Math.max(start, end)) }) };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What YAML 1.2 (section 5.1) does not allow in a stream; a lone carriage return hides the text before it on a terminal. */
const notPrintable = /(?![\t\n\r\u0085])[\p{Cc}\ufffe\uffff]|\r(?!\n)/u;

/** Characters that reorder what a reader sees, so that a review approves something else than what is parsed. */
const reordering = /[\u202a-\u202e\u2066-\u2069]/u;

/**
 * Decodes a file as UTF-8, with or without a byte order mark. Bytes that are not UTF-8, control characters and
 * characters that change the direction of text are errors; the text is absent then.
 */
export function decodeSource({ file, bytes }: PolicyFile): { readonly source?: SourceText; readonly diagnostics: readonly Diagnostic[] } {
  const valid = validPrefix(bytes);
  const source = sourceText(file, decode(bytes.subarray(0, valid)));
  if (valid < bytes.length) {
    const range = source.range(source.text.length, source.text.length + 1);
    const message = `\`${file}\` is not UTF-8 text`;
    return { diagnostics: [report("LG1004", { message, label: "no UTF-8 character", help: "save the file as UTF-8", range })] };
  }
  const hidden = notPrintable.exec(source.text) ?? reordering.exec(source.text);
  if (hidden === null) return { source, diagnostics: [] };
  const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const message = reordering.test(hidden[0])
    ? `the character U+${code} changes the direction of text, so the file does not mean what it shows`
    : `the control character U+${code} is not allowed in a policy file`;
  const range = source.range(hidden.index, hidden.index + 1);
  return { diagnostics: [report("LG1005", { message, help: "remove the character", range })] };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
}

/** The number of bytes before the first one that cannot be part of UTF-8 text. */
function validPrefix(bytes: Uint8Array): number {
  if (isText(bytes, false)) return bytes.length;
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isText(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  // A character cut off by the end of the file is a whole prefix of UTF-8 but not text: give its first byte.
  while (low > 0 && !isText(bytes.subarray(0, low), false)) low -= 1;
  return low;
}

function isText(bytes: Uint8Array, mayBeCutOff: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayBeCutOff });
    return true;
  } catch {
    return false;
  }
}
