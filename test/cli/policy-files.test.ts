/** Reading policy files: which, in what order, under which name; and that nothing is skipped without a word. */

import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { maxFileBytes, readPolicyFiles } from "../../src/cli/policy-files.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "lakegrade-policies-"));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(name: string, text = "kind: Lake\n"): Promise<void> {
  await mkdir(path.dirname(path.join(root, name)), { recursive: true });
  await writeFile(path.join(root, name), text);
}

function short(text: string): string {
  return text.replaceAll(root, "~");
}

/** Names and messages, with the temporary directory written as `~`. */
async function read(
  ...directories: readonly string[]
): Promise<{ readonly files: readonly string[]; readonly problems: readonly string[] }> {
  const { files, diagnostics } = await readPolicyFiles(directories.map((directory) => `${root}/${directory}`));
  return { files: files.map(({ file }) => short(file)), problems: diagnostics.map(({ code, message }) => `${code}: ${short(message)}`) };
}

describe("policy files", () => {
  test("are every *.yaml and *.yml below the directories, sorted, whatever else lies there", async () => {
    await Promise.all(
      ["p/b.yaml", "p/a/z.yml", "p/a.yaml", "p/B.YAML", "p/readme.md", "p/x.yaml.bak", "q/c.yaml"].map((name) => put(name)),
    );
    expect(await read("q", "p/")).toEqual({ files: ["~/p/B.YAML", "~/p/a.yaml", "~/p/a/z.yml", "~/p/b.yaml", "~/q/c.yaml"], problems: [] });
  });

  test("are named as the directory was given", async () => {
    await put("p/a.yaml");
    const given = `${path.relative(process.cwd(), root)}/p//`;
    const { files } = await readPolicyFiles([given]);
    expect(files.map(({ file }) => file)).toEqual([`${path.relative(process.cwd(), root)}/p/a.yaml`]);
  });

  test("hold the bytes of the file", async () => {
    await put("p/a.yaml", "한글");
    const { files } = await readPolicyFiles([`${root}/p`]);
    expect(files.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(["한글"]);
  });

  test("are read once, however they are reached", async () => {
    await put("p/sub/a.yaml");
    await symlink("sub/a.yaml", path.join(root, "p/link.yaml"));
    await symlink("p", path.join(root, "again"));
    expect(await read("p", "p/sub", "p", "again")).toEqual({ files: ["~/p/link.yaml"], problems: [] });
  });
});

describe("LG1001: what cannot be read", () => {
  test("a missing directory and a file in place of one", async () => {
    await put("a.yaml");
    expect(await read("nowhere", "a.yaml")).toEqual({
      files: [],
      problems: [
        "LG1001: `~/nowhere` cannot be read: there is no such file or directory",
        "LG1001: `~/a.yaml` cannot be read: it is not a directory",
      ],
    });
  });

  test("links in a circle, links to nothing, and a directory inside itself", async () => {
    await put("p/a.yaml");
    await symlink("y.yaml", path.join(root, "p/x.yaml"));
    await symlink("x.yaml", path.join(root, "p/y.yaml"));
    await symlink("nowhere", path.join(root, "p/gone"));
    await symlink("..", path.join(root, "p/up"));
    expect(await read("p")).toEqual({
      files: ["~/p/a.yaml"],
      problems: [
        "LG1001: `~/p/gone` cannot be read: there is no such file or directory",
        "LG1001: `~/p/up/p` cannot be read: it is a link to a directory that contains it",
        "LG1001: `~/p/x.yaml` cannot be read: its links go round in a circle",
        "LG1001: `~/p/y.yaml` cannot be read: its links go round in a circle",
      ],
    });
  });

  test("directories, pipes and devices with the name of a policy file", async () => {
    await put("p/a.yaml");
    await mkdir(path.join(root, "p/dir.yaml"));
    execFileSync("mkfifo", [path.join(root, "p/pipe.yaml")]);
    await symlink("/dev/zero", path.join(root, "p/zero.yaml"));
    expect(await read("p")).toEqual({
      files: ["~/p/a.yaml"],
      problems: [
        "LG1001: `~/p/dir.yaml` cannot be read: it is a directory, not a file",
        "LG1001: `~/p/pipe.yaml` cannot be read: it is not a regular file",
        "LG1001: `~/p/zero.yaml` cannot be read: it is not a regular file",
      ],
    });
  });

  test.skipIf(process.getuid?.() === 0)("files and directories without permission", async () => {
    await put("p/a.yaml");
    await put("p/d/b.yaml");
    await chmod(path.join(root, "p/a.yaml"), 0);
    await chmod(path.join(root, "p/d"), 0);
    const { problems } = await read("p");
    await chmod(path.join(root, "p/d"), 0o700);
    expect(problems.toSorted()).toEqual([
      "LG1001: `~/p/a.yaml` cannot be read: permission denied",
      "LG1001: `~/p/d` cannot be read: permission denied",
    ]);
  });
});

test("LG1002: no policy file at all is an error that says how to start", async () => {
  await put("p/readme.md");
  const { files, diagnostics } = await readPolicyFiles([`${root}/p`]);
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: "LG1002", severity: "error", help: "`lakegrade init` writes a first policy set" }]);
});

test("LG1003: a file over the limit is not taken into memory", async () => {
  await put("p/a.yaml", "#".repeat(maxFileBytes));
  await put("p/b.yaml", "#".repeat(maxFileBytes + 1));
  await put("p/sparse.yaml");
  await truncate(path.join(root, "p/sparse.yaml"), 200 * 1024 * 1024);
  const before = process.memoryUsage().arrayBuffers;
  const { files, problems } = await read("p");
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  expect(files).toEqual(["~/p/a.yaml"]);
  expect(problems).toEqual(["LG1003: `~/p/b.yaml` is larger than 1024 KiB", "LG1003: `~/p/sparse.yaml` is larger than 1024 KiB"]);
});
