/** Diagnostics as text with the source line underlined, and as JSON. */

import { sortDiagnostics } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Range } from "../../model/source.ts";
import { en } from "../messages/en.ts";
import type { Messages } from "../messages/en.ts";
import { cellWidth, fitCells, fitLastCells, printable } from "./terminal-text.ts";

/** The text of a file by its name in ranges; undefined when it is not at hand, then only the place is shown. */
export type SourceLookup = (file: string) => string | undefined;

export interface DiagnosticTextOptions {
  readonly source: SourceLookup;
  /** Terminal cells of a source line that are shown; the rest is cut around the place. Default 100. */
  readonly width?: number;
  /** Wraps text in a terminal style; without it the text is plain. */
  readonly style?: (style: "error" | "warning" | "strong" | "dim", text: string) => string;
  /** Words around the messages; English without it. */
  readonly messages?: Messages;
}

/** Looks sources up among files as they were read. Bytes that are not UTF-8 show as U+FFFD. */
export function sourcesOf(files: readonly { readonly file: string; readonly bytes: Uint8Array }[]): SourceLookup {
  const bytesOf = new Map(files.map(({ file, bytes }) => [file, bytes]));
  const texts = new Map<string, string>();
  return (file) => {
    const bytes = bytesOf.get(file);
    if (bytes === undefined) return undefined;
    const text = texts.get(file) ?? new TextDecoder().decode(bytes);
    texts.set(file, text);
    return text;
  };
}

/** All diagnostics in the order of their places, a blank line between them; ends without a line break. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticTextOptions): string {
  const lines = linesOf(options.source);
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => renderDiagnostic(diagnostic, lines, options).join("\n"))
    .join("\n\n");
}

/** `{"diagnostics": […]}`, in the order of their places, indented, without a line break at the end. */
export function diagnosticsAsJson(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify({ diagnostics: sortDiagnostics(diagnostics) }, undefined, 2);
}

/** "2 errors, 1 warning"; "no problems" when there are none. */
export function countDiagnostics(diagnostics: readonly Diagnostic[], messages: Messages): string {
  const count = (severity: Diagnostic["severity"], text: (number: number) => string): string[] => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [text(found)];
  };
  return [...count("error", messages.errors), ...count("warning", messages.warnings)].join(", ") || messages.noProblems;
}

type LineLookup = (range: Range) => string | undefined;

/** Splits each file once, however many diagnostics it has. */
function linesOf(source: SourceLookup): LineLookup {
  const split = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const lines = split.get(file) ?? source(file)?.split(/\r?\n/) ?? [];
    split.set(file, lines);
    return lines[line - 1];
  };
}

function renderDiagnostic(diagnostic: Diagnostic, lines: LineLookup, options: DiagnosticTextOptions): readonly string[] {
  const style = options.style ?? ((_style, text) => text);
  const { code, severity, message, label, help, notes = [], range, related = [] } = diagnostic;
  const places = range === undefined ? related : [{ message: label ?? "", range }, ...related];
  const gutter = Math.max(1, ...places.map((place) => String(place.range.line).length));
  const { messages = en } = options;
  const title = messages.titleOf(code);
  const text = `: ${title === undefined ? "" : `${title}: `}${printable(message)}`;
  const output = [`${style(severity, `${messages.severity[severity]}[${code}]`)}${style("strong", text)}`];
  places.forEach((place, index) => {
    const main = index === 0 && range !== undefined;
    output.push(style("dim", `${" ".repeat(gutter)} ┌─ ${printable(place.range.file)}:${place.range.line}:${place.range.column}`));
    const line = lines(place.range);
    if (line === undefined) {
      if (place.message !== "") output.push(`${" ".repeat(gutter)} ${style("dim", "│")} ${printable(place.message)}`);
      return;
    }
    const { shown, before, marked } = excerpt(line, place.range, options.width ?? 100);
    const mark = style(main ? severity : "dim", [(main ? "^" : "-").repeat(marked), printable(place.message)].join(" ").trimEnd());
    output.push(`${style("dim", `${String(place.range.line).padStart(gutter)} │`)} ${shown}`.trimEnd());
    output.push(`${" ".repeat(gutter)} ${style("dim", "│")} ${" ".repeat(before)}${mark}`);
  });
  for (const note of notes) output.push(`${" ".repeat(gutter)} ${style("dim", "=")} ${printable(note)}`);
  if (help !== undefined) output.push(`${" ".repeat(gutter)} ${style("dim", "=")} ${messages.help}: ${printable(help)}`);
  return output;
}

interface Excerpt {
  readonly shown: string;
  /** Terminal cells before the mark, and of the mark itself. */
  readonly before: number;
  readonly marked: number;
}

/** One line as it is shown, cut to `width` cells around the place; a place that goes on below ends with its first line. */
function excerpt(line: string, range: Range, width: number): Excerpt {
  const start = Math.min(range.column - 1, line.length);
  const end = range.end.line > range.line ? line.length : Math.min(Math.max(range.end.column - 1, start), line.length);
  if (line.length <= width && cellWidth(shownText(line)) <= width) {
    const mark = cellWidth(shownText(line.slice(start, end)));
    return { shown: shownText(line), before: cellWidth(shownText(line.slice(0, start))), marked: Math.max(1, mark) };
  }
  // A line may be a megabyte long: nothing beyond the reach of the width is looked at. One cell is rarely over four units.
  const reach = width * 4;
  const before = keepEnd(shownText(line.slice(Math.max(0, start - reach), start)), Math.floor(width / 2), start > reach);
  const marked = keepStart(shownText(line.slice(start, Math.min(end, start + reach))), width - cellWidth(before), end > start + reach);
  const left = width - cellWidth(before) - cellWidth(marked);
  const after = keepStart(shownText(line.slice(end, end + reach)), left, line.length > end + reach);
  return { shown: before + marked + after, before: cellWidth(before), marked: Math.max(1, cellWidth(marked)) };
}

/** The start of a text within a number of cells; an ellipsis shows that something is missing. */
function keepStart(text: string, cells: number, cutAlready: boolean): string {
  if (!cutAlready && cellWidth(text) <= cells) return text;
  return cells < 1 ? "" : `${fitCells(text, cells - 1)}…`;
}

function keepEnd(text: string, cells: number, cutAlready: boolean): string {
  if (!cutAlready && cellWidth(text) <= cells) return text;
  return `…${fitLastCells(text, cells - 1)}`;
}

/** A tab is shown as two blanks: its width would depend on where the excerpt starts. */
function shownText(text: string): string {
  return printable(text.replaceAll("\t", "  "));
}
