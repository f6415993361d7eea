/** Results as JUnit XML, the form build servers show test results in: what fails the command is a failed case, the rest a note. */

import { sortDiagnostics } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatRange } from "../../model/source.ts";
import { resultOf } from "./build-result.ts";
import type { BuildResult } from "./build-result.ts";

export function diagnosticsAsJunit(diagnostics: readonly Diagnostic[], suite: string): string {
  return resultsAsJunit(sortDiagnostics(diagnostics).map(resultOf), suite);
}

/** One suite with one case a result, or one passing case when there is none; in this order, without a line break at the end. */
export function resultsAsJunit(results: readonly BuildResult[], suite: string): string {
  const cases = results.length === 0 ? [testCase(suite, suite, "")] : results.map((one) => resultCase(suite, one));
  const failures = results.filter(({ fails }) => fails).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${escape(suite)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function resultCase(suite: string, { code, level, fails, message, help, range, about }: BuildResult): string {
  const place = range === undefined ? (about === undefined ? "" : ` ${about}`) : ` ${formatRange(range)}`;
  const text = escape([`${level}[${code}]: ${message}`, ...(help === undefined ? [] : [`help: ${help}`])].join("\n"));
  const content = fails ? `<failure type="${code}" message="${escape(message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
  return testCase(suite, `${code}${place}`, content);
}

function testCase(suite: string, name: string, content: string): string {
  const open = `    <testcase classname="${escape(suite)}" name="${escape(name)}"`;
  return content === "" ? `${open}/>` : `${open}>${content}</testcase>`;
}

/** Text for an attribute or an element; characters that XML 1.0 has no way to write become U+FFFD. */
function escape(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
