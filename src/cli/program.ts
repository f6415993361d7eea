/** The command tree, and running one command of it: expected problems end in messages and an exit code, never in a stack. */

import { Command, CommanderError } from "commander";

import { isAwsError } from "../model/aws-error.ts";
import { report } from "../model/diagnostic.ts";
import { awsDiagnostic } from "./aws-failure.ts";
import { Failure } from "./failure.ts";
import { addHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { en } from "./messages/en.ts";
import type { Language, Messages } from "./messages/en.ts";
import { languages } from "./messages/language.ts";
import { toldOf } from "./notes.ts";
import { languageOption } from "./options.ts";
import type { Format } from "./options.ts";
import { diagnosticsAsJson, renderDiagnostics } from "./render/diagnostics.ts";
import { diagnosticsAsJunit } from "./render/junit.ts";
import { diagnosticsAsSarif } from "./render/sarif.ts";
import { tool } from "./tool.ts";

type Run = (command: (io: Io) => Promise<number>, format: Format) => Promise<void>;
type AddCommand = (program: Command, run: Run) => void;

/** In the order of the help; each module brings what its command needs, and loading all of them takes longer than most commands run. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import("./init.ts")).addInit,
  validate: async () => (await import("./validate.ts")).addValidate,
  compile: async () => (await import("./compile.ts")).addCompile,
  bootstrap: async () => (await import("./bootstrap.ts")).addBootstrap,
  snapshot: async () => (await import("./snapshot.ts")).addSnapshot,
  plan: async () => (await import("./plan.ts")).addPlan,
  apply: async () => (await import("./apply.ts")).addApply,
  drift: async () => (await import("./drift.ts")).addDrift,
  "iam-policy": async () => (await import("./iam-policy.ts")).addIamPolicy,
  sandbox: async () => (await import("./sandbox.ts")).addSandbox,
  demo: async () => (await import("./demo.ts")).addDemo,
};

/** The command that the words name, or all of them: for the help, and to say which there are. */
async function commandsFor(words: readonly string[]): Promise<readonly AddCommand[]> {
  const [first = ""] = words;
  const load = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return load === undefined ? Promise.all(Object.values(commands).map(async (one) => one())) : [await load()];
}

/** Runs `lakegrade …words` and returns its exit code; `openIo` is asked once the language is known, and before. Throws for bugs. */
export async function runProgram(words: readonly string[], openIo: (messages: Messages) => Io): Promise<number> {
  let exitCode = 0;
  let quiet = false;
  const early = openIo(en);
  const program = new Command("lakegrade")
    .description("governance as code for AWS data lakes: grades on columns, clearances on groups")
    .version(tool.version, "-V, --version")
    .helpOption("-h, --help")
    .addOption(languageOption())
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: early.out, writeErr: early.err })
    .exitOverride();
  const run: Run = async (command, format) => {
    exitCode = await ended(openIo(languages[program.opts<{ lang: Language }>().lang]), command, format, quiet);
  };
  program.hook("preAction", (_program, command) => {
    quiet = command.opts<{ quiet?: boolean }>().quiet ?? false;
  });
  for (const add of await commandsFor(optionsSkipped(words))) add(program, run);
  addHelp(program);
  for (const command of program.commands) command.exitOverride().allowExcessArguments(false);
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has shown the message; wrong usage is an error like any other.
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (wantsJson(words)) {
      const message = error.message.replace(/^error: /, "").replace(/\.$/, "");
      early.out(`${diagnosticsAsJson([report("LG5012", { message, help: "see `lakegrade --help`" })])}\n`);
    }
    return 1;
  }
}

/** The words from the first that is neither an option of the program nor its value. */
function optionsSkipped(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "--lang");
  return start === -1 ? [] : words.slice(start);
}

/** The exit code of a command; expected problems are shown, in the result's format where that is for programs, and then all of them. */
async function ended(io: Io, command: (io: Io) => Promise<number>, format: Format, quiet: boolean): Promise<number> {
  try {
    return await command(io);
  } catch (error) {
    const failure = isAwsError(error) ? new Failure([awsDiagnostic(error, process.env)]) : error;
    if (!(failure instanceof Failure)) throw error;
    const { diagnostics, source } = failure;
    if (format === "json") io.out(`${diagnosticsAsJson(diagnostics)}\n`);
    else if (format === "sarif") io.out(`${diagnosticsAsSarif(diagnostics, tool)}\n`);
    else if (format === "junit") io.out(`${diagnosticsAsJunit(diagnostics, tool.name)}\n`);
    else io.err(`${renderDiagnostics(toldOf(diagnostics, quiet), { source, style: io.errStyle, messages: io.messages })}\n`);
    return 1;
  }
}

function wantsJson(words: readonly string[]): boolean {
  return words.some((word, index) => word === "--format=json" || (word === "--format" && words[index + 1] === "json"));
}
