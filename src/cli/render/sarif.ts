/** Results as SARIF 2.1.0, the form code hosts annotate changed lines with. Source: OASIS, SARIF Version 2.1.0. */

import { sortDiagnostics } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Range } from "../../model/source.ts";
import { resultOf } from "./build-result.ts";
import type { BuildResult } from "./build-result.ts";

export interface SarifTool {
  readonly name: string;
  readonly version: string;
}

export function diagnosticsAsSarif(diagnostics: readonly Diagnostic[], tool: SarifTool): string {
  return resultsAsSarif(sortDiagnostics(diagnostics).map(resultOf), tool);
}

/** One run in this order, indented, without a line break at the end. */
export function resultsAsSarif(results: readonly BuildResult[], tool: SarifTool): string {
  const codes = [...new Set(results.map(({ code }) => code))].toSorted();
  const rules = codes.map((code) => {
    const ofCode = results.filter((one) => one.code === code);
    const title = ofCode[0]?.title;
    const level = levels.find((each) => ofCode.some((one) => one.level === each));
    return { id: code, ...(title === undefined ? {} : { shortDescription: { text: title } }), defaultConfiguration: { level } };
  });
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, rules } },
    columnKind: "utf16CodeUnits",
    results: results.map((one) => result(one, codes.indexOf(one.code))),
  };
  return JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2);
}

/** The worst first: a rule has the level of its worst result. */
const levels: readonly BuildResult["level"][] = ["error", "warning", "note"];

/**
 * Where a result without a place is put: GitHub's code scanning refuses a whole file for one result without a location.
 */
const everywhere: Range = { file: "policies", line: 1, column: 1, end: { line: 1, column: 1 } };

function result({ code, level, message, help, range, related = [], about }: BuildResult, ruleIndex: number): object {
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: help === undefined ? message : `${message}; ${help}` },
    locations: [
      {
        ...location(range ?? everywhere),
        ...(about === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: about, kind: "resource" }] }),
      },
    ],
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
