/** Registered locations in governed buckets that the policies do not name: their roles are spared by the denies all the same. */

import { specsOf } from "../../kinds/specs.ts";
import type { Control } from "../control.ts";
import { closedBuckets } from "../governed-storage.ts";
import { bucketOfArn } from "../managed-locations.ts";

export const unnamedLocations: Control = {
  code: "LGF413",
  title: "registered location in a governed bucket that no policy names",
  severity: "medium",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-location"],
  evaluate: (estate) => {
    const { live, desired } = estate;
    const governed = new Set((desired.buckets ?? []).map(({ name }) => name));
    return specsOf(live.resources, "lf-location").flatMap(([resource, { arn, role }]) => {
      const bucket = bucketOfArn(arn);
      if (!governed.has(bucket) || desired.resources.has(resource)) return [];
      const fate = closedBuckets(estate).has(bucket) ? `the bucket's policy spares ${role}` : `what is read there acts as ${role}`;
      const message = `${arn} in governed bucket ${bucket} is registered and in no policy: ${fate}`;
      return [{ resource, message, evidence: { arn, bucket, role } }];
    });
  },
};
