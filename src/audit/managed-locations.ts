/** Where managed data is stored, and which registered locations lie above and below it. */

import { locationArn, pathsAbove } from "../kinds/lf-location/spec.ts";
import type { LfLocation } from "../kinds/lf-location/spec.ts";
import { partitionOf } from "../model/principal.ts";
import type { CatalogTable } from "../model/catalog.ts";
import type { Estate } from "./control.ts";
import { oncePerEstate, specsAfter } from "./specs.ts";

export interface ManagedTable {
  readonly database: string;
  readonly table: CatalogTable;
  /** The S3 path of its data as an ARN; undefined when it has none in S3. */
  readonly arn: string | undefined;
}

/** Tables of managed databases that hold data: views and resource links hold none. */
export const managedTables = oncePerEstate(({ live, desired }): readonly ManagedTable[] =>
  live.catalog.databases
    .filter(({ name }) => Object.hasOwn(desired.scope.managed, name))
    .flatMap(({ name: database, tables }) =>
      tables.filter(({ type }) => type === "table").map((table) => ({ database, table, arn: arnOf(table.location, live.region) })),
    ),
);

function arnOf(location: string | undefined, region: string): string | undefined {
  return location === undefined ? undefined : locationArn(location, partitionOf(region));
}

interface StoragePlaces {
  readonly exact: ReadonlySet<string>;
  /** The places themselves and everything above them, bucket included. */
  readonly above: ReadonlySet<string>;
}

const storagePlaces = oncePerEstate((estate): StoragePlaces => {
  const { live, desired } = estate;
  const ofDatabases = live.catalog.databases
    .filter(({ name }) => Object.hasOwn(desired.scope.managed, name))
    .map(({ location }) => arnOf(location, live.region));
  const arns = [...ofDatabases, ...managedTables(estate).map(({ arn }) => arn)].filter((arn) => arn !== undefined);
  return { exact: new Set(arns), above: new Set(arns.flatMap(pathsAbove)) };
});

/** Does a path hold managed data, or lie inside a path that does? */
export function touchesManaged(estate: Estate, arn: string): boolean {
  const { exact, above } = storagePlaces(estate);
  const path = arn.replace(/\/+$/, "");
  return above.has(path) || pathsAbove(path).some((place) => exact.has(place));
}

/** Registered locations after the plan by ARN. Policies never deregister one. */
export const locationsAfter = oncePerEstate(
  (estate): ReadonlyMap<string, LfLocation> => new Map([...specsAfter(estate, "lf-location").values()].map((spec) => [spec.arn, spec])),
);

/** The registered locations that a path lies below, the nearest first. */
export function locationsAbove(estate: Estate, arn: string): readonly LfLocation[] {
  const locations = locationsAfter(estate);
  return pathsAbove(arn).flatMap((place) => locations.get(place) ?? []);
}

/** The name of the bucket that a path is in. */
export function bucketOfArn(arn: string): string {
  return arn.split(":").at(-1)?.split("/")[0] ?? "";
}
