/** Waiting, for whatever asks AWS again. */

import { setTimeout as delay } from "node:timers/promises";

export async function pause(milliseconds: number): Promise<void> {
  await delay(milliseconds);
}
