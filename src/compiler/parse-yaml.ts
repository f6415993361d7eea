/** Text into YAML documents, within bounds that keep hostile input cheap, with the library's problems as ours. */

import { Composer, Lexer, Parser } from "yaml";
import type { Document, ParsedNode } from "yaml";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceText } from "./parse-source.ts";
import { maxProblems, syntaxProblems } from "./parse-syntax.ts";

/** Collections inside collections; the deepest policy needs eight. Keeps every later recursion far from the stack's end. */
export const maxDepth = 64;

/** The parser also stacks the document and the scalar it is building. */
const maxParserStack = maxDepth + 4;

/** Tokens that fit nowhere; a file with more of them is not a policy file with mistakes, and is not read to its end. */
const maxStrayTokens = 50;

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
    const problems = syntaxProblems(source, document.errors.concat(document.warnings));
    diagnostics.push(...problems);
    const empty = document.contents === null || document.contents.range[0] === document.contents.range[1];
    if (!empty || problems.length > 0) documents.push({ contents: document.contents, sound: problems.length === 0 });
  };
  const addDirective = (offset: number, text: string): void => {
    if (!/^%YAML[ \t]+1\.2[ \t]*$/.test(text) && diagnostics.length < maxProblems)
      diagnostics.push(unsupportedDirective(source, offset, text));
  };
  const tooDeep = compose(source.text, { document: add, directive: addDirective });
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

/** Another version of YAML reads `yes` and `<<` differently, and a tag prefix renames what a reader knows. */
function unsupportedDirective(source: SourceText, offset: number, text: string): Diagnostic {
  const message = "policy files take no `%` directive but `%YAML 1.2`";
  return report("LG1015", { message, help: "remove the line", range: source.range(offset, offset + text.length) });
}

interface Sink {
  readonly document: (document: Document.Parsed) => void;
  readonly directive: (offset: number, text: string) => void;
}

/** Composes with errors that carry no stack: a file may hold a million of them, and each stack costs more than the error. */
function compose(text: string, sink: Sink): number | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return composeAll(text, sink);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Feeds documents and directives to the sink; stops at the offset it returns when collections are nested too deep. */
function composeAll(text: string, sink: Sink): number | undefined {
  const parser = new Parser();
  const composer = new Composer({ schema: "core", version: "1.2", resolveKnownTags: false, uniqueKeys: false, prettyErrors: false });
  let strayTokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    // The parser emits a document only when it ends, so composing starts after the depth is known to be bounded.
    for (const token of parser.next(lexeme)) {
      if (token.type === "error") strayTokens += 1;
      if (token.type === "directive") sink.directive(token.offset, token.source);
      for (const document of composer.next(token)) sink.document(document);
    }
    if (parser.stack.length > maxParserStack) return offset;
    if (strayTokens > maxStrayTokens) break;
  }
  for (const token of parser.end()) for (const document of composer.next(token)) sink.document(document);
  for (const document of composer.end(true, text.length)) sink.document(document);
  return undefined;
}
