/** Progress of long work: one line that is rewritten on a terminal, a plain line now and then elsewhere. */

import type { Progress } from "../model/progress.ts";
import type { Io } from "./io.ts";
import type { Messages } from "./messages/en.ts";
import { fitCells, printable } from "./render/terminal-text.ts";

export interface ProgressLine {
  /** Says what is being done right now. */
  readonly update: (text: string) => void;
  /** The same for what reading and applying tell of themselves. */
  readonly tell: (progress: Progress) => void;
  /** Removes the line, before anything else is printed. */
  readonly clear: () => void;
}

const silent: ProgressLine = { update: () => undefined, tell: () => undefined, clear: () => undefined };

/** Milliseconds between rewrites on a terminal, and between plain lines elsewhere. */
const intervals = { terminal: 100, plain: 5_000 } as const;

export function createProgress(io: Pick<Io, "messages" | "err" | "progressTerminal" | "now">, quiet: boolean): ProgressLine {
  if (quiet) return silent;
  const interval = io.progressTerminal ? intervals.terminal : intervals.plain;
  let last = io.now().getTime();
  let shown = false;
  const update = (text: string): void => {
    const now = io.now().getTime();
    if (now - last < interval) return;
    last = now;
    if (io.progressTerminal) {
      io.err(`\r\u001b[K${fitCells(printable(text), 78)}`);
      shown = true;
    } else {
      io.err(`${printable(text)}\n`);
    }
  };
  return {
    update,
    tell: (progress) => update(progressText(progress, io.messages)),
    clear: () => {
      if (shown) io.err("\r\u001b[K");
      shown = false;
    },
  };
}

function progressText(progress: Progress, { progress: words }: Messages): string {
  switch (progress.at) {
    case "catalog":
      return words.catalog(progress.tables);
    case "kind":
      return words.kind(progress.kind, progress.read);
    case "permission-sets":
      return words.permissionSets(progress.read);
    case "provisioning":
      return words.provisioning(progress.permissionSet);
  }
}
