/** Registration roles and direct readers and writers of a governed bucket that may not use its key: their requests fail. */

import { findKey } from "../../access/account-view.ts";
import type { AccountView, KeyView } from "../../access/account-view.ts";
import { callerOfRole } from "../../access/bucket-writers.ts";
import { judgeObjects, judgeUse } from "../../access/judge-use.ts";
import { addressOf } from "../../model/address.ts";
import type { GovernedBucket } from "../../model/governed-bucket.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Role } from "../../model/state.ts";
import { accountView } from "../account.ts";
import type { Control, Observation } from "../control.ts";

export const writersWithoutKey: Control = {
  code: "LGF620",
  title: "principal that needs a bucket's key and may not use it",
  severity: "medium",
  controls: [],
  reads: ["roles", "keys"],
  evaluate: (estate) => {
    const { buckets = [] } = estate.desired;
    if (buckets.length === 0) return [];
    const view = accountView(estate);
    return buckets.flatMap((bucket) => {
      const key = findKey(view, bucket.key);
      if (key === undefined) return [];
      const named = new Set([...bucket.registrationRoles, ...(bucket.directAccess ?? [])]);
      return [...named].flatMap((arn) => {
        const role = view.roles.get(arn);
        return role?.policies === undefined ? [] : lacking(view, bucket, key, role);
      });
    });
  },
};

/** What a role may do with the bucket's objects and not with its key; with a bucket key, KMS is asked about the bucket. */
function lacking(view: AccountView, { name: bucket }: GovernedBucket, key: KeyView, role: Role): readonly Observation[] {
  const caller = callerOfRole(view, role);
  const uses = [
    { action: "s3:GetObject", needs: ["kms:Decrypt"] },
    { action: "s3:PutObject", needs: ["kms:GenerateDataKey", "kms:Decrypt"] },
  ] as const;
  const needs = new Set(uses.flatMap(({ action, needs: keyActions }) => (judgeObjects(view, bucket, caller, action) ? keyActions : [])));
  const verdicts = [...needs].map((action) => ({ action, verdict: judgeUse(view, bucket, caller, key, action) }));
  const missing = verdicts.flatMap(({ action, verdict }) => (verdict.result === "allowed" ? [] : [{ action, verdict }]));
  const [first] = missing;
  if (first === undefined) return [];
  const isKnown = missing.some(({ verdict }) => verdict.result === "denied");
  const actions = missing.map(({ action }) => action);
  return [
    {
      // Who reads through the role, or with it, reads nothing.
      ...(isKnown ? { severity: "high" as const } : { status: "unknown" as const }),
      resource: addressOf("bucket", bucket, role.arn),
      message: `${shortPrincipal(role.arn)} ${isKnown ? "may not use" : "perhaps may not use"} the key of ${bucket}: ${first.verdict.why}`,
      evidence: { bucket, principal: role.arn, key: key.facts.arn, actions },
    },
  ];
}
