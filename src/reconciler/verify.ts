/** Reading again after an apply: a change is a success when the account shows it. */

import type { Address } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { ChangeResult } from "./apply.ts";

/** Pauses between readings in milliseconds: AWS is eventually consistent, usually within seconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

export interface VerifyOptions {
  /** Plans once more, against what is live now. */
  readonly replan: () => Promise<readonly Change[]>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onWait?: (left: number) => void;
}

/** The results with every change that a fresh plan still asks for marked `unverified`. */
export async function verify(
  results: readonly ChangeResult[],
  { replan, pause, onWait = () => undefined }: VerifyOptions,
): Promise<readonly ChangeResult[]> {
  const done = new Set(results.flatMap(({ change, status }) => (status === "done" ? [change.address] : [])));
  if (done.size === 0) return results;
  let left: ReadonlySet<Address> = done;
  for (let attempt = 0; ; attempt += 1) {
    left = new Set((await replan()).flatMap(({ address }) => (done.has(address) ? [address] : [])));
    const wait = pauses[attempt];
    if (left.size === 0 || wait === undefined) break;
    onWait(left.size);
    await pause(wait);
  }
  return results.map((result) =>
    result.status === "done" && left.has(result.change.address)
      ? { ...result, status: "unverified", error: "AWS answered, but reading again does not show the change" }
      : result,
  );
}
