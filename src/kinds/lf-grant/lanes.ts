/** Packing entries into batches so that two batches of one principal never run side by side. */

import { groupBy } from "../../model/batches.ts";

/** Entries a batch call takes. Source: Lake Formation API, BatchGrantPermissions ("a list of up to 20 entries"). */
const entriesPerBatch = 20;

/**
 * Lanes of batches: full batches first by principal, a new lane wherever a batch starts with a new principal. Batches of a
 * lane run one after the other, lanes may run at once. Parallel writes for one principal raise
 * ConcurrentModificationException (Lake Formation Developer Guide, troubleshooting).
 */
export function lanesOf<Item extends { readonly principal: string }>(items: readonly Item[]): Item[][][] {
  const lanes: Item[][][] = [];
  let batch: Item[] = [];
  let lane: Item[][] = [];
  let last: string | undefined;
  for (const ofPrincipal of groupBy(items, ({ principal }) => principal).values()) {
    for (const item of ofPrincipal) {
      if (batch.length === entriesPerBatch) {
        lane.push(batch);
        batch = [];
        if (last !== item.principal) {
          lanes.push(lane);
          lane = [];
        }
      }
      batch.push(item);
      last = item.principal;
    }
  }
  if (batch.length > 0) lane.push(batch);
  if (lane.length > 0) lanes.push(lane);
  return lanes;
}
