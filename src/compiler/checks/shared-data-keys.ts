/** Says which data keys nobody is kept from decrypting with, because they also encrypt, or may encrypt, what everybody has to read. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Resolved } from "../resolved.ts";

export function* checkSharedDataKeys(resolved: Resolved): Generator<Diagnostic> {
  const guarded = guardedPrincipals(resolved);
  for (const bucket of resolved.buckets) {
    const { known, possible } = bucket.otherUses;
    if (!guarded.some(({ closed }) => closed.includes(bucket))) continue;
    const range = bucket.document.at(["key"]);
    if (known.length > 0) {
      yield report("LG4029", {
        message: `the key also encrypts ${summary(known)}, so guardrails do not deny decrypting with it`,
        help: "give graded data a key of its own: then nobody decrypts it who came by its objects another way",
        range,
      });
    } else if (possible.length > 0) {
      yield report("LG4034", {
        message: `the key may also encrypt ${summary(possible)}, which is not known, so guardrails do not deny decrypting with it`,
        help: "let the reader list all buckets, read their policies and default encryption, list the aliases of keys, read the Athena workgroups and the encryption settings of the Data Catalog",
        range,
      });
    }
  }
}

function summary([first = "", ...others]: readonly string[]): string {
  return `${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
