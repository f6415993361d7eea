/** Reading again after an apply: a change is a success when the account shows it. */

import { isDeepStrictEqual } from "node:util";

import { describeAwsError, isAwsError } from "../model/aws-error.ts";
import { groupBy } from "../model/batches.ts";
import type { Change } from "../model/change.ts";
import type { ChangeResult } from "./apply.ts";

/** Pauses between readings in milliseconds: AWS is eventually consistent, usually within seconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** What a plan made after the apply says, or why none can be made: a reading that is not whole shows nothing. */
export type Replan = { readonly changes: readonly Change[] } | { readonly unreadable: string };

export interface VerifyOptions {
  /** Plans once more, against what is live now. AWS errors it throws count as unreadable. */
  readonly replan: () => Promise<Replan>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onWait?: (left: number) => void;
}

/** The results with every change that a fresh plan still asks for, or that nothing shows, marked `unverified`. */
export async function verify(results: readonly ChangeResult[], options: VerifyOptions): Promise<readonly ChangeResult[]> {
  const { replan, pause, onWait = () => undefined } = options;
  const done = groupBy(
    results.flatMap(({ change, status }) => (status === "done" ? [change] : [])),
    ({ address }) => address,
  );
  if (done.size === 0) return results;
  for (let attempt = 0; ; attempt += 1) {
    const again = await orUnreadable(replan);
    const wait = pauses[attempt];
    if ("unreadable" in again) {
      if (wait === undefined)
        return results.map((result) => unverified(result, `the account could not be read again: ${again.unreadable}`));
    } else {
      // A resource may change in several steps of which only some were reviewed: what is asked for must be the same change.
      const left = new Set(
        again.changes.flatMap(({ address, after }) => (done.get(address) ?? []).filter((change) => isDeepStrictEqual(change.after, after))),
      );
      if (left.size === 0) return results;
      if (wait === undefined) {
        return results.map((result) =>
          left.has(result.change) ? unverified(result, "AWS answered, but reading again does not show the change") : result,
        );
      }
      onWait(left.size);
    }
    await pause(wait);
  }
}

function unverified(result: ChangeResult, error: string): ChangeResult {
  return result.status === "done" ? { ...result, status: "unverified", error } : result;
}

async function orUnreadable(replan: () => Promise<Replan>): Promise<Replan> {
  try {
    return await replan();
  } catch (error) {
    if (!isAwsError(error)) throw error;
    return { unreadable: describeAwsError(error) };
  }
}
