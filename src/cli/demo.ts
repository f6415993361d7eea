/** `lakegrade demo`: the whole story on the sandbox, told by running the built commands. */

import type { Command } from "commander";

import type { Io } from "./io.ts";
import type { Format } from "./options.ts";

export function addDemo(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("demo")
    .description("the whole story on a sandbox: validate, plan, apply, an empty second plan, drift; no AWS")
    .option("--pause", "wait for Enter between the steps")
    .action((options: { pause?: boolean }) =>
      run(async (io) => (await import("./demo/story.ts")).tell(io, options.pause ?? false), "text"),
    );
}
