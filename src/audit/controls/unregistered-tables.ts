/** Managed tables outside every registered location: Lake Formation vends nothing there, so IAM and the bucket alone decide. */

import { addressOf } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import { isUnread } from "../control.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { closedBuckets } from "../governed-storage.ts";
import { bucketOfArn, locationsAbove, managedTables } from "../managed-locations.ts";
import type { ManagedTable } from "../managed-locations.ts";
import { reachOf, uniteReach } from "../reach.ts";
import { counted, sampleOf } from "../sample.ts";

export const unregisteredTables: Control = {
  code: "LGF401",
  title: "managed table outside every registered location",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["catalog", "lf-location"],
  evaluate: (estate) => {
    const tables = managedTables(estate);
    const unread = isUnread(estate, "lf-location");
    const outside = tables.filter(({ arn }) => !unread && arn !== undefined && locationsAbove(estate, arn).length === 0);
    const elsewhere = tables.filter(({ arn }) => arn === undefined);
    return [
      ...perDatabase(estate, outside).map(({ closed, ...seen }): Observation => ({
        resource: addressOf("database", seen.database),
        message: `${counted(seen.count, "table")} of ${seen.database} outside every registered location: ${readersOf(seen.count, closed)}`,
        evidence: seen,
      })),
      ...perDatabase(estate, elsewhere).map(({ closed: _none, ...seen }): Observation => ({
        status: "unknown",
        resource: addressOf("database", seen.database, "without-s3-location"),
        message: `${counted(seen.count, "table")} of ${seen.database} without a location in S3: whether Lake Formation decides there is not known`,
        evidence: seen,
      })),
    ];
  },
};

function perDatabase(estate: Estate, tables: readonly ManagedTable[]) {
  return [...groupBy(tables, ({ database }) => database)].map(([database, ofDatabase]) => {
    const { grades } = uniteReach(ofDatabase.map(({ table }) => reachOf(estate, { type: "table", database, table: table.name })));
    const shown = ofDatabase.map(({ table }) => (table.location === undefined ? table.name : `${table.name} (${table.location})`));
    const closed = ofDatabase.filter(({ arn = "" }) => closedBuckets(estate).has(bucketOfArn(arn))).length;
    return { database, ...sampleOf(shown), grades, closed };
  });
}

/** Who reads tables of which some, or all, are in buckets that are closed. */
function readersOf(count: number, closed: number): string {
  if (closed === 0) return "whoever can read the files reads them, whatever the grades";
  const direct = "only who has direct access to the files reads them";
  return closed === count
    ? `their buckets are closed, so ${direct}`
    : `in closed buckets (${counted(closed, "table")}) ${direct}, elsewhere whoever can read the files, whatever the grades`;
}
