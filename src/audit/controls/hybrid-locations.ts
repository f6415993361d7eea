/** Hybrid locations above managed tables: principals that are not opted in keep their IAM access there. */

import { address } from "../../kinds/lf-location/spec.ts";
import { groupBy } from "../../model/batches.ts";
import type { Control } from "../control.ts";
import { closedBuckets } from "../governed-storage.ts";
import { bucketOfArn, locationsAbove, managedTables } from "../managed-locations.ts";
import { counted, sampleOf } from "../sample.ts";

export const hybridLocations: Control = {
  code: "LGF402",
  title: "managed table below a location in hybrid access mode",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-location", "catalog"],
  evaluate: (estate) => {
    // Which of several nested registrations decides is not documented, so any hybrid one counts.
    const below = managedTables(estate).flatMap(({ database, table, arn }) =>
      (arn === undefined ? [] : locationsAbove(estate, arn))
        .filter(({ hybrid }) => hybrid)
        .map((location) => ({ location, name: `${database}.${table.name}` })),
    );
    return [...groupBy(below, ({ location }) => address(location))].flatMap(([resource, tables]) => {
      const { count, examples } = sampleOf(tables.map(({ name }) => name));
      const arn = tables[0]?.location.arn ?? resource;
      const fate = closedBuckets(estate).has(bucketOfArn(arn))
        ? "Lake Formation reads nothing for principals that are not opted in, and the bucket's policy keeps them off the objects"
        : "principals that are not opted in keep their IAM access";
      const message = `${arn} is registered in hybrid access mode above ${counted(count, "managed table")}: ${fate}`;
      return [{ resource, message, evidence: { arn, count, examples } }];
    });
  },
};
