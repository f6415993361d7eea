/** Tables in governed buckets that Lake Formation reads for nobody: the bucket waits for them, or keeps people off them. */

import { addressOf } from "../../model/address.ts";
import type { GovernedBucket } from "../../model/governed-bucket.ts";
import type { Control, Observation } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const unservedTables: Control = {
  code: "LGF414",
  title: "governed bucket with tables that no registered location serves",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-location", "lf-grant", "catalog"],
  evaluate: ({ desired }) => (desired.buckets ?? []).flatMap((bucket) => [...waiting(bucket), ...cutOff(bucket)]),
};

function waiting({ name, staged = [] }: GovernedBucket): readonly Observation[] {
  const { count, examples } = sampleOf(staged);
  if (count === 0) return [];
  const message = `nobody is kept off the objects of ${name} yet: no registered location serves ${counted(count, "table")} in it`;
  return [{ resource: addressOf("bucket", name), message, evidence: { bucket: name, tables: count, examples } }];
}

/** Whom a bucket without `directAccess` is closed to, guardrails say alone. */
function cutOff({ name, cutOff: tables = [], directAccess }: GovernedBucket): readonly Observation[] {
  const { count, examples } = sampleOf(tables);
  if (count === 0) return [];
  const kept = directAccess === undefined ? "guardrails keep the groups" : "its policy keeps everybody without direct access";
  const message = `no registered location serves ${counted(count, "table")} in ${name}, and ${kept} off the objects`;
  return [{ severity: "medium", resource: addressOf("bucket", name), message, evidence: { bucket: name, tables: count, examples } }];
}
