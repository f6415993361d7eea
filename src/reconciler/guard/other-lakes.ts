/** A guard on shared buckets: the statements of this lake do not lock out whom those of another lake spare. */

import { viewAfter } from "../../access/account-after.ts";
import { viewOf } from "../../access/account-view.ts";
import type { AccountView, BucketView } from "../../access/account-view.ts";
import { callerOf } from "../../access/bucket-writers.ts";
import { isLost, judge } from "../../access/judge.ts";
import { objectsNamed } from "../../access/possible-writers.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import type { Caller } from "../../access/simulate-write.ts";
import { sparedPrincipals } from "../../access/spared-principals.ts";
import { bucketRequest, objectRequest, putRequest } from "../../access/write-requests.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { algorithmCondition, keyIdCondition } from "../../model/encryption-conditions.ts";
import type { PolicyDocument, PolicyStatement } from "../../model/iam/policy-document.ts";
import type { AccessRequest } from "../../model/iam/request.ts";
import { prefixOfSid } from "../../model/ours.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";
import { configurationActions } from "./buckets.ts";

/** Principals that a message shows. */
const principalsShown = 5;

/** Objects that are asked about, a principal. */
const objectsAsked = 16;

/**
 * Refusals of a plan, as errors. Each lake's denies spare the principals of that lake alone, and the operators and break-glass principals of
 * another are in its statements only: whom these spare may after the plan what they may before it, under the bucket's policy.
 */
export function guardOtherLakes(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const ours = changes.filter((change) => isChangeOf(change, "s3-bucket-policy")).filter(({ after }) => after !== null);
  if (ours.length === 0) return [];
  const view = viewOf(live);
  const after = viewAfter(view, ours);
  return [...groupBy(ours, ({ address }) => address).values()].flatMap(([change]) => {
    if (change === undefined) return [];
    const { bucket: name, prefix } = subjectOf(change);
    const [was, is] = [view.buckets.get(name), after.buckets.get(name)];
    if (was?.policy === undefined || is === undefined) return [];
    const { policy } = was;
    const theirs = groupBy(
      policy.statements.filter(({ sid }) => (prefixOfSid(sid) ?? prefix) !== prefix),
      ({ sid }) => prefixOfSid(sid) ?? "",
    );
    return [...theirs].flatMap(([lake, statements]) => {
      const lockedOut = sparedPrincipals(view, { ...policy, statements }).flatMap((principal) => {
        const caller = callerOf(view, principal);
        const lost = caller === undefined ? [] : lostBy(view, caller, [was, is], statements);
        return lost.length === 0 ? [] : [`\`${shortPrincipal(principal)}\` would lose ${lost.join(", ")}`];
      });
      return lockedOut.length === 0 ? [] : [refusal(name, lake, lockedOut, change)];
    });
  });
}

function refusal(bucket: string, lake: string, lockedOut: readonly string[], { origins: [range] }: Change): Diagnostic {
  const more = lockedOut.length - principalsShown;
  const shown = [...lockedOut.slice(0, principalsShown), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  return report("LG5043", {
    message: `the plan locks principals of another lake, whose statements begin with \`${lake}\`, out of bucket \`${bucket}\`: ${shown}`,
    help: "name who would lose objects alone in `directAccess` of the `Bucket`, who would lose its configuration in `Lake.operators`, and who would lose s3:UpdateObjectEncryption in `Lake.breakGlass`; or let one lake alone govern the bucket",
    range,
  });
}

/** The actions that the bucket's policy of now leaves to a caller, and the one of after does not. */
function lostBy(
  view: AccountView,
  caller: Caller,
  [was, is]: readonly [BucketView, BucketView],
  theirs: readonly PolicyStatement[],
): readonly string[] {
  const result = (request: AccessRequest, policy: PolicyDocument | undefined) => judge(request, policiesOf(caller, policy)).result;
  const lost = requestsOf(view, caller, was, theirs).filter((request) => isLost(result(request, was.policy), result(request, is.policy)));
  return [...new Set(lost.map(({ action }) => action))];
}

/** What is done with objects besides reading and writing them: a role that only deletes or replicates them is spared as much as one that reads. */
const objectActions = [
  "s3:GetObjectVersion",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:AbortMultipartUpload",
  "s3:PutObjectTagging",
  "s3:ReplicateDelete",
  "s3:UpdateObjectEncryption",
];

const listingActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

/** One for each thing that statements of lakes deny and spare somebody from: objects, other keys, names of objects, configuration. */
function requestsOf(
  view: AccountView,
  caller: Caller,
  { name: bucket, policy }: BucketView,
  theirs: readonly PolicyStatement[],
): readonly AccessRequest[] {
  const { principal, identity } = caller;
  const documents = policy === undefined ? identity : [...identity, policy];
  const objects = (action: string): readonly string[] => ["any", ...objectsNamed(documents, view, bucket, action)].slice(0, objectsAsked);
  const on = (action: string): readonly AccessRequest[] =>
    objects(action).map((object) => objectRequest(view, principal, { bucket, object }, action));
  const key = theirKey(theirs);
  const seen = key === undefined ? {} : { [algorithmCondition]: "aws:kms", [keyIdCondition]: key };
  return [
    ...on("s3:GetObject"),
    ...objects("s3:PutObject").map((object) => putRequest(view, principal, { bucket, object }, { creates: true, seen })),
    ...objectActions.flatMap(on),
    ...[...listingActions, ...configurationActions].map((action) => bucketRequest(view, principal, bucket, action)),
  ];
}

/** The key that another lake has the bucket's objects encrypted with; undefined where its statements name none. */
function theirKey(theirs: readonly PolicyStatement[]): string | undefined {
  return theirs
    .flatMap(({ conditions }) => conditions)
    .find(({ operator, key }) => operator === "ArnNotEquals" && key.toLowerCase() === keyIdCondition.toLowerCase())?.values[0];
}
