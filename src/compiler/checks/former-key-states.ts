/** Warns of former keys that decrypt nothing now: objects under them cannot be read, and once such a key is deleted they are lost. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formerKeysOf } from "../data-keys.ts";
import { findKey, isOfOtherPlace } from "../keys.ts";
import type { Resolved } from "../resolved.ts";
import { remedyOf, stateWords } from "./key-states.ts";

/** States that pass by themselves within minutes. Source: KMS Developer Guide, key-state: of multi-Region keys. */
const passing: ReadonlySet<string> = new Set(["Creating", "Updating"]);

const elseTakeOut = "take it out of `formerKeys` when no object is under it";

/** A key of another account, whose state KMS may not show, is told of where it is known. */
export function* checkFormerKeyStates({ lake, facts, buckets }: Resolved): Generator<Diagnostic> {
  if (lake === undefined || facts === undefined) return;
  for (const bucket of buckets) {
    for (const [index, former] of formerKeysOf(bucket).entries()) {
      const range = bucket.document.at(["formerKeys", index]);
      const key = findKey(former, facts.keys);
      if (key === undefined && !isOfOtherPlace(former, lake.identity)) {
        yield report("LG4036", {
          message: `no key \`${former}\` was found in this account and Region: objects of bucket \`${bucket.name}\` that are under it can no longer be read`,
          help: `is the ARN right? a key that is deleted does not come back: ${elseTakeOut}`,
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
