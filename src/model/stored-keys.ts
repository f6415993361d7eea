/** The keys of one's own that a bucket's objects are under, as far as its live configuration tells: what was written earlier may be under others. */

import type { BucketFacts, KeyFacts } from "./account-facts.ts";
import { keyIdCondition } from "./encryption-conditions.ts";
import { parseShared, statementsOf } from "./iam/shared-document.ts";
import { isKey } from "./key-name.ts";

/**
 * The key of default encryption, and those that the statements of one lake (`prefix` of their Sids) let in: ARNs; names as they are written where
 * no such key was read. Keys that AWS manages are left out: no policy of ours speaks of them.
 */
export function storedKeys({ encryption, policy = "" }: BucketFacts, keys: readonly KeyFacts[], prefix: string): readonly string[] {
  const document = parseShared(policy);
  const ours = "problems" in document ? [] : statementsOf(document, prefix);
  const letIn = ours.flatMap(({ effect, conditions }) =>
    effect === "Deny" ? conditions.filter(({ operator, key }) => operator === "ArnNotEquals" && key === keyIdCondition) : [],
  );
  const names = [...(encryption?.key === undefined ? [] : [encryption.key]), ...letIn.flatMap(({ values }) => values)];
  const arns = names.flatMap((name) => {
    const key = keys.find((facts) => isKey(name, facts));
    const isManaged = key?.manager === "AWS" || /(^|:)alias\/aws\//.test(name);
    return isManaged ? [] : [key?.arn ?? name];
  });
  return [...new Set(arns)];
}
