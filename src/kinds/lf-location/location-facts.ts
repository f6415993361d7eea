/** Where Lake Formation decides in an account, as a live state shows it. */

import type { LocationFacts } from "../../model/location-facts.ts";
import type { LiveState } from "../../model/state.ts";
import { specsOf } from "../specs.ts";
import { openTablesOf } from "./open-tables.ts";

/** Undefined where a part of it could not be read. */
export function locationFactsOf(live: LiveState): LocationFacts | undefined {
  const needed = ["lf-location", "lf-grant", "catalog"];
  if (live.unread.some(({ kind }) => needed.includes(kind))) return undefined;
  const registered = specsOf(live.resources, "lf-location").map(([, { arn, role, hybrid }]) => ({ arn, role, hybrid }));
  return { registered, open: openTablesOf(live) };
}
