/** Ways by which objects of a bucket get a key without PutObject: re-encryption in place, and replication into the bucket. */

import { algorithmCondition, customerKeyCondition, keyIdCondition } from "../model/encryption-conditions.ts";
import type { AccountView, BucketView } from "./account-view.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./judge.ts";
import { objectsNamed } from "./possible-writers.ts";
import { policiesOf } from "./simulate-write.ts";
import type { Caller } from "./simulate-write.ts";
import { objectRequest } from "./write-requests.ts";
import type { Reading } from "./write-requests.ts";
import { otherKeyArn } from "./write-shapes.ts";

export interface WayIn {
  readonly title: string;
  readonly verdict: Verdict;
}

/** Those by which another key may get in. Policies may see the encryption of replicas, and nothing reliable of an update's. */
export function openWaysIn(view: AccountView, { name, policy }: BucketView, caller: Caller, key: string): readonly WayIn[] {
  const kms = { [algorithmCondition]: "aws:kms" };
  const other = { ...kms, [keyIdCondition]: otherKeyArn(view.region) };
  const right = { ...kms, [keyIdCondition]: key };
  const ways: readonly (readonly [title: string, action: string, readings: readonly Reading[]])[] = [
    ["s3:UpdateObjectEncryption", "s3:UpdateObjectEncryption", [{}, other, right]],
    ["s3:ReplicateObject with another key", "s3:ReplicateObject", [other]],
    ["s3:ReplicateObject without the key", "s3:ReplicateObject", [{}, kms]],
    ["s3:ReplicateObject with AES256", "s3:ReplicateObject", [{ [algorithmCondition]: "AES256" }]],
    ["s3:ReplicateObject with SSE-C", "s3:ReplicateObject", [{ [customerKeyCondition]: "AES256" }]],
  ];
  const policies = policiesOf(caller, policy);
  const documents = policy === undefined ? policies.identity : [...policies.identity, policy];
  return ways.flatMap(([title, action, readings]) => {
    const verdicts = ["simulated", ...objectsNamed(documents, view, name, action)].flatMap((object) => {
      const request = objectRequest(view, caller.principal, { bucket: name, object }, action);
      return readings.map((seen) => judge({ ...request, context: { ...request.context, ...seen } }, policies));
    });
    const open = verdicts.find(({ result }) => result === "allowed") ?? verdicts.find(({ result }) => result === "unknown");
    return open === undefined ? [] : [{ title, verdict: open }];
  });
}
