/** Applying changes, step by step, each with an outcome; what failed stops what comes after it. */

import type { Ports } from "../aws/ports.ts";
import { kindNamed } from "../kinds/registry.ts";
import type { Outcome } from "../kinds/kind.ts";
import { describeAwsError, isAwsError } from "../model/aws-error.ts";
import { groupBy } from "../model/batches.ts";
import { changeKey } from "../model/change.ts";
import type { Change } from "../model/change.ts";
import type { Progress } from "../model/progress.ts";

export interface ApplyOptions {
  readonly ports: Ports;
  readonly account: string;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Called after each change, for progress and the journal. */
  readonly onOutcome?: (change: Change, outcome: Outcome, done: number, total: number) => void;
  /** Told of work that takes a while at AWS. */
  readonly onProgress?: (progress: Progress) => void;
  /** Asked before each step and between the calls of long ones; true stops the apply where nothing is half done. */
  readonly isInterrupted?: () => boolean;
}

/** How one change ended. */
export interface ChangeResult {
  readonly change: Change;
  /** `unverified`: the calls were answered, but reading again does not show the change. */
  readonly status: "done" | "failed" | "unverified" | "not-attempted";
  readonly error?: string;
}

/**
 * Performs the changes in their order. After a step with a failure no later step is started, because later steps rely on
 * earlier ones having closed or prepared something.
 */
export async function applyChanges(changes: readonly Change[], options: ApplyOptions): Promise<readonly ChangeResult[]> {
  const { ports, account, pause, onOutcome = () => undefined, onProgress = () => undefined, isInterrupted = () => false } = options;
  const outcomes = new Map<string, Outcome>();
  let failed = false;
  for (const ofStep of groupBy(changes, ({ step }) => step).values()) {
    if (failed || isInterrupted()) break;
    for (const [name, ofKind] of groupBy(ofStep, ({ kind }) => kind)) {
      const byAddress = new Map(ofKind.map((change) => [change.address, change]));
      const tell = (outcome: Outcome): void => {
        const change = byAddress.get(outcome.address);
        if (change === undefined) throw new Error(`${name} told the outcome of ${outcome.address}, which it was not asked for`);
        outcomes.set(changeKey(change), outcome);
        if (outcome.status === "failed") failed = true;
        onOutcome(change, outcome, outcomes.size, changes.length);
      };
      try {
        await kindNamed(name).apply({ ports, account, pause, isInterrupted, onOutcome: tell, onProgress }, ofKind);
      } catch (error) {
        // An error beside the calls for single changes ends the kind's work: what it did not get to is failed, not forgotten.
        if (!isAwsError(error)) throw error;
        for (const change of ofKind) {
          if (!outcomes.has(changeKey(change))) tell({ address: change.address, status: "failed", error: describeAwsError(error) });
        }
      }
    }
  }
  return changes.map((change) => resultOf(change, outcomes.get(changeKey(change))));
}

function resultOf(change: Change, outcome: Outcome | undefined): ChangeResult {
  if (outcome === undefined) return { change, status: "not-attempted" };
  return outcome.error === undefined ? { change, status: outcome.status } : { change, status: outcome.status, error: outcome.error };
}
