/** The demo's story: a new lake, governed step by step, with every command run as a user runs it. */

import type { Io } from "../io.ts";

export async function tell(_io: Io, _pause: boolean): Promise<number> {
  return 0;
}
