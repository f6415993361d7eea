/** A diagnostic with a place, a label and a help, and the places of others. */

import { report } from "../../../src/model/diagnostic.ts";
import type { Range } from "../../../src/model/source.ts";

/** `length` characters of one line. */
export function range(file: string, line: number, column: number, length: number): Range {
  return { file, line, column, end: { line, column: column + length } };
}

export const unknownGroup = report("LG2005", {
  message: "unknown group `analyst`",
  label: "no group of this name",
  help: "did you mean `analysts`?",
  range: range("policies/exceptions.yaml", 4, 8, 7),
});
