/** Reporting how changes went, in one form for all kinds. */

import { describeAwsError, isAwsError } from "../model/aws-error.ts";
import type { AwsError } from "../model/aws-error.ts";
import type { Change } from "../model/change.ts";
import type { ApplyContext } from "./kind.ts";

/** Runs the calls behind some changes and reports one outcome for each of them; AWS errors do not escape. */
export async function attempt(context: ApplyContext, changes: readonly Change[], calls: () => Promise<void>): Promise<void> {
  try {
    await calls();
  } catch (error) {
    if (!isAwsError(error)) throw error;
    failed(context, changes, error);
    return;
  }
  for (const { address } of changes) context.onOutcome({ address, status: "done" });
}

/** Reports failures with the operation, AWS's own words and what to do. */
export function failed(context: ApplyContext, changes: readonly Change[], error: AwsError): void {
  for (const { address } of changes) context.onOutcome({ address, status: "failed", error: describeAwsError(error) });
}
