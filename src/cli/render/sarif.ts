/** Results as SARIF 2.1.0, the form code hosts annotate changed lines with. Source: OASIS, SARIF Version 2.1.0. */

import { digest } from "../../model/canonical.ts";
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

/**
 * One run in this order, indented, without a line break at the end. `elsewhere`: where a result without a place is put, for GitHub's code scanning
 * refuses a whole file for one result without a physical location ("expected a physical location").
 */
export function resultsAsSarif(results: readonly BuildResult[], tool: SarifTool, elsewhere: Range = policies): string {
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
    results: results.map((one) => result(one, codes.indexOf(one.code), elsewhere)),
  };
  return JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2);
}

/** The worst first: a rule has the level of its worst result. */
const levels: readonly BuildResult["level"][] = ["error", "warning", "note"];

/** The default directory of policies, where not even a Lake was found. */
const policies: Range = { file: "policies", line: 1, column: 1, end: { line: 1, column: 1 } };

function result(one: BuildResult, ruleIndex: number, elsewhere: Range): object {
  const { code, level, message, help, range, related = [], about, identity = message } = one;
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: help === undefined ? message : `${message}; ${help}` },
    locations: [
      {
        ...location(range ?? elsewhere),
        ...(about === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: about, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(code, about ?? "", identity) },
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place, id) => ({ id, message: { text: place.message }, ...location(place.range) })) }),
  };
}

/**
 * Two results of one code at one line are two alerts, and a result whose line moves stays one. Source: GitHub Docs, SARIF support for code scanning:
 * alerts are told apart by this, the rule and the file.
 */
function fingerprint(...parts: readonly string[]): string {
  return `${digest(parts).slice("sha256:".length, "sha256:".length + 16)}:1`;
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
