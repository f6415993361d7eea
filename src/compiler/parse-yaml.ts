/** Text into YAML documents, within bounds that keep hostile input cheap, with the library's problems as ours. */

import { Composer, Lexer, Parser } from "yaml";
import type { Document, ParsedNode, YAMLError } from "yaml";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-codes.ts";
import type { SourceText } from "./parse-source.ts";

/** Collections inside collections; the deepest policy needs eight. Keeps every later recursion far from the stack's end. */
export const maxDepth = 64;

/** The parser also stacks the document and the scalar it is building. */
const maxParserStack = maxDepth + 4;

/** Problems reported for one document; a file with more of them is not a policy file with mistakes. */
const maxProblems = 50;

/** One YAML document. Its contents must not be used when `sound` is false. */
export interface YamlDocument {
  readonly contents: ParsedNode | null;
  readonly sound: boolean;
}

/** All documents of a file, empty ones left out, and every problem of their syntax. */
export function parseYaml(source: SourceText): {
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const documents: YamlDocument[] = [];
  const add = (document: Document.Parsed): void => {
    const problems = translate(source, document.errors.concat(document.warnings));
    diagnostics.push(...problems);
    const empty = document.contents === null || document.contents.range[0] === document.contents.range[1];
    if (!empty || problems.length > 0) documents.push({ contents: document.contents, sound: problems.length === 0 });
  };
  const tooDeep = compose(source.text, add);
  if (tooDeep !== undefined) diagnostics.push(nestedTooDeep(source, tooDeep, tooDeep + 1));
  return { documents: tooDeep === undefined ? documents : documents.concat({ contents: null, sound: false }), diagnostics };
}

/** The problem of too many collections inside each other; `start` and `end` are the offsets of the first that is too deep. */
export function nestedTooDeep(source: SourceText, start: number, end: number): Diagnostic {
  return report("LG1011", {
    message: `more than ${maxDepth} collections inside each other`,
    help: "policies are never nested this deep: look for an unclosed bracket or stray dashes",
    range: source.range(start, end),
  });
}

/** Composes with errors that carry no stack: a file may hold a million of them, and each stack costs more than the error. */
function compose(text: string, add: (document: Document.Parsed) => void): number | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return composeAll(text, add);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Feeds the documents to `add`; stops at the offset it returns when collections are nested too deep. */
function composeAll(text: string, add: (document: Document.Parsed) => void): number | undefined {
  const parser = new Parser();
  const composer = new Composer({ schema: "core", version: "1.2", resolveKnownTags: false, uniqueKeys: false, prettyErrors: false });
  let strayTokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    // The parser emits a document only when it ends, so composing starts after the depth is known to be bounded.
    for (const token of parser.next(lexeme)) {
      if (token.type === "error") strayTokens += 1;
      for (const document of composer.next(token)) add(document);
    }
    if (parser.stack.length > maxParserStack) return offset;
    if (strayTokens > maxProblems) break;
  }
  for (const token of parser.end()) for (const document of composer.next(token)) add(document);
  for (const document of composer.end(true, text.length)) add(document);
  return undefined;
}

/** Problems that stay where they are; any other kind derails what follows, so only the first such one is reported. */
const local: ReadonlySet<YAMLError["code"]> = new Set(["BAD_DQ_ESCAPE", "TAG_RESOLVE_FAILED", "BAD_ALIAS", "ALIAS_PROPS", "BAD_DIRECTIVE"]);

function translate(source: SourceText, errors: readonly YAMLError[]): readonly Diagnostic[] {
  const ordered = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const derailed = ordered.find((error) => !local.has(error.code));
  return ordered
    .filter((error) => error === derailed || (local.has(error.code) && error.pos[0] < (derailed?.pos[0] ?? Infinity)))
    .slice(0, maxProblems)
    .map((error) => syntaxProblem(source, error));
}

function syntaxProblem(source: SourceText, error: YAMLError): Diagnostic {
  const start = Math.min(error.pos[0], source.text.length);
  const range = source.range(start, endOfProblem(source.text, start, error.pos[1]));
  const { code, message, help } = explanations[error.code] ?? { code: "LG1006", message: lowerFirst(error.message) };
  return report(code, { message, ...(help === undefined ? {} : { help }), range });
}

/** At most the rest of the line: what follows a syntax error says nothing. */
function endOfProblem(text: string, start: number, end: number): number {
  const lineEnd = /\r?\n|$/g;
  lineEnd.lastIndex = start;
  return Math.min(Math.max(end, start + 1), Math.max(lineEnd.exec(text)?.index ?? start, start));
}

function lowerFirst(message: string): string {
  const line = message.split("\n", 1)[0] ?? "";
  const short = line.length > 160 ? `${line.slice(0, 160)}…` : line;
  return `${short.charAt(0).toLowerCase()}${short.slice(1)}`;
}

interface Explanation {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help?: string;
}

const explanations: Partial<Record<YAMLError["code"], Explanation>> = {
  ALIAS_PROPS: { code: "LG1006", message: "an alias takes no anchor and no tag of its own" },
  BAD_ALIAS: { code: "LG1010", message: "an anchor or alias needs a name that does not end in a colon" },
  BAD_COLLECTION_TYPE: { code: "LG1009", message: "this tag does not fit the value it stands before", help: "remove the tag" },
  BAD_DIRECTIVE: { code: "LG1015", message: "this `%` directive is not one of YAML 1.2", help: "remove the line" },
  BAD_DQ_ESCAPE: {
    code: "LG1006",
    message: "unknown escape sequence in a double-quoted text",
    help: "write `\\\\` for a backslash, or use single quotes",
  },
  BAD_SCALAR_START: { code: "LG1006", message: "a plain text cannot start with this character", help: "put the text in quotes" },
  BLOCK_AS_IMPLICIT_KEY: {
    code: "LG1006",
    message: "a value that has its own keys cannot start on the line of its key",
    help: "put a text that holds `: ` in quotes, or start the nested keys on the next line",
  },
  KEY_OVER_1024_CHARS: { code: "LG1006", message: "a key is at most 1024 characters long" },
  MULTILINE_IMPLICIT_KEY: {
    code: "LG1006",
    message: "a key must be on one line and followed by a colon",
    help: "look for a missing `:` or a missing closing quote",
  },
  MULTIPLE_ANCHORS: { code: "LG1006", message: "a value has at most one anchor" },
  MULTIPLE_TAGS: { code: "LG1006", message: "a value has at most one tag" },
  TAB_AS_INDENT: { code: "LG1007", message: "a tab is used for indentation", help: "indent with spaces" },
  TAG_RESOLVE_FAILED: {
    code: "LG1009",
    message: "unknown tag, or a tag that does not fit its value",
    help: "remove the tag: policies hold plain text, numbers, true and false",
  },
};
