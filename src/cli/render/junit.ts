/** Diagnostics as JUnit XML, the form build servers show test results in: an error is a failed case, a warning a note. */

import { sortDiagnostics } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatRange } from "../../model/source.ts";

/** One suite with one case a diagnostic, or one passing case when there is none; without a line break at the end. */
export function diagnosticsAsJunit(diagnostics: readonly Diagnostic[], suite: string): string {
  const cases =
    diagnostics.length === 0 ? [testCase(suite, suite, "")] : sortDiagnostics(diagnostics).map((one) => diagnosticCase(suite, one));
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${escape(suite)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function diagnosticCase(suite: string, { code, severity, message, help, range }: Diagnostic): string {
  const place = range === undefined ? "" : ` ${formatRange(range)}`;
  const text = escape([`${severity}[${code}]: ${message}`, ...(help === undefined ? [] : [`help: ${help}`])].join("\n"));
  const content =
    severity === "error" ? `<failure type="${code}" message="${escape(message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
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
