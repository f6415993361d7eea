/** Buckets that hold managed data, and what the policies leave open about them. */

import { addressOf } from "../../model/address.ts";
import type { Control } from "../control.ts";
import { bucketOfArn, locationsAfter, touchesManaged } from "../managed-locations.ts";

export const ungovernedBuckets: Control = {
  code: "LGF605",
  title: "bucket of a registered location that no policy governs",
  severity: "medium",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-location", "catalog"],
  evaluate: (estate) => {
    const governed = new Set((estate.desired.buckets ?? []).map(({ name }) => name));
    const arns = [...locationsAfter(estate).keys()].filter((arn) => touchesManaged(estate, arn));
    const buckets = new Set(arns.map(bucketOfArn));
    return [...buckets]
      .filter((name) => !governed.has(name))
      .map((name) => ({
        resource: addressOf("bucket", name),
        message: `${name} holds registered locations and no \`Bucket\` document: whoever may read its objects by IAM reads them, whatever the grades`,
        evidence: { bucket: name, locations: arns.filter((arn) => bucketOfArn(arn) === name) },
      }));
  },
};

export const unlimitedBuckets: Control = {
  code: "LGF606",
  title: "governed bucket whose direct access is not limited",
  severity: "informational",
  controls: ["ISMS-P 2.6.4"],
  reads: [],
  evaluate: ({ desired }) =>
    (desired.buckets ?? [])
      .filter(({ directAccess }) => directAccess === undefined)
      .map(({ name }) => ({
        resource: addressOf("bucket", name),
        message: `${name} has no \`directAccess\`: who may touch its objects beside Lake Formation is left to IAM`,
        evidence: { bucket: name },
      })),
};
