/** Who may change the Data Catalog. */

import type { Call } from "../call.ts";
import { isAdministrator } from "../lake-formation/authority.ts";
import { notImplemented } from "../not-implemented.ts";

/**
 * Throws unless the caller is a data lake administrator: the sandbox does not evaluate CREATE_TABLE, ALTER and DROP for
 * other callers, and letting them through would be wrong.
 */
export function requireWriter(call: Call, operation: string): void {
  if (!isAdministrator(call)) throw notImplemented(`${operation} for callers who are not data lake administrators`);
}
