/** Open data: columns that carry a looser grade than the policies give them, and who reads them by it. */

import type { Principal } from "./principal.ts";
import type { Range } from "./source.ts";

export interface OpenData {
  readonly database: string;
  readonly table: string;
  /** Sorted; all of them carry the same and have the same readers. */
  readonly columns: readonly string[];
  /** The value that the LF-Tag of the grade has, their own or an inherited one. */
  readonly carries: string;
  /** The value that the policies say. */
  readonly asked: string;
  /** Sorted: who holds a grant that reaches these columns now, and none in the policies that would. */
  readonly readers: readonly Principal[];
  /** Where the policies say the grade. */
  readonly origins: readonly Range[];
}
