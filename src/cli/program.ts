/** The command tree, and running one command of it: expected problems end in messages and an exit code, never in a stack. */

import { Command, CommanderError } from "commander";

import { isAwsError } from "../model/aws-error.ts";
import { report } from "../model/diagnostic.ts";
import { addApply } from "./apply.ts";
import { awsDiagnostic } from "./aws-failure.ts";
import { addBootstrap } from "./bootstrap.ts";
import { addCompile } from "./compile.ts";
import { addDemo } from "./demo.ts";
import { addDrift } from "./drift.ts";
import { Failure } from "./failure.ts";
import { addHelp } from "./help.ts";
import { addIamPolicy } from "./iam-policy.ts";
import { addInit } from "./init.ts";
import type { Io } from "./io.ts";
import { en } from "./messages/en.ts";
import type { Language, Messages } from "./messages/en.ts";
import { languages } from "./messages/language.ts";
import { languageOption } from "./options.ts";
import type { Format } from "./options.ts";
import { addPlan } from "./plan.ts";
import { diagnosticsAsJson, renderDiagnostics } from "./render/diagnostics.ts";
import { diagnosticsAsJunit } from "./render/junit.ts";
import { diagnosticsAsSarif } from "./render/sarif.ts";
import { addSandbox } from "./sandbox.ts";
import { addSnapshot } from "./snapshot.ts";
import { tool } from "./tool.ts";
import { addValidate } from "./validate.ts";

const commands = [
  addInit,
  addValidate,
  addCompile,
  addBootstrap,
  addSnapshot,
  addPlan,
  addApply,
  addDrift,
  addIamPolicy,
  addSandbox,
  addDemo,
];

/** Runs `lakegrade …words` and returns its exit code; `openIo` is asked once the language is known, and before. Throws for bugs. */
export async function runProgram(words: readonly string[], openIo: (messages: Messages) => Io): Promise<number> {
  let exitCode = 0;
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
  const run = async (command: (io: Io) => Promise<number>, format: Format): Promise<void> => {
    exitCode = await ended(openIo(languages[program.opts<{ lang: Language }>().lang]), command, format);
  };
  for (const add of commands) add(program, run);
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

/** The exit code of a command; expected problems are shown, in the result's format where that is for programs. */
async function ended(io: Io, command: (io: Io) => Promise<number>, format: Format): Promise<number> {
  try {
    return await command(io);
  } catch (error) {
    const failure = isAwsError(error) ? new Failure([awsDiagnostic(error)]) : error;
    if (!(failure instanceof Failure)) throw error;
    const { diagnostics } = failure;
    if (format === "json") io.out(`${diagnosticsAsJson(diagnostics)}\n`);
    else if (format === "sarif") io.out(`${diagnosticsAsSarif(diagnostics, tool)}\n`);
    else if (format === "junit") io.out(`${diagnosticsAsJunit(diagnostics, tool.name)}\n`);
    else io.err(`${renderDiagnostics(diagnostics, { source: failure.source, style: io.errStyle, messages: io.messages })}\n`);
    return 1;
  }
}

function wantsJson(words: readonly string[]): boolean {
  return words.some((word, index) => word === "--format=json" || (word === "--format" && words[index + 1] === "json"));
}
