#!/usr/bin/env node
/** The command line as a process: streams, signals and the exit code; the only place that ends it. */

import { watchInterruption } from "./cli/interruption.ts";
import { processIo } from "./cli/io.ts";
import { en } from "./cli/messages/en.ts";
import { runProgram } from "./cli/program.ts";

// The SDK prints its own notice about Node versions on standard error; the README says the same, once.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

let messages = en;
const interruption = watchInterruption(() => messages.interrupted);
// A reader that closes the pipe early (`| head`) ends a command that only reads; one that writes goes on, untold.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (interruption.isHeld()) return;
    if (error.code !== "EPIPE") process.stderr.write(`error[LG5011]: the output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(1);
  });
}

process.exitCode = await runProgram(process.argv.slice(2), (chosen) => {
  messages = chosen;
  return processIo(interruption, chosen);
});
