/** Signals: a command that only reads ends at once, one that writes ends where nothing is half done. */

import type { Io } from "./io.ts";

/** Exit code of an interrupted command: 128 + SIGINT. */
export const interruptedExitCode = 130;

/** Installs the handlers; `announcement` is what is said once. A second signal always ends the process. */
export function watchInterruption(announcement: () => string): Pick<Io, "isInterrupted" | "holdInterruption" | "untilInterrupted"> & {
  readonly isHeld: () => boolean;
} {
  let interrupted = false;
  let held = false;
  const waiting: (() => void)[] = [];
  const onSignal = (): void => {
    if (interrupted || (!held && waiting.length === 0)) process.exit(interruptedExitCode);
    interrupted = true;
    if (held) process.stderr.write(`\n${announcement()}\n`);
    for (const resolve of waiting) resolve();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    isInterrupted: () => interrupted,
    isHeld: () => held,
    holdInterruption: () => {
      held = true;
    },
    // INVARIANT: the handlers stay those of the beginning. A signal that comes while they are exchanged is lost.
    untilInterrupted: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
  };
}
