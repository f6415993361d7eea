/** What a command may touch of the outside: streams, files, the clock, the terminal. The only importer is the command line. */

import { randomUUID } from "node:crypto";
import { mkdir, readFile, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";
import type { Messages } from "./messages/en.ts";

export type Style = "error" | "warning" | "strong" | "dim" | "widens" | "narrows" | "good";

export interface Io {
  /** The phrases of the language that the reader asked for. */
  readonly messages: Messages;
  /** Results: standard output. */
  readonly out: (text: string) => void;
  /** Messages and progress: standard error. */
  readonly err: (text: string) => void;
  /** Styles text for standard output; plain where the stream or `NO_COLOR` asks for it. */
  readonly style: (style: Style, text: string) => string;
  /** The same for standard error. */
  readonly errStyle: (style: Style, text: string) => string;
  /** Is there a person at the terminal who can be asked and shown progress? */
  readonly interactive: boolean;
  /** Can standard error show lines that are overwritten? */
  readonly progressTerminal: boolean;
  readonly now: () => Date;
  readonly ask: (question: string) => Promise<string>;
  readonly readText: (file: string) => Promise<string>;
  readonly writeText: (file: string, text: string) => Promise<void>;
  readonly makeDirectory: (directory: string) => Promise<void>;
  /** True once the user has asked to stop. */
  readonly isInterrupted: () => boolean;
  /** From here on an interruption does not end the process; the command looks at `isInterrupted` where it can stop. */
  readonly holdInterruption: () => void;
  /** Resolves when the user asks to stop. */
  readonly untilInterrupted: () => Promise<void>;
}

const formats: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  error: ["red", "bold"],
  warning: ["yellow", "bold"],
  strong: "bold",
  dim: "dim",
  widens: "yellow",
  narrows: "cyan",
  good: "green",
};

/** Styles text for a stream, or leaves it as it is where the stream shows no colours. */
function styler(stream: NodeJS.WriteStream): Io["style"] {
  const colours = wantsColour(stream);
  return (style, text) => (colours ? styleText(formats[style], text, { validateStream: false }) : text);
}

/** The process's own streams. */
export function processIo(interruption: Pick<Io, "isInterrupted" | "holdInterruption" | "untilInterrupted">, messages: Messages): Io {
  return {
    messages,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    style: styler(process.stdout),
    errStyle: styler(process.stderr),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    progressTerminal: process.stderr.isTTY && process.env["TERM"] !== "dumb",
    now: () => new Date(),
    ask,
    readText,
    writeText,
    makeDirectory,
    ...interruption,
  };
}

/** The answer; none where the input ends. Ctrl-C at the question is an interruption like any other, though the terminal sends no signal then. */
async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const asking = new AbortController();
  prompt.once("SIGINT", () => {
    prompt.close();
    process.stderr.write("\n");
    process.emit("SIGINT", "SIGINT");
    asking.abort();
  });
  try {
    return await prompt.question(question, { signal: asking.signal });
  } catch (error) {
    // Ctrl-D: no answer, which is no yes.
    if (error instanceof Error && error.name === "AbortError") return "";
    throw error;
  } finally {
    prompt.close();
  }
}

/** Sources: no-color.org; force-color.org. An empty NO_COLOR counts as absent. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = process.env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined && force !== "0" && force !== "false") return true;
  return stream.isTTY && term !== "dumb";
}

/** UTF-8 text, without the byte order mark that editors on Windows begin it with. */
async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(file));
  } catch (error) {
    throw new Failure([fileProblem("LG1001", file, "cannot be read", error)]);
  }
}

/**
 * Writes a file so that a reader never sees half of it: beside the target, then renamed. A link is written through; devices
 * and pipes are written to, not replaced. The directory must exist.
 */
async function writeText(file: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const existing = await stat(file).catch(() => undefined);
    const link = existing === undefined ? await readlink(file).catch(() => undefined) : undefined;
    // A link whose target is missing is written through as well: the target is made, the link stays.
    if (link !== undefined || (existing !== undefined && !existing.isFile())) {
      await writeFile(file, text, { mode: 0o600 });
      return;
    }
    const target = existing === undefined ? file : await realpath(file);
    const name = `${target}.${randomUUID()}.tmp`;
    // `wx`: a file or link that somebody put there first is not followed.
    await writeFile(name, text, { mode: 0o600, flag: "wx" });
    temporary = name;
    await rename(name, target);
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw new Failure([fileProblem("LG5011", file, "cannot be written", error)]);
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw new Failure([fileProblem("LG5011", directory, "cannot be made", error)]);
  }
}

function fileProblem(code: "LG1001" | "LG5011", file: string, what: string, error: unknown): Diagnostic {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const words: Readonly<Record<string, string>> = {
    ENOENT: "no such file or directory",
    EACCES: "permission denied",
    EISDIR: "it is a directory",
    EEXIST: "a part of the path is no directory",
    ENOTDIR: "a part of the path is no directory",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
  };
  return report(code, { message: `\`${file}\` ${what}: ${words[reason] ?? reason}`, help: "check the path and its permissions" });
}
