/** Says under which keys objects of a bucket may be that its document does not name: guardrails do not deny them on its account. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { sidPrefix } from "../../model/ours.ts";
import { storedKeys } from "../../model/stored-keys.ts";
import { formerKeysOf } from "../data-keys.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Resolved } from "../resolved.ts";

export function* checkFormerKeys(resolved: Resolved): Generator<Diagnostic> {
  const { lake, facts, buckets } = resolved;
  if (lake === undefined || facts === undefined) return;
  const guarded = guardedPrincipals(resolved);
  for (const bucket of buckets) {
    const { name, key, keyFacts, document } = bucket;
    const live = facts.buckets.find((one) => one.name === name);
    if (live === undefined || keyFacts === undefined || !guarded.some(({ closed }) => closed.includes(bucket))) continue;
    const named = new Set([key, ...formerKeysOf(bucket)]);
    const others = storedKeys(live, facts.keys, sidPrefix(lake.identity.name)).filter((stored) => !named.has(stored));
    for (const other of others) {
      yield report("LG4040", {
        message: `objects of bucket \`${name}\` may be encrypted with \`${other}\`, which its document does not name, so guardrails do not deny decrypting with it`,
        help: `write \`formerKeys\` with the ARN of that key, and take it out when no object is under it any more`,
        range: document.at(["key"]),
      });
    }
  }
}
