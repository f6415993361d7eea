/** What somebody may do with the objects and the key of a governed bucket, wherever in the bucket that is. */

import { objectsNamed } from "./possible-writers.ts";
import type { AccountView, KeyView } from "./account-view.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./judge.ts";
import { judgeKey, policiesOf } from "./simulate-write.ts";
import type { Caller } from "./simulate-write.ts";
import { objectRequest } from "./write-requests.ts";
import type { KeyAction } from "./write-requests.ts";

/** May the caller's own policies, and those of the bucket, allow the action on any object of the bucket? */
export function judgeObjects(view: AccountView, bucket: string, caller: Caller, action: "s3:GetObject" | "s3:PutObject"): boolean {
  const policies = policiesOf(caller, view.buckets.get(bucket)?.policy);
  const documents = policies.resource === undefined ? policies.identity : [...policies.identity, policies.resource];
  return ["simulated", ...objectsNamed(documents, view, bucket, action)].some(
    (object) => judge(objectRequest(view, caller.principal, { bucket, object }, action), policies).result !== "denied",
  );
}

/** May the caller use the key through S3, for a bucket with a bucket key? */
export function judgeUse(view: AccountView, bucket: string, caller: Caller, key: KeyView, action: KeyAction): Verdict {
  return judgeKey(view, caller, { bucket, object: "simulated" }, { key, bucketKey: true }, action);
}
