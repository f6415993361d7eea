/** Says which data keys nobody is kept from decrypting with, because they also encrypt, or may encrypt, what everybody has to read. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { dataKeysOf } from "../data-keys.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Resolved } from "../resolved.ts";

export function* checkSharedDataKeys(resolved: Resolved): Generator<Diagnostic> {
  const guarded = guardedPrincipals(resolved);
  const closedToSomebody = resolved.buckets.filter((bucket) => guarded.some(({ closed }) => closed.includes(bucket)));
  for (const { otherUses, range } of closedToSomebody.flatMap((bucket) => dataKeysOf(bucket, resolved))) {
    const { known, possible } = otherUses;
    if (known.length > 0) {
      yield report("LG4029", {
        message: `the key also encrypts ${summary(known)}, so guardrails leave out DenyDecrypt on it: kms:Decrypt and kms:ReEncryptFrom`,
        help: `encrypt ${listOf(known)} with another key, or give graded data a key of its own: the next plan denies decrypting again`,
        range,
      });
    } else if (possible.length > 0) {
      yield report("LG4034", {
        message: `the key may also encrypt ${summary(possible)}, which is not known, so guardrails leave out DenyDecrypt on it: kms:Decrypt and kms:ReEncryptFrom`,
        help: "let the reader list all buckets, read their policies and default encryption, list the aliases of keys, read the Athena workgroups and the encryption settings of the Data Catalog",
        range,
      });
    }
  }
}

function summary([first = "", ...others]: readonly string[]): string {
  return `${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}

const listed = 5;

/** `a`; `a, b and c`; `a, b, c, d, e and 2 more`. */
function listOf(uses: readonly string[]): string {
  const shown = uses.slice(0, listed);
  const all = uses.length > shown.length ? [...shown, `${uses.length - shown.length} more`] : shown;
  const last = all.at(-1) ?? "";
  return all.length === 1 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}
