/** Governed buckets off whose objects nobody is kept yet, because people read tables in them with rights of their own. */

import { addressOf } from "../../model/address.ts";
import type { Control } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const stagedBuckets: Control = {
  code: "LGF414",
  title: "governed bucket whose objects stay open while tables in it are",
  severity: "medium",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-location", "lf-grant", "catalog"],
  evaluate: ({ desired }) =>
    (desired.buckets ?? []).flatMap(({ name, staged = [] }) => {
      const { count, examples } = sampleOf(staged);
      if (count === 0) return [];
      const message = `nobody is kept off the objects of ${name} yet: ${counted(count, "table")} in it ${count === 1 ? "stays" : "stay"} open to everyone IAM allows, below no registered location`;
      return [{ resource: addressOf("bucket", name), message, evidence: { bucket: name, tables: count, examples } }];
    }),
};
