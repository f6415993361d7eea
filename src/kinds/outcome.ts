/** Reporting how changes went, in one form for all kinds. */

import { describeAwsError, isAwsError } from "../model/aws-error.ts";
import type { AwsError } from "../model/aws-error.ts";
import type { Change } from "../model/change.ts";
import type { ApplyContext } from "./kind.ts";

/** A change that is not made, or did not take, for a reason of ours or one AWS tells apart from errors. `message` says what to do. */
export class NotApplied extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotApplied";
  }
}

/** Runs the calls behind some changes and reports one outcome for each of them; AWS errors and NotApplied do not escape. */
export async function attempt(context: ApplyContext, changes: readonly Change[], calls: () => Promise<void>): Promise<void> {
  try {
    await calls();
  } catch (error) {
    if (error instanceof NotApplied)
      for (const { address } of changes) context.onOutcome({ address, status: "failed", error: error.message });
    else if (isAwsError(error)) failed(context, changes, error);
    else throw error;
    return;
  }
  for (const { address } of changes) context.onOutcome({ address, status: "done" });
}

/** Reports failures with the operation, AWS's own words and what to do. */
export function failed(context: ApplyContext, changes: readonly Change[], error: AwsError): void {
  for (const { address } of changes) context.onOutcome({ address, status: "failed", error: describeAwsError(error) });
}
