/** What a command may touch of the outside: streams, files, the clock, the terminal. The only importer is the command line. */

import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";

export type Style = "error" | "warning" | "strong" | "dim" | "widens" | "narrows" | "good";

export interface Io {
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
export function processIo(interruption: Pick<Io, "isInterrupted" | "holdInterruption" | "untilInterrupted">): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    style: styler(process.stdout),
    errStyle: styler(process.stderr),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    progressTerminal: process.stderr.isTTY && process.env["TERM"] !== "dumb",
    now: () => new Date(),
    ask: async (question) => {
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await prompt.question(question);
      } catch (error) {
        // Ctrl-C and Ctrl-D at the question: no answer, which is no yes.
        if (error instanceof Error && error.name === "AbortError") return "";
        throw error;
      } finally {
        prompt.close();
      }
    },
    readText,
    writeText,
    ...interruption,
  };
}

/** Sources: no-color.org; force-color.org. An empty NO_COLOR counts as absent. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = process.env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined && force !== "0" && force !== "false") return true;
  return stream.isTTY && term !== "dumb";
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Failure([fileProblem("LG1001", file, "cannot be read", error)]);
  }
}

/** Writes beside the target and renames, so that a reader never sees half a file. */
async function writeText(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    // `wx`: a file or link that somebody put there first is not followed.
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Failure([fileProblem("LG5011", file, "cannot be written", error)]);
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
