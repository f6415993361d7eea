/** What is asked about somebody whom another lake spares in a bucket: one request for each thing that statements and guardrails of lakes deny. */

import { findKey } from "../../access/account-view.ts";
import type { AccountView, BucketView } from "../../access/account-view.ts";
import { judgeUse } from "../../access/judge-use.ts";
import { judge } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { objectsNamed } from "../../access/possible-writers.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import type { Caller } from "../../access/simulate-write.ts";
import { bucketRequest, objectRequest, putRequest } from "../../access/write-requests.ts";
import { algorithmCondition, keyIdCondition } from "../../model/encryption-conditions.ts";
import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import type { AccessRequest } from "../../model/iam/request.ts";
import { configurationActions } from "./buckets.ts";

/** Something to do in a bucket. */
export interface Use {
  readonly action: string;
  /** May somebody do it with these policies of their own, where the bucket has this policy? */
  readonly judge: (caller: Caller, policy: PolicyDocument | undefined) => Verdict["result"];
}

/** Objects that are asked about, an action. */
const objectsAsked = 16;

/**
 * What is done with objects besides reading and writing them: a role that only deletes or replicates them is spared as much as one that reads.
 * Of families that are denied together one stands for all.
 */
const objectActions = [
  "s3:GetObjectVersion",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:InitiateReplication",
  "s3:ReplicateDelete",
  "s3:UpdateObjectEncryption",
];

const listingActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

/**
 * `caller`: as they are before the plan. `key`: the one that the other lake asks for. A key that nobody read is left out: guardrails deny the keys
 * that the policies of this lake name, and those are read.
 */
export function usesOf(view: AccountView, { principal, identity }: Caller, bucket: BucketView, key: string | undefined): readonly Use[] {
  const { name, policy } = bucket;
  const documents = policy === undefined ? identity : [...identity, policy];
  const objects = (action: string): readonly string[] => ["any", ...objectsNamed(documents, view, name, action)].slice(0, objectsAsked);
  const on = (action: string): readonly AccessRequest[] =>
    objects(action).map((object) => objectRequest(view, principal, { bucket: name, object }, action));
  const seen = key === undefined ? {} : { [algorithmCondition]: "aws:kms", [keyIdCondition]: key };
  const requests = [
    ...on("s3:GetObject"),
    ...objects("s3:PutObject").map((object) => putRequest(view, principal, { bucket: name, object }, { creates: true, seen })),
    ...objectActions.flatMap(on),
    ...[...listingActions, ...configurationActions].map((action) => bucketRequest(view, principal, name, action)),
  ];
  return [
    ...requests.map((request): Use => ({
      action: request.action,
      judge: (caller, resource) => judge(request, policiesOf(caller, resource)).result,
    })),
    ...decrypting(view, name, key),
  ];
}

/** Who writes large objects decrypts as well. Source: S3 User Guide, mpuoverview, permissions of multipart uploads. */
function decrypting(view: AccountView, bucket: string, name: string | undefined): readonly Use[] {
  const key = name === undefined ? undefined : findKey(view, name);
  if (key === undefined) return [];
  const action = "kms:Decrypt";
  return [{ action, judge: (caller) => judgeUse(view, bucket, caller, key, action).result }];
}
