/** Selectors: `table.column` with globs `*`, `?` and `{a,b}`, and the database patterns of Classifications. */

import { globMatches, isGlob, parseGlob } from "./glob.ts";
import type { Glob } from "./glob.ts";

/** What a name may be: one of the literals, or anything one of the globs matches. */
export interface NamePattern {
  /** As written, folded. */
  readonly text: string;
  /** True when every name matches. */
  readonly any: boolean;
  readonly literals: ReadonlySet<string>;
  readonly globs: readonly Glob[];
}

export interface Selector {
  readonly table: NamePattern;
  readonly column: NamePattern;
}

/** Why a text is no selector; `help` says what to write instead. */
export interface PatternProblem {
  readonly problem: "syntax" | "struct-path" | "too-many";
  readonly message: string;
  readonly help?: string;
}

/** Alternatives that one side of a selector may stand for: `{a,b}{c,d}` multiplies. */
export const alternativesLimit = 1024;

/**
 * A name as it is compared: lower-case, as Glue stores names, and composed, so that `가` typed as one character finds a
 * column whose name spells it with two.
 */
export function foldName(name: string): string {
  const lower = name.toLowerCase();
  return isAscii.test(lower) ? lower : lower.normalize("NFC");
}

/** Nearly every name; composing leaves it as it is, but takes its time to find that out. */
const isAscii = /^\p{ASCII}*$/u;

/** Names are folded here. */
export function patternMatches(pattern: NamePattern, name: string): boolean {
  if (pattern.any) return true;
  const folded = foldName(name);
  return pattern.literals.has(folded) || pattern.globs.some((glob) => globMatches(glob, folded));
}

/** The one name that a pattern stands for, if it has no globs and no braces. */
export function exactName(pattern: NamePattern): string | undefined {
  return !pattern.any && pattern.globs.length === 0 && pattern.literals.size === 1 && pattern.literals.has(pattern.text)
    ? pattern.text
    : undefined;
}

/** Reads `table.column`: exactly one dot outside braces; a dot inside braces is part of a name. */
export function parseSelector(text: string): Selector | PatternProblem {
  const parts = splitAtDots(foldName(text));
  if ("problem" in parts) return parts;
  const [table, column, ...rest] = parts.map((part) => part.trim());
  if (table === undefined || column === undefined) {
    return {
      problem: "syntax",
      message: `selector \`${text}\` has no dot`,
      help: "write `table.column`; `table.*` is every column of a table",
    };
  }
  if (table === "" || column === "" || rest.includes("")) {
    return { problem: "syntax", message: `selector \`${text}\` has an empty name`, help: "write `table.column`; `*` stands for any name" };
  }
  if (rest.length > 0) {
    return {
      problem: "struct-path",
      message: `selector \`${text}\` reaches into a column`,
      help: "write `table.column`: a struct has one grade for all it holds, and the database is named by `database`",
    };
  }
  const tablePattern = parsePattern(table);
  if ("problem" in tablePattern) return tablePattern;
  const columnPattern = parsePattern(column);
  if ("problem" in columnPattern) return columnPattern;
  return { table: tablePattern, column: columnPattern };
}

/** Reads one name pattern, lower-cased. Blanks around alternatives do not count: `{a, b}` is `{a,b}`. */
export function parsePattern(text: string): NamePattern | PatternProblem {
  const folded = foldName(text);
  const choices = readChoices(folded);
  if ("problem" in choices) return choices;
  const count = choices.reduce((product, choice) => product * choice.length, 1);
  if (count > alternativesLimit) {
    return {
      problem: "too-many",
      message: `the braces of \`${text}\` stand for more than ${alternativesLimit} names`,
      help: "use `*`, or several rules",
    };
  }
  const names = choices.reduce<readonly string[]>((heads, choice) => heads.flatMap((head) => choice.map((tail) => head + tail)), [""]);
  const globs = [...new Set(names.filter(isGlob))].map(parseGlob);
  return {
    text: folded,
    any: globs.some(({ segments }) => segments.length === 2 && segments.every((segment) => segment === "")),
    literals: new Set(names.filter((name) => !isGlob(name))),
    globs,
  };
}

/** The text as a sequence of choices: plain text is a choice of one, braces are a choice of their alternatives. */
function readChoices(text: string): readonly (readonly string[])[] | PatternProblem {
  const choices: (readonly string[])[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{", at);
    const close = text.indexOf("}", at);
    if (open === -1 && close === -1) break;
    if (open === -1 || (close !== -1 && close < open)) return unbalanced(text);
    if (close === -1) return unbalanced(text);
    const inner = text.slice(open + 1, close);
    if (inner.includes("{"))
      return { problem: "syntax", message: `\`${text}\` has braces within braces`, help: "write the alternatives out" };
    const alternatives = inner.split(",").map((alternative) => alternative.trim());
    if (alternatives.includes("")) {
      return { problem: "syntax", message: `\`${text}\` has an empty alternative`, help: "write `{a,b}`, without a comma at either end" };
    }
    if (open > at) choices.push([text.slice(at, open)]);
    choices.push([...new Set(alternatives)]);
    at = close + 1;
  }
  if (at < text.length) choices.push([text.slice(at)]);
  return choices;
}

function splitAtDots(text: string): readonly string[] | PatternProblem {
  const parts: string[] = [];
  let inBraces = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{") inBraces = true;
    if (character === "}") inBraces = false;
    if (character === "." && !inBraces) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return inBraces ? unbalanced(text) : [...parts, text.slice(start)];
}

function unbalanced(text: string): PatternProblem {
  return { problem: "syntax", message: `\`${text}\` has an unbalanced brace`, help: "write alternatives as `{a,b}`" };
}
