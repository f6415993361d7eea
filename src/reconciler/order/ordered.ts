/** The changes in the order that interrupts least: the usual one, or another where the model shows that it is better. */

import type { Catalog } from "../../model/catalog.ts";
import type { Change } from "../../model/change.ts";
import type { Outage } from "../../model/outage.ts";
import type { Resources } from "../../model/state.ts";
import type { Difference } from "../diff.ts";
import type { Context } from "../impact.ts";
import { isExposure, momentsOf } from "./moments.ts";
import { order } from "./order.ts";
import { outagesIn } from "./outages.ts";
import { reorder } from "./reorder.ts";

export interface Ordered {
  readonly changes: readonly Change[];
  /** What no order that was found avoids without showing somebody too much. */
  readonly outages: readonly Outage[];
}

/**
 * The differences as changes in their order, with the outages of a moment that are left. Another order than the usual one is
 * taken only where the model shows, step by step, that it interrupts less and exposes nothing.
 */
export function ordered(differences: readonly Difference[], context: Context, live: Resources, catalog: Catalog): Ordered {
  const usual = order(differences, context);
  const moments = momentsOf(live, usual, catalog, context);
  const outages = outagesIn(moments.questions);
  if (outages.length === 0) return { changes: usual, outages };
  const changes = reorder(usual, moments, context.scope);
  if (changes === undefined) return { changes: usual, outages };
  const { questions } = momentsOf(live, changes, catalog, context);
  const left = outagesIn(questions);
  const isBetter = weight(left) < weight(outages) && !questions.some(isExposure);
  return isBetter ? { changes, outages: left } : { changes: usual, outages };
}

/** Columns out of reach, for each principal that misses them; a database counts as one. */
function weight(outages: readonly Outage[]): number {
  return outages.reduce((sum, outage) => sum + outage.principals.length * Math.max(1, columnsOf(outage)), 0);
}

function columnsOf({ tables }: Outage): number {
  return tables.reduce((sum, { columns }) => sum + columns, 0);
}
