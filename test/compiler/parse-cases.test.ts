/** Folders of policies and the diagnostics they end in, as text: test/cases/{parse,schema}/<case>. */

import { readdirSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { readPolicyFiles } from "../../src/cli/policy-files.ts";
import { renderDiagnostics, sourcesOf } from "../../src/cli/render/diagnostics.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";

describe.each(["parse", "schema"])("policies with problems of %s", (group) => {
  const root = `test/cases/${group}`;

  test.each(readdirSync(root))("%s", async (name) => {
    const { files, diagnostics } = await readPolicyFiles([`${root}/${name}/policies`]);
    expect(diagnostics).toEqual([]);
    const shown = files.map(({ file, bytes }) => ({ file: path.posix.relative(`${root}/${name}`, file), bytes }));
    const text = renderDiagnostics(parsePolicies(shown).diagnostics, { source: sourcesOf(shown) });
    await expect(`${text}\n`).toMatchFileSnapshot(path.resolve(root, name, "expected.txt"));
  });
});
