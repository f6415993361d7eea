/** Says which data keys nobody is kept from decrypting with, because they also encrypt what everybody has to read. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Resolved } from "../resolved.ts";

export function* checkSharedDataKeys(resolved: Resolved): Generator<Diagnostic> {
  const guarded = guardedPrincipals(resolved);
  for (const bucket of resolved.buckets) {
    const { otherUses } = bucket;
    if (otherUses.length === 0 || !guarded.some(({ closed }) => closed.includes(bucket))) continue;
    const [first, ...others] = otherUses;
    yield report("LG4029", {
      message: `the key also encrypts ${first}${others.length === 0 ? "" : ` and ${others.length} more`}, so guardrails do not deny decrypting with it`,
      help: "give graded data a key of its own: then nobody decrypts it who came by its objects another way",
      range: bucket.document.at(["key"]),
    });
  }
}
