/** An outage of a moment: what somebody may use before an apply and after it, but not all the while. */

import type { Permission } from "./permission.ts";
import type { Principal } from "./principal.ts";

export interface Outage {
  /** Sorted; they all lose the same for the same time. */
  readonly principals: readonly Principal[];
  readonly database: string;
  /** Tables with the number of their columns that are out of reach; none where it is the database itself. */
  readonly tables: readonly OutageTable[];
  readonly permissions: readonly Permission[];
  /** The step that may take the permissions away. */
  readonly from: number;
  /** The step after which they are back. */
  readonly until: number;
}

export interface OutageTable {
  readonly table: string;
  readonly columns: number;
}
