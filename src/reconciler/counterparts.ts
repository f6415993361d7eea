/** Finds the changes of one plan in another by what they do, wherever they stand in its order. */

import { groupBy } from "../model/batches.ts";
import type { Change } from "../model/change.ts";
import { isSameJson } from "../model/same-json.ts";

/**
 * Looks up the change that turns the same resource from the same into the same. Steps play no part: they follow from the
 * rest of the lake too, so that they may differ where nothing that the change touches does. A resource may change in
 * several parts, each of which has a `before` and `after` of its own.
 */
export function counterpartIn(changes: readonly Change[]): (change: Change) => Change | undefined {
  const byAddress = groupBy(changes, ({ address }) => address);
  return ({ address, before, after }) =>
    byAddress.get(address)?.find((each) => isSameJson(each.before, before) && isSameJson(each.after, after));
}
