/** Who changes something and when, as LastUpdated and LastUpdatedBy tell it. */

import type { Call } from "../call.ts";
import type { Stamp } from "./grants.ts";

/** The stamp of a call: its caller as GetCallerIdentity names it, and its time. */
export function stampOf(call: Call): Stamp {
  return { updated: call.now, updatedBy: call.caller.arn };
}
