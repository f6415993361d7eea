/** Checks that every bucket is governed by one document. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved, ResolvedBucket } from "../resolved.ts";

export function* checkDuplicateBuckets({ buckets }: Resolved): Generator<Diagnostic> {
  const seen = new Map<string, ResolvedBucket>();
  for (const bucket of buckets) {
    const before = seen.get(bucket.name);
    if (before === undefined) {
      seen.set(bucket.name, bucket);
      continue;
    }
    yield report("LG3033", {
      message: `there are two documents for bucket \`${bucket.name}\``,
      help: "write one: a bucket has one policy and one key",
      range: bucket.document.at(["name"]),
      related: [{ message: "the other one", range: before.document.at(["name"]) }],
    });
  }
}
