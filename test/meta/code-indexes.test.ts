/** The lists of all codes: docs/diagnostics/README.md and docs/findings/README.md. `npx vitest run test/meta/code-indexes.test.ts -u` writes them anew. */

import path from "node:path";

import { expect, test } from "vitest";

import { registry } from "../../src/audit/registry.ts";
import { diagnosticCodes } from "../../src/model/diagnostic-codes.ts";

interface Listed {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
}

function listOf(title: string, text: string, listed: readonly Listed[]): string {
  const rows = listed
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, severity, title: what }) => `| [${code}](${code}.md) | ${severity} | ${what} |`);
  return [`# ${title}`, "", text, "", "| Code | Severity | What |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

test("every diagnostic is in the list", async () => {
  const listed = Object.entries(diagnosticCodes).map(([code, entry]) => ({ code, ...entry }));
  const text =
    "Problems of policies, a command or a file. LG1 reading and parsing, LG2 the shape of documents, LG3 references, LG4 what the policies mean, LG5 plans and files, LG6 applying and AWS.";
  await expect(listOf("Diagnostics", text, listed)).toMatchFileSnapshot(path.resolve("docs/diagnostics/README.md"));
});

test("every finding is in the list", async () => {
  const text = "What `plan` and `drift` say about the estate. One finding may be more or less severe than the list says of its code.";
  await expect(listOf("Findings", text, registry)).toMatchFileSnapshot(path.resolve("docs/findings/README.md"));
});
