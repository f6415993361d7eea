/** Places in policy files: what a diagnostic underlines and a change points back to. */

/** A point in a file. Lines and columns start at 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a file, from `line`:`column` up to, not including, `end`. */
export interface Range extends Position {
  readonly file: string;
  readonly end: Position;
}

/** Orders ranges by file, then by start. */
export function compareRanges(a: Range, b: Range): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** Orders text by code unit: the one order used for everything that is printed or digested. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `file:line:column`, the form editors and terminals turn into a link. */
export function formatRange(range: Range): string {
  return `${range.file}:${range.line}:${range.column}`;
}

/** The texts in that order, each once. */
export function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareText);
}
