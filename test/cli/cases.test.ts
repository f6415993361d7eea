/** What the command says when something is wrong, to the letter: test/cases/cli/<code>-<case>, with files, steps and the expected text. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { diagnosticCodes } from "../../src/model/diagnostic-codes.ts";
import type { FaultSettings } from "../../src/sandbox/faults.ts";
import { portsOf } from "../governed-lake.ts";
import { openLake } from "./command.ts";
import type { Ended, Lake } from "./command.ts";

const root = path.resolve(import.meta.dirname, "../cases/cli");

/** One step of a case; the names are those in `steps.yaml`. */
interface Step {
  /** Words of a command. `<port>` is the port of the sandbox. */
  readonly run?: readonly string[];
  /** Of what it prints only the lines that this matches; a case about one message is not about the whole plan. */
  readonly shows?: string;
  /** Environment of the commands after it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly faults?: FaultSettings;
  /** Writes another text where a file has this one. */
  readonly replace?: { readonly file: string; readonly from: string; readonly to: string };
  /** Copies a file of the case to the policies, or elsewhere. */
  readonly put?: { readonly file: string; readonly as: string };
  readonly remove?: string;
  /** Makes a file this long. */
  readonly lengthen?: { readonly file: string; readonly bytes: number };
  /** Registers this location with the service-linked role. */
  readonly register?: string;
}

describe("the command", () => {
  test.each(readdirSync(root))("%s", async (name) => {
    const lake = await openLake();
    try {
      const folder = path.join(root, name);
      if (existsSync(path.join(folder, "files"))) await cp(path.join(folder, "files"), lake.cwd, { recursive: true });
      const steps = parse(readFileSync(path.join(folder, "steps.yaml"), "utf8")) as readonly Step[];
      const text = await shown(lake, folder, steps);
      await expect(text).toMatchFileSnapshot(path.join(folder, "expected.txt"));
      expect(text).toContain(name.split("-", 1)[0]);
    } finally {
      await lake.close();
    }
  });
});

test("every code of reading files, of plans and of applies has a case, but for those no policies lead to", () => {
  const codes = Object.keys(diagnosticCodes).filter((code) => /^LG(100[1-5]|50(0\d|1[0-6])|600\d)$/.test(code));
  const cases = new Set(readdirSync(root).map((name) => name.split("-", 1)[0]));
  // Guards behind the rules of what is ours: those leave the last administrator and the caller alone.
  expect(codes.filter((code) => !cases.has(code))).toEqual(["LG5003", "LG5004"]);
});

/** The commands with their exit codes, and what the last one printed; with `shows` what each of them printed. */
async function shown(lake: Lake, folder: string, steps: readonly Step[]): Promise<string> {
  const lines: string[] = [];
  let env: Readonly<Record<string, string>> = {};
  for (const [index, step] of steps.entries()) {
    if (step.env !== undefined) env = step.env;
    if (step.run === undefined) {
      await prepare(lake, folder, step);
      continue;
    }
    const { port } = new URL(lake.url);
    const words = step.run.map((word) => word.replace("<port>", port));
    const ended = await lake.run(words, env);
    lines.push(`$ lakegrade ${step.run.join(" ")}  (exit code ${ended.code})`);
    if (step.shows !== undefined || index === steps.length - 1) lines.push(...printed(ended, step.shows ?? ""));
  }
  return stable(`${lines.join("\n")}\n`, lake);
}

function printed({ stdout, stderr }: Ended, shows: string): readonly string[] {
  const pattern = new RegExp(shows);
  return [
    ["standard output", stdout],
    ["standard error", stderr],
  ].flatMap(([name, text = ""]) => {
    const lines = text.split("\n").filter((line) => pattern.test(line));
    while (lines.at(-1) === "") lines.pop();
    return lines.length === 0 ? [] : [`--- ${name}`, ...lines];
  });
}

async function prepare({ sandbox, cwd }: Lake, folder: string, step: Step): Promise<void> {
  const { faults, replace, put, remove, lengthen, register } = step;
  if (faults !== undefined) sandbox.setFaults(faults);
  if (put !== undefined) await cp(path.join(folder, put.file), path.join(cwd, put.as));
  if (remove !== undefined) await rm(path.join(cwd, remove), { recursive: true });
  if (lengthen !== undefined) await truncate(path.join(cwd, lengthen.file), lengthen.bytes);
  if (register !== undefined) await portsOf(sandbox).lakeFormation.registerResource({ ResourceArn: register, UseServiceLinkedRole: true });
  if (replace === undefined) return;
  const file = path.join(cwd, replace.file);
  const text = await readFile(file, "utf8");
  if (!text.includes(replace.from)) throw new Error(`${replace.file} does not hold ${replace.from}`);
  await writeFile(file, text.replace(replace.from, replace.to));
}

/** Without what differs from run to run. */
function stable(text: string, { cwd, url }: Lake): string {
  return text
    .replaceAll(cwd, "~")
    .replaceAll(new URL(url).port, "<port>")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "sha256:<hex>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");
}
