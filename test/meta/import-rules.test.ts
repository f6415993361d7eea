/** The rule on imports between folders, held by the linter: what it refuses and what it lets pass. */

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Lints one planted file under the project's rules; true when the linter refuses its import. */
function isRefused(file: string, imported: string): boolean {
  const directory = mkdtempSync(path.join(tmpdir(), "lakegrade-lint-"));
  try {
    copyFileSync(path.join(root, ".oxlintrc.json"), path.join(directory, ".oxlintrc.json"));
    mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(directory, file), `import { it } from "${imported}";\n\nexport const that = it;\n`);
    const { stdout } = spawnSync(path.join(root, "node_modules/.bin/oxlint"), [file], { cwd: directory, encoding: "utf8" });
    return stdout.includes("no-restricted-imports");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test.each([
  ["src/model/x.ts", "../kinds/registry.ts"],
  ["src/model/x.ts", "@aws-sdk/client-glue"],
  ["src/kinds/lf-tag/spec.ts", "../../compiler/compile.ts"],
  ["src/kinds/lf-tag/kind.ts", "@aws-sdk/client-lakeformation"],
  ["src/compiler/x.ts", "../aws/clients.ts"],
  ["src/compiler/lower/x.ts", "../../kinds/registry.ts"],
  ["src/compiler/x.ts", "node:fs"],
  ["src/reconciler/x.ts", "../compiler/compile.ts"],
  ["src/reconciler/x.ts", "../aws/clients.ts"],
  ["src/audit/x.ts", "../reconciler/plan.ts"],
  ["src/aws/x.ts", "../kinds/registry.ts"],
  ["src/sandbox/x.ts", "../kinds/lf-tag/spec.ts"],
  ["src/cli/x.ts", "@aws-sdk/client-glue"],
])("%s may not import %s", (file, imported) => {
  expect(isRefused(file, imported)).toBe(true);
});

test.each([
  ["src/kinds/lf-tag/spec.ts", "../../model/address.ts"],
  ["src/compiler/x.ts", "../kinds/lf-tag/spec.ts"],
  ["src/reconciler/x.ts", "../kinds/registry.ts"],
  ["src/cli/x.ts", "../reconciler/plan.ts"],
])("%s may import %s", (file, imported) => {
  expect(isRefused(file, imported)).toBe(false);
});
