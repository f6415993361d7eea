/** Warns of former keys that decrypt nothing now: objects under them cannot be read, and once such a key is deleted they are lost. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formerKeysOf } from "../data-keys.ts";
import { findKey, isOfOtherPlace, placeOfKey } from "../keys.ts";
import type { Resolved } from "../resolved.ts";
import { remedyOf, stateWords } from "./key-states.ts";

/** States that pass by themselves within minutes. Source: KMS Developer Guide, key-state: of multi-Region keys. */
const passing: ReadonlySet<string> = new Set(["Creating", "Updating"]);

const elseTakeOut = "take it out of `formerKeys` when no object is under it";

/** A key of another account, whose state KMS may not show, is told of where it is known. */
export function* checkFormerKeyStates({ lake, facts, unread, buckets }: Resolved): Generator<Diagnostic> {
  if (lake === undefined || facts === undefined) return;
  const isUnread = unread.some(({ kind }) => kind === "keys");
  for (const bucket of buckets) {
    for (const [index, former] of formerKeysOf(bucket).entries()) {
      const range = bucket.document.at(["formerKeys", index]);
      const key = findKey(former, facts.keys);
      const place = placeOfKey(former);
      if (place !== undefined && place.region !== lake.identity.region) {
        yield report("LG4036", {
          message: `\`${former}\` is in ${place.region}, the lake in ${lake.identity.region}: no object of bucket \`${bucket.name}\` can be under it, so guardrails deny it in vain`,
          help: "S3 encrypts with keys of the bucket's Region only: write the ARN of the key that objects are under",
          range,
        });
      } else if (key === undefined && !isUnread && !isOfOtherPlace(former, lake.identity)) {
        yield report("LG4036", {
          message: `no key \`${former}\` is among the keys that were read: if it is deleted, objects of bucket \`${bucket.name}\` that are under it can no longer be read`,
          help: `is the ARN right? a snapshot holds a key without an alias only if it was taken with these policies; if the key is gone, ${elseTakeOut}`,
          range,
        });
      } else if (key !== undefined && key.state !== "Enabled" && !passing.has(key.state)) {
        yield report("LG4036", {
          message: `\`${former}\` ${stateWords(key)}: objects of bucket \`${bucket.name}\` that are under it cannot be read`,
          help: `${remedyOf(key) ?? "make it usable again"}; or ${elseTakeOut}`,
          range,
        });
      }
    }
  }
}
