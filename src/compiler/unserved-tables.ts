/** Tables in governed buckets that Lake Formation reads for nobody once the policies are applied: people read them with rights of their own. */

import { bucketOf, locationArn, pathsAbove } from "../kinds/lf-location/spec.ts";
import type { Catalog } from "../model/catalog.ts";
import type { LocationFacts } from "../model/location-facts.ts";
import { sidPrefix } from "../model/ours.ts";
import { compareText } from "../model/source.ts";
import type { ClassifiedCatalog } from "./classify.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { ResolvedLocation } from "./resolved.ts";

interface Roll {
  readonly lake: LakeFacts;
  readonly catalog: Catalog;
  readonly classified: ClassifiedCatalog;
  readonly facts: LocationFacts;
  readonly locations: readonly ResolvedLocation[];
}

/** Both are `database.table`, sorted. At most one of them holds any. */
export interface UnservedTables {
  /** Nobody is kept off the objects of the bucket while there is one: with the denies nobody at all would read it. */
  readonly staged: readonly string[];
  /** Of a bucket that is closed already, so that they are read by direct access alone. */
  readonly cutOff: readonly string[];
}

/**
 * By the name of the bucket; buckets that hold none are left out. INVARIANT: what is closed stays closed, or whoever may make a table in some
 * database could have the next plan open the bucket.
 */
export function unservedTables(governed: ReadonlySet<string>, roll: Roll): ReadonlyMap<string, UnservedTables> {
  const prefix = sidPrefix(roll.lake.identity.name);
  const closed = new Set(roll.facts.closed.flatMap((entry) => (entry.prefix === prefix ? [entry.bucket] : [])));
  const isServed = servedBy(roll);
  const found = new Map<string, string[]>();
  for (const { name: database, tables } of roll.catalog.databases) {
    for (const { name: table, type, location = "" } of tables) {
      const arn = type === "table" ? locationArn(location, roll.lake.partition) : undefined;
      const bucket = arn === undefined ? undefined : bucketOf(arn);
      if (arn === undefined || bucket === undefined || !governed.has(bucket) || isServed(arn)) continue;
      const known = found.get(bucket) ?? [];
      known.push(`${database}.${table}`);
      found.set(bucket, known);
    }
  }
  return new Map(
    [...found].map(([bucket, names]) => {
      const sorted = names.toSorted(compareText);
      return [bucket, closed.has(bucket) ? { staged: [], cutOff: sorted } : { staged: sorted, cutOff: [] }];
    }),
  );
}

/**
 * Is a path below a location that Lake Formation decides for after the plan, and below none in hybrid access mode? Which of several nested
 * registrations decides is not documented.
 */
function servedBy({ lake, classified, facts, locations }: Roll): (arn: string) => boolean {
  const registered = new Set(facts.registered.map(({ arn }) => arn));
  const named = new Set(locations.map(({ arn }) => arn));
  const staysOpen = ({ database }: { readonly database: string }): boolean =>
    lake.iamAllowedPrincipals === "report" || classified.databases.get(database)?.enforce !== true;
  // A location that is new waits while a table below it stays open; one that is registered is taken out of hybrid access mode at once.
  const waiting = new Set(facts.open.filter(staysOpen).flatMap(({ arn }) => pathsAbove(arn)));
  const others = facts.registered.filter(({ arn }) => !named.has(arn));
  const hybrid = new Set(others.flatMap((registration) => (registration.hybrid ? [registration.arn] : [])));
  const deciding = new Set([
    ...[...named].filter((arn) => registered.has(arn) || !waiting.has(arn)),
    ...others.flatMap((registration) => (registration.hybrid ? [] : [registration.arn])),
  ]);
  return (arn) => {
    const above = pathsAbove(arn);
    return above.some((place) => deciding.has(place)) && !above.some((place) => hybrid.has(place));
  };
}
