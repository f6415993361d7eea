/** `lakegrade help`: of the program, or of one command; a name that is none is an error. */

import type { Command } from "commander";

import { didYouMean } from "../model/suggestion.ts";

/** In place of commander's own, which shows the program's help for a name that no command has. */
export function addHelp(program: Command): void {
  const names = program.commands.map((command) => command.name());
  const help = program
    .createCommand("help")
    .argument("[commands...]", "a command, and what of it")
    .description("display help for command")
    .action((words: string[]) => {
      let shown = program;
      for (const word of words) {
        const found = shown.commands.find((command) => command.name() === word || command.aliases().includes(word));
        if (found === undefined) {
          const known = shown === program ? names : shown.commands.map((command) => command.name());
          program.error(`error: unknown command '${word}'\n(${didYouMean(word, known, `known: ${known.join(", ")}`)})`);
        } else shown = found;
      }
      shown.help();
    });
  program.helpCommand(false).addCommand(help);
}
