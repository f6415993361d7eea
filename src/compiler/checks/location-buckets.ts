/** Checks that registered paths are in buckets that are there: Lake Formation registers any name. */

import { bucketOf } from "../../kinds/lf-location/spec.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/suggestion.ts";
import type { Resolved } from "../resolved.ts";

/** A warning, because the bucket may be one of another account, which nobody can list from here. */
export function* checkLocationBuckets({ facts, unread, buckets, locations }: Resolved): Generator<Diagnostic> {
  if (facts === undefined) return;
  const names = facts.buckets.map(({ name }) => name);
  const isListWhole = !unread.some(({ kind }) => kind === "buckets");
  // A bucket with a document of its own is reported there.
  const known = new Set([...names, ...buckets.map(({ name }) => name)]);
  for (const { arn, range } of locations) {
    const bucket = bucketOf(arn);
    if (bucket === undefined || known.has(bucket)) continue;
    const near = nearest(bucket, names);
    // What could not be listed is reported as such; this bucket may be among it.
    if (near === undefined && !isListWhole) continue;
    yield report("LG3041", {
      message: `no bucket \`${bucket}\` was found in this account and Region`,
      help: near === undefined ? "correct the name, unless the bucket is one of another account or Region" : `did you mean \`${near}\`?`,
      range,
    });
  }
}
