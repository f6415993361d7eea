#!/usr/bin/env node
/** The command line: builds the command tree; the only place that ends the process. */

import { Command, CommanderError } from "commander";

import { addApply } from "./cli/apply.ts";
import { awsDiagnostic } from "./cli/aws-failure.ts";
import { addBootstrap } from "./cli/bootstrap.ts";
import { addCompile } from "./cli/compile.ts";
import { addDemo } from "./cli/demo.ts";
import { addDrift } from "./cli/drift.ts";
import { Failure } from "./cli/failure.ts";
import { addHelp } from "./cli/help.ts";
import { addInit } from "./cli/init.ts";
import { watchInterruption } from "./cli/interruption.ts";
import { processIo } from "./cli/io.ts";
import type { Io } from "./cli/io.ts";
import type { Language, Messages } from "./cli/messages/en.ts";
import { languages } from "./cli/messages/language.ts";
import { languageOption } from "./cli/options.ts";
import type { Format } from "./cli/options.ts";
import { addPlan } from "./cli/plan.ts";
import { diagnosticsAsJson, renderDiagnostics } from "./cli/render/diagnostics.ts";
import { diagnosticsAsJunit } from "./cli/render/junit.ts";
import { diagnosticsAsSarif } from "./cli/render/sarif.ts";
import { addSandbox } from "./cli/sandbox.ts";
import { addSnapshot } from "./cli/snapshot.ts";
import { tool } from "./cli/tool.ts";
import { addValidate } from "./cli/validate.ts";
import { report } from "./model/diagnostic.ts";
import { isAwsError } from "./model/aws-error.ts";

// The SDK prints its own notice about Node versions on standard error; the README says the same, once.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
const interruption = watchInterruption(() => messages().interrupted);
// A reader that closes the pipe early (`| head`) ends a command that only reads; one that writes goes on, untold.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (interruption.isHeld()) return;
    if (error.code !== "EPIPE") process.stderr.write(`error[LG5011]: the output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(1);
  });
}

/** Runs a command and sets the exit code; expected problems are shown, in the result's format where that is JSON. */
async function run(command: (io: Io) => Promise<number>, format: Format): Promise<void> {
  const io = processIo(interruption, messages());
  try {
    process.exitCode = await command(io);
  } catch (error) {
    const failure = isAwsError(error) ? new Failure([awsDiagnostic(error)]) : error;
    if (!(failure instanceof Failure)) throw error;
    const { diagnostics } = failure;
    if (format === "json") io.out(`${diagnosticsAsJson(diagnostics)}\n`);
    else if (format === "sarif") io.out(`${diagnosticsAsSarif(diagnostics, tool)}\n`);
    else if (format === "junit") io.out(`${diagnosticsAsJunit(diagnostics, tool.name)}\n`);
    else io.err(`${renderDiagnostics(diagnostics, { source: failure.source, style: io.errStyle, messages: io.messages })}\n`);
    process.exitCode = 1;
  }
}

const program = new Command("lakegrade")
  .description("governance as code for AWS data lakes: grades on columns, clearances on groups")
  .version(tool.version, "-V, --version")
  .helpOption("-h, --help")
  .addOption(languageOption())
  .showSuggestionAfterError()
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

for (const add of [addInit, addValidate, addCompile, addBootstrap, addSnapshot, addPlan, addApply, addDrift, addSandbox, addDemo])
  add(program, run);
addHelp(program);
for (const command of program.commands) command.exitOverride().allowExcessArguments(false);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has shown the message; wrong usage is an error like any other.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 1;
  if (error.exitCode !== 0 && wantsJson(process.argv)) {
    const message = error.message.replace(/^error: /, "").replace(/\.$/, "");
    process.stdout.write(`${diagnosticsAsJson([report("LG5012", { message, help: "see `lakegrade --help`" })])}\n`);
  }
}

/** English until the options are known, and where they cannot be. */
function messages(): Messages {
  return languages[program.opts<{ lang: Language }>().lang];
}

function wantsJson(words: readonly string[]): boolean {
  return words.some((word, index) => word === "--format=json" || (word === "--format" && words[index + 1] === "json"));
}
