/** The YAML library's errors as our diagnostics: in our words, and one for one mistake. */

import type { YAMLError } from "yaml";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-codes.ts";
import { quotingHelp } from "./parse-quoting.ts";
import type { SourceText } from "./parse-source.ts";

/** Problems that stay where they are; any other kind derails what follows, so only the first such one is reported. */
const local: ReadonlySet<YAMLError["code"]> = new Set(["BAD_DQ_ESCAPE", "TAG_RESOLVE_FAILED", "BAD_ALIAS", "ALIAS_PROPS"]);

/** Problems reported for one document; a document with more of them has more mistakes than anybody reads. */
export const maxProblems = 50;

/** The problems of one document, given its errors and warnings. Directives are looked at apart. */
export function syntaxProblems(source: SourceText, errors: readonly YAMLError[]): readonly Diagnostic[] {
  const ordered = errors.filter(({ code }) => code !== "BAD_DIRECTIVE").toSorted((a, b) => a.pos[0] - b.pos[0]);
  const derailed = ordered.find((error) => !local.has(error.code));
  return ordered
    .filter((error) => error === derailed || (local.has(error.code) && error.pos[0] < (derailed?.pos[0] ?? Infinity)))
    .slice(0, maxProblems)
    .map((error) => syntaxProblem(source, error));
}

function syntaxProblem(source: SourceText, error: YAMLError): Diagnostic {
  const start = Math.min(error.pos[0], source.text.length);
  const range = source.range(start, endOfProblem(source.text, start, error.pos[1]));
  const { code = "LG1006", message, help: general } = unclosed(error) ?? explanations[error.code] ?? unexplained;
  const help = withQuoting(error.code, general, source, start);
  return report(code, { message, ...(help === undefined ? {} : { help }), range });
}

/** The help of a problem, where its author may have meant a plain text: that it needs quotes. A tag with nothing behind it may be either. */
function withQuoting(code: YAMLError["code"], general: string | undefined, source: SourceText, start: number): string | undefined {
  const isTag = code === "TAG_RESOLVE_FAILED";
  if (!isTag && code !== "BAD_ALIAS" && code !== "BAD_SCALAR_START" && code !== "UNEXPECTED_TOKEN") return general;
  const quoting = quotingHelp(source, start);
  if (!isTag || general === undefined) return quoting ?? general;
  return quoting?.endsWith("`") === true && quoting.includes('"') ? `${general}; ${quoting}` : general;
}

/** At most the rest of the line: what follows a syntax error says nothing. */
function endOfProblem(text: string, start: number, end: number): number {
  const lineEnd = /\r?\n|$/g;
  lineEnd.lastIndex = start;
  return Math.min(Math.max(end, start + 1), Math.max(lineEnd.exec(text)?.index ?? start, start));
}

interface Explanation {
  readonly code?: DiagnosticCode;
  readonly message: string;
  readonly help?: string;
}

/** The library tells these apart in prose alone; when its prose changes, the general explanation takes over. */
function unclosed({ message }: YAMLError): Explanation | undefined {
  if (message.startsWith("Missing closing"))
    return { message: "a quoted text is not closed before this place", help: "add the closing quote" };
  if (/^Flow sequence/i.test(message)) return { message: "a list `[` is not closed before this place", help: "add the closing `]`" };
  if (/^Flow map/i.test(message)) return { message: "a mapping `{` is not closed before this place", help: "add the closing `}`" };
  if (/flow-(seq|map)-end/.test(message)) return { message: "a closing bracket without an opening one", help: "remove it" };
  return undefined;
}

const unexplained: Explanation = { message: "this is not valid YAML" };

const explanations: Partial<Record<YAMLError["code"], Explanation>> = {
  ALIAS_PROPS: { message: "an alias takes no anchor and no tag of its own" },
  BAD_ALIAS: { code: "LG1010", message: "an anchor or alias needs a name that does not end in a colon" },
  BAD_COLLECTION_TYPE: { code: "LG1009", message: "this tag does not fit the value it stands before", help: "remove the tag" },
  BAD_DQ_ESCAPE: {
    message: "unknown escape sequence in a double-quoted text",
    help: "write `\\\\` for a backslash, or use single quotes",
  },
  BAD_INDENT: {
    message: "the indentation fits no collection around it",
    help: "indent the members of a mapping, and the items of a list, by the same number of blanks",
  },
  BAD_PROP_ORDER: { message: "an anchor or tag stands before an indicator instead of before its value" },
  BAD_SCALAR_START: { message: "a plain text cannot start with this character", help: "put the text in quotes" },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a value that has its own keys cannot start on the line of its key",
    help: "put a text that holds `: ` in quotes, or start the nested keys on the next line",
  },
  BLOCK_IN_FLOW: { message: "a list or mapping by indentation cannot stand inside brackets", help: "write it with brackets as well" },
  KEY_OVER_1024_CHARS: { message: "a key is at most 1024 characters long" },
  MISSING_CHAR: {
    message: "a separator is missing before this place",
    help: "look for a missing comma, colon, dash, blank or `---` line",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "a key must be on one line and followed by a colon",
    help: "look for a missing `:` or a missing closing quote",
  },
  MULTIPLE_ANCHORS: { message: "a value has at most one anchor" },
  MULTIPLE_TAGS: { message: "a value has at most one tag" },
  TAB_AS_INDENT: { code: "LG1007", message: "a tab is used for indentation", help: "indent with blanks" },
  TAG_RESOLVE_FAILED: {
    code: "LG1009",
    message: "unknown tag, or a tag that does not fit its value",
    help: "remove the tag: policies hold plain text, numbers, true and false",
  },
  UNEXPECTED_TOKEN: { message: "nothing of this kind can stand here", help: "look for a missing quote, comma or line break before it" },
};
