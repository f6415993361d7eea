/** Progress of long work: one line that is rewritten on a terminal, a plain line now and then elsewhere. */

import type { Io } from "./io.ts";
import { fitCells, printable } from "./render/terminal-text.ts";

export interface Progress {
  /** Says what is being done right now. */
  readonly update: (text: string) => void;
  /** Removes the line, before anything else is printed. */
  readonly clear: () => void;
}

const silent: Progress = { update: () => undefined, clear: () => undefined };

/** Milliseconds between rewrites on a terminal, and between plain lines elsewhere. */
const intervals = { terminal: 100, plain: 5_000 } as const;

export function createProgress(io: Io, quiet: boolean): Progress {
  if (quiet) return silent;
  const interval = io.progressTerminal ? intervals.terminal : intervals.plain;
  let last = io.now().getTime();
  let shown = false;
  return {
    update: (text) => {
      const now = io.now().getTime();
      if (now - last < interval) return;
      last = now;
      if (io.progressTerminal) {
        io.err(`\r\u001b[K${fitCells(printable(text), 78)}`);
        shown = true;
      } else {
        io.err(`${printable(text)}\n`);
      }
    },
    clear: () => {
      if (shown) io.err("\r\u001b[K");
      shown = false;
    },
  };
}
