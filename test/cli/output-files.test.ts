/** Files that commands write: through links, into pipes, and where they cannot be written. */

import { spawnSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { runCli, runHosted } from "./command.ts";
import type { Ended, Runner } from "./command.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), "lakegrade-output-"));
  const columns = [{ name: "rrno", type: "string" }];
  writeFileSync(
    path.join(cwd, "catalog.json"),
    JSON.stringify({ databases: [{ name: "hr dept", tables: [{ name: "staff", columns, partitionKeys: [] }] }] }),
  );
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function init(): Promise<Ended> {
  return runHosted(["init", "--account", "111122223333", "--database", "hr dept", "--permission-set", "Staff"], cwd, {});
}

function compileTo(file: string, run: Runner = runHosted): Promise<Ended> {
  return run(["compile", "--catalog", "catalog.json", "-o", file], cwd, {});
}

test("init takes a database whose name is no LF-Tag value, and leaves the domain to the user", async () => {
  expect(await init()).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(cwd, "policies/classification.yaml"), "utf8")).not.toContain("domain:");
  expect(await runHosted(["validate", "--catalog", "catalog.json"], cwd, {})).toMatchObject({ code: 0 });
});

test.each([true, false])("output goes through a link and leaves the link (target exists: %s)", async (exists) => {
  await init();
  if (exists) writeFileSync(path.join(cwd, "target.json"), "old");
  symlinkSync("target.json", path.join(cwd, "link.json"));
  expect(await compileTo("link.json")).toMatchObject({ code: 0 });
  expect(lstatSync(path.join(cwd, "link.json")).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(cwd, "target.json"), "utf8")).toContain('"formatVersion": 1');
});

test("output into a pipe reaches its reader, and the pipe stays", async () => {
  await init();
  expect(spawnSync("mkfifo", [path.join(cwd, "pipe")]).status).toBe(0);
  const [ended, read] = await Promise.all([
    compileTo("pipe", runCli),
    import("node:fs/promises").then((fs) => fs.readFile(path.join(cwd, "pipe"), "utf8")),
  ]);
  expect([ended.code, lstatSync(path.join(cwd, "pipe")).isFIFO()]).toEqual([0, true]);
  expect(read).toContain('"formatVersion": 1');
});

test.each(["missing/x.json", "/proc/missing/x.json"])("output into a directory that is not there ends in one error: %s", async (file) => {
  await init();
  const { code, stdout, stderr } = await compileTo(file);
  // Warnings about the policies stand before it.
  expect([code, stdout, stderr.match(/^error\[\w+\]/gm)]).toEqual([1, "", ["error[LG5011]"]]);
});
