/** Reading again after an apply: a change is a success when the account shows it. */

import { describeAwsError, isAwsError } from "../model/aws-error.ts";
import { groupBy } from "../model/batches.ts";
import type { Change } from "../model/change.ts";
import type { ChangeResult } from "./apply.ts";

/** Pauses between readings in milliseconds: AWS is eventually consistent, usually within seconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** What the account shows after the apply, or why nothing can be said: a reading that is not whole shows nothing. */
export type Reading =
  | {
      /** Why a change is not seen; undefined where the account shows what it wrote. */
      readonly unseen: (change: Change) => string | undefined;
    }
  | { readonly unreadable: string };

export interface VerifyOptions {
  /** Reads what is live now. AWS errors it throws count as unreadable. */
  readonly readAgain: () => Promise<Reading>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onWait?: (left: number) => void;
}

/** The results with every change that the account does not show marked `unverified`. */
export async function verify(results: readonly ChangeResult[], options: VerifyOptions): Promise<readonly ChangeResult[]> {
  const { readAgain, pause, onWait = () => undefined } = options;
  const done = groupBy(
    results.flatMap(({ change, status }) => (status === "done" ? [change] : [])),
    ({ address }) => address,
  );
  if (done.size === 0) return results;
  for (let attempt = 0; ; attempt += 1) {
    const again = await orUnreadable(readAgain);
    const wait = pauses[attempt];
    if ("unreadable" in again) {
      if (wait === undefined) return results.map((result) => unverified(result, couldNotRead(again.unreadable)));
    } else {
      const left = new Map([...done.values()].flatMap((parts) => leftOf(parts, again.unseen)));
      if (left.size === 0) return results;
      if (wait === undefined) return results.map((result) => unverified(result, left.get(result.change)));
      onWait(left.size);
    }
    await pause(wait);
  }
}

/** Why a change is unverified where everything was read. */
export const notShown = "AWS answered, but reading again does not show the change";

/** Why it is where something could not be read. `why`: what, and AWS's reason. */
export function couldNotRead(why: string): string {
  return `the account could not be read again: ${why}`;
}

/** `parts`: of one resource, in their order. The account shows one of them at most, and those before it went through. */
function leftOf(parts: readonly Change[], unseen: (change: Change) => string | undefined): readonly (readonly [Change, string])[] {
  const left: (readonly [Change, string])[] = [];
  for (const part of parts.toReversed()) {
    const why = unseen(part);
    if (why === undefined) break;
    left.push([part, why]);
  }
  return left;
}

/** `error` undefined: nothing speaks against it. */
function unverified(result: ChangeResult, error: string | undefined): ChangeResult {
  return result.status === "done" && error !== undefined ? { ...result, status: "unverified", error } : result;
}

async function orUnreadable(readAgain: () => Promise<Reading>): Promise<Reading> {
  try {
    return await readAgain();
  } catch (error) {
    if (!isAwsError(error)) throw error;
    return { unreadable: describeAwsError(error) };
  }
}
