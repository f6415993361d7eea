/** Diagnostics as SARIF 2.1.0, the form code hosts annotate changed lines with. Source: OASIS, SARIF Version 2.1.0. */

import { sortDiagnostics } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { diagnosticCodes } from "../../model/diagnostic-codes.ts";
import type { Range } from "../../model/source.ts";

export interface SarifTool {
  readonly name: string;
  readonly version: string;
}

/** One run with one result a diagnostic, indented, without a line break at the end. */
export function diagnosticsAsSarif(diagnostics: readonly Diagnostic[], tool: SarifTool): string {
  const sorted = sortDiagnostics(diagnostics);
  const codes = [...new Set(sorted.map(({ code }) => code))].toSorted();
  const rules = codes.map((code) => ({
    id: code,
    shortDescription: { text: diagnosticCodes[code].title },
    defaultConfiguration: { level: diagnosticCodes[code].severity },
  }));
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, rules } },
    columnKind: "utf16CodeUnits",
    results: sorted.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
  };
  return JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2);
}

/**
 * Where a result without a place is put: GitHub's code scanning refuses a whole file for one result without a location.
 */
const everywhere: Range = { file: "policies", line: 1, column: 1, end: { line: 1, column: 1 } };

function result({ code, severity, message, help, range, related = [] }: Diagnostic, ruleIndex: number): object {
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: help === undefined ? message : `${message}; ${help}` },
    locations: [location(range ?? everywhere)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place, id) => ({ id, message: { text: place.message }, ...location(place.range) })) }),
  };
}

function location({ file, line, column, end }: Range): object {
  const region = { startLine: line, startColumn: column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } };
}

/** A relative reference with its segments escaped, or a file URI for an absolute path. */
function uriOf(file: string): string {
  const escaped = file
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return file.startsWith("/") ? `file://${escaped}` : escaped.replace(/^\.\//, "");
}
