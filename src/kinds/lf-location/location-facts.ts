/** Where Lake Formation decides in an account, as a live state shows it. */

import type { ClosedBucket, LocationFacts } from "../../model/location-facts.ts";
import { prefixOfSid } from "../../model/ours.ts";
import type { LiveState } from "../../model/state.ts";
import { specsOf } from "../specs.ts";
import { openTablesOf } from "./open-tables.ts";
import { bucketOf } from "./spec.ts";

/** Undefined where a part of it could not be read. */
export function locationFactsOf(live: LiveState): LocationFacts | undefined {
  const needed = ["lf-location", "lf-grant", "catalog"];
  if (live.unread.some(({ kind }) => needed.includes(kind))) return undefined;
  const registered = specsOf(live.resources, "lf-location").map(([, { arn, role, hybrid }]) => ({ arn, role, hybrid }));
  return { registered, open: openTablesOf(live), closed: closedBucketsOf(live) };
}

/** What of a lake's statements keeps people from reading objects: the first in policies of buckets, the second in guardrails. */
const closing: ReadonlySet<string> = new Set(["DenyDirectAccess", "DenyObjects"]);

function closedBucketsOf({ resources }: LiveState): readonly ClosedBucket[] {
  const policies = [
    ...specsOf(resources, "s3-bucket-policy"),
    ...specsOf(resources, "iam-role-policy"),
    ...specsOf(resources, "permission-set-policy"),
  ];
  const closed = new Map<string, ClosedBucket>();
  for (const { sid = "", effect, resource } of policies.flatMap(([, { statements }]) => statements)) {
    const prefix = prefixOfSid(sid);
    if (prefix === undefined || effect !== "Deny" || !closing.has(sid.slice(prefix.length))) continue;
    for (const name of resource?.names ?? []) {
      const bucket = bucketOf(name);
      if (bucket !== undefined) closed.set(`${prefix} ${bucket}`, { bucket, prefix });
    }
  }
  return [...closed.values()];
}
