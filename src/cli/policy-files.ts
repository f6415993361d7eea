/** Reads policy files: every `*.yaml` and `*.yml` below the policy directories, each once, in a fixed order. */

import { constants } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";

import type { PolicyFile } from "../compiler/policy.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareText } from "../model/source.ts";

export const defaultPolicyDirectories = ["policies"] as const;

/** Bytes of one policy file: some ten thousand rules. Larger input is a mistake, and costly to parse. */
export const maxFileBytes = 1024 * 1024;

/** Directory entries visited in all: a policy directory given as `/` by mistake ends in a message, not in an endless walk. */
const maxEntries = 50_000;

interface Walk {
  /** Found files: the name to show and the real path, which tells one file under two names. */
  readonly found: { readonly name: string; readonly real: string }[];
  readonly diagnostics: Diagnostic[];
  /** Real paths of the directories walked, so that each is walked once. */
  readonly walked: Set<string>;
  entries: number;
}

/**
 * The policy files below the directories, united and sorted by name; links are followed, a file reached twice is read
 * once. Whatever cannot be read is a diagnostic: a part of the policies must not go missing unnoticed.
 */
export async function readPolicyFiles(
  directories: readonly string[],
): Promise<{ readonly files: readonly PolicyFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const walk: Walk = { found: [], diagnostics: [], walked: new Set(), entries: 0 };
  const roots = directories.length === 0 ? defaultPolicyDirectories : directories;
  for (const root of roots) await walkRoot(walk, root);
  const files: PolicyFile[] = [];
  const read = new Set<string>();
  for (const { name, real } of walk.found.toSorted((a, b) => compareText(a.name, b.name))) {
    if (read.has(real)) continue;
    read.add(real);
    const result = await readPolicyFile(name, real);
    if ("bytes" in result) files.push(result);
    else walk.diagnostics.push(result);
  }
  if (files.length === 0 && walk.diagnostics.length === 0) walk.diagnostics.push(noPolicyFile(roots));
  return { files, diagnostics: walk.diagnostics };
}

function noPolicyFile(roots: readonly string[]): Diagnostic {
  const message = `no policy file (\`*.yaml\` or \`*.yml\`) below ${roots.map((root) => `\`${root}\``).join(", ")}`;
  return report("LG1002", { message, help: "`lakegrade init` writes a first policy set" });
}

async function walkRoot(walk: Walk, root: string): Promise<void> {
  if (root === "") {
    walk.diagnostics.push(
      report("LG1001", { message: "a policy directory has an empty name", help: "is a variable of the script empty?" }),
    );
    return;
  }
  const name = root === "/" ? "" : root.split(path.sep).join("/").replace(/\/+$/, "");
  try {
    if ((await stat(root)).isDirectory()) return await walkDirectory(walk, name, await realpath(root), []);
    walk.diagnostics.push(unreadable(root, "it is not a directory", "give the directory that holds the policy files"));
  } catch (error) {
    const help = "give the directory of the policies, or run `lakegrade init` to write a first policy set";
    walk.diagnostics.push(unreadable(root, reasonOf(error), codeOf(error) === "ENOENT" ? help : undefined));
  }
}

/** `name` is shown, `real` is read; `above` are the real paths of the directories on the way here. */
async function walkDirectory(walk: Walk, name: string, real: string, above: readonly string[]): Promise<void> {
  if (above.includes(real)) {
    walk.diagnostics.push(unreadable(name, "it is a link to a directory that contains it", "remove the link"));
    return;
  }
  if (walk.walked.has(real)) return;
  walk.walked.add(real);
  for (const entry of await entriesOf(walk, name, real)) {
    walk.entries += 1;
    if (walk.entries > maxEntries) {
      const message = `more than ${maxEntries} files and directories below the policy directories`;
      if (walk.entries === maxEntries + 1) walk.diagnostics.push(report("LG1001", { message, help: "give the directory of the policies" }));
      return;
    }
    await walkEntry(walk, `${name}/${entry}`, path.join(real, entry), above.concat(real));
  }
}

async function entriesOf(walk: Walk, name: string, real: string): Promise<readonly string[]> {
  try {
    return (await readdir(real)).toSorted(compareText);
  } catch (error) {
    walk.diagnostics.push(unreadable(name, reasonOf(error)));
    return [];
  }
}

async function walkEntry(walk: Walk, name: string, location: string, above: readonly string[]): Promise<void> {
  const isPolicyName = /\.ya?ml$/i.test(name);
  try {
    const stats = await stat(location);
    if (stats.isDirectory() && isPolicyName) {
      walk.diagnostics.push(unreadable(name, "it is a directory, not a file", "give the directory another name"));
    } else if (stats.isDirectory()) {
      await walkDirectory(walk, name, await realpath(location), above);
    } else if (isPolicyName && stats.isFile()) {
      walk.found.push({ name, real: await realpath(location) });
    } else if (isPolicyName) {
      walk.diagnostics.push(unreadable(name, "it is not a regular file"));
    }
  } catch (error) {
    // Whatever its name, it might have led to a directory of policies.
    walk.diagnostics.push(unreadable(name, reasonOf(error)));
  }
}

async function readPolicyFile(name: string, real: string): Promise<PolicyFile | Diagnostic> {
  try {
    // Not blocking: what was a file when it was found may be a pipe now.
    const handle = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await handle.stat()).isFile()) return unreadable(name, "it is not a regular file");
      const bytes = await readUpTo(handle, maxFileBytes + 1);
      return bytes.length > maxFileBytes ? tooLarge(name) : { file: name, bytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return unreadable(name, reasonOf(error));
  }
}

/** Reads until the end or the limit, whatever size the file claims to have. */
async function readUpTo(handle: FileHandle, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (total < limit) {
    const chunk = new Uint8Array(Math.min(64 * 1024, limit - total));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(chunks, total);
}

function tooLarge(name: string): Diagnostic {
  const message = `\`${name}\` is larger than ${maxFileBytes / 1024} KiB`;
  return report("LG1003", { message, help: "split it into several files" });
}

function unreadable(name: string, reason: string, help?: string): Diagnostic {
  return report("LG1001", {
    message: `\`${name === "" ? "/" : name}\` cannot be read: ${reason}`,
    ...(help === undefined ? {} : { help }),
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Why a file cannot be read, in words; the system's code is kept for what is rare. */
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case "ENOENT":
      return "there is no such file or directory";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ELOOP":
      return "its links go round in a circle";
    case "ENAMETOOLONG":
      return "its path is too long";
    case "":
      throw error;
    default:
      return `the system reports ${code}`;
  }
}
