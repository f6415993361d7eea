/** Refusals for what AWS has and the sandbox does not; SDKs do not retry them, and the text says whose fault it is. */

import { ServiceError } from "./service-error.ts";

/** The error for an operation or a part of one that the sandbox does not have. */
export function notImplemented(what: string): ServiceError {
  return new ServiceError("NotImplementedException", `the lakegrade sandbox does not implement ${what}`);
}

/** Throws for a member beyond those an operation honours: a member that would be ignored must not look as if it worked. */
export function honourOnly(operation: string, input: object, members: readonly string[]): void {
  const other = Object.keys(input).find((name) => !members.includes(name));
  if (other !== undefined) throw notImplemented(`${other} of ${operation}`);
}
