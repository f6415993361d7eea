/** A guard on locations: whom Lake Formation is going to read as must get past the statements of every lake in the bucket's policy. */

import { callerOf } from "../../access/bucket-writers.ts";
import { viewAfter } from "../../access/account-after.ts";
import { viewOf } from "../../access/account-view.ts";
import type { AccountView } from "../../access/account-view.ts";
import { judge } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { allowEverything } from "../../access/policy-reader.ts";
import { bucketRequest, objectRequest } from "../../access/write-requests.ts";
import { bucketOf } from "../../kinds/lf-location/spec.ts";
import type { LfLocation } from "../../kinds/lf-location/spec.ts";
import { isChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { prefixOfSid } from "../../model/ours.ts";
import type { LiveState } from "../../model/state.ts";

/**
 * Refusals of a plan, as errors. The denies of another lake spare the roles of locations that are registered, and of its own: a role that is new
 * to the bucket is denied until that lake is told. What a role may do beside these denies is not looked at.
 */
export function guardRegistrations(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const registering = changes.flatMap((change) =>
    isChangeOf(change, "lf-location") && change.after !== null ? [{ location: change.after, origins: change.origins }] : [],
  );
  if (registering.length === 0) return [];
  const after = viewAfter(viewOf(live), changes);
  return registering.flatMap(({ location, origins: [range] }) => {
    const verdict = verdictsOn(after, location).find(({ result }) => result !== "allowed");
    if (verdict === undefined || verdict.result === "allowed") return [];
    const { arn, role } = location;
    return [
      report("LG5050", {
        message: `\`${arn}\` would be read as \`${role}\`, which ${verdict.result === "denied" ? "is" : "may be"} kept off its objects: ${verdict.why}`,
        help: "have the lake that this statement is of name the role in `directAccess` of its `Bucket` and apply it, then plan again",
        range,
      }),
    ];
  });
}

/** Reading and listing below the location, under the statements of lakes alone. */
function verdictsOn(view: AccountView, { arn, role }: LfLocation): readonly Verdict[] {
  const bucket = bucketOf(arn);
  const policy = bucket === undefined ? undefined : view.buckets.get(bucket)?.policy;
  const principal = callerOf(view, role)?.principal;
  if (bucket === undefined || policy === undefined || principal === undefined) return [];
  const lakes = { ...policy, statements: policy.statements.filter(({ sid }) => prefixOfSid(sid) !== undefined) };
  const object = `${arn.slice(arn.indexOf(bucket) + bucket.length + 1)}/any`.replace(/^\//, "");
  const policies = { identity: [allowEverything], resource: lakes };
  return [
    judge(objectRequest(view, principal, { bucket, object }, "s3:GetObject"), policies),
    judge(bucketRequest(view, principal, bucket, "s3:ListBucket"), policies),
  ];
}
