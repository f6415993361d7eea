/** What the changes of a plan ask of AWS, as requests of one caller that the policies of the account decide. */

import type { AccountView } from "../../access/account-view.ts";
import type { Caller } from "../../access/simulate-write.ts";
import { bucketRequest, keyConfigurationRequest, serviceRequest } from "../../access/write-requests.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { KindName } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import type { AccessRequest } from "../../model/iam/request.ts";
import { partitionOf } from "../../model/principal.ts";

/** A change as the request that makes it. */
export interface CallerRequest {
  readonly request: AccessRequest;
  /** What it is made on, for people: a bucket, a role, a key. */
  readonly on: string;
  /** The policy of the bucket or key that it changes; absent: there is none. */
  readonly resource?: PolicyDocument;
}

const ofBuckets: readonly KindName[] = ["s3-bucket-policy", "s3-bucket-encryption", "s3-public-access-block"];
const onBuckets: ReadonlySet<string> = new Set(ofBuckets);
const judged: ReadonlySet<string> = new Set<KindName>([...ofBuckets, "iam-role-policy", "kms-key-rotation"]);

/** Does a change configure a bucket? */
export function configuresBucket({ kind }: Change): boolean {
  return onBuckets.has(kind);
}

/** Is a change of a kind whose requests can be decided here? */
export function isJudged({ kind }: Change): boolean {
  return judged.has(kind);
}

/** Undefined where what decides was not read, and for changes that nothing here decides. Sources: Service Authorization Reference, of each service. */
export function requestOf(view: AccountView, { principal }: Caller, change: Change): CallerRequest | undefined {
  const onBucket = (name: string, action: string): CallerRequest | undefined => {
    const bucket = view.buckets.get(name);
    if (bucket === undefined) return undefined;
    return withPolicy({ request: bucketRequest(view, principal, name, action), on: `bucket \`${name}\`` }, bucket.policy);
  };
  if (isChangeOf(change, "s3-bucket-policy")) {
    const { bucket, others } = subjectOf(change);
    const leavesNone = (change.after?.statements ?? []).length === 0 && others === "";
    return onBucket(bucket, leavesNone ? "s3:DeleteBucketPolicy" : "s3:PutBucketPolicy");
  }
  if (isChangeOf(change, "s3-bucket-encryption")) return onBucket(subjectOf(change).bucket, "s3:PutEncryptionConfiguration");
  if (isChangeOf(change, "s3-public-access-block")) return onBucket(subjectOf(change).bucket, "s3:PutBucketPublicAccessBlock");
  if (isChangeOf(change, "iam-role-policy")) {
    const { role: name } = subjectOf(change);
    const role = roleNamed(view, name);
    if (role === undefined) return undefined;
    const action = change.after === null ? "iam:DeleteRolePolicy" : "iam:PutRolePolicy";
    return { request: serviceRequest(iamView(view), principal, action, role), on: `role \`${name}\`` };
  }
  if (!isChangeOf(change, "kms-key-rotation")) return undefined;
  const key = view.keys.get(subjectOf(change).key);
  // Nobody switches rotation on in a key of another account, and whose policies decide there is not known here.
  if (key === undefined || key.facts.arn.split(":")[4] !== view.account) return undefined;
  return withPolicy(
    { request: keyConfigurationRequest(view, principal, key.facts, "kms:EnableKeyRotation"), on: `key \`${key.facts.arn}\`` },
    key.policy,
  );
}

function withPolicy(request: CallerRequest, resource: PolicyDocument | undefined): CallerRequest {
  return resource === undefined ? request : { ...request, resource };
}

const rolesByName = new WeakMap<AccountView["roles"], ReadonlyMap<string, string>>();

/** The ARN, path included. */
function roleNamed({ roles }: AccountView, name: string): string | undefined {
  const known = rolesByName.get(roles) ?? new Map([...roles.values()].map((role) => [role.name, role.arn]));
  rolesByName.set(roles, known);
  return known.get(name);
}

/** Where IAM answers for all Regions of a partition, which policies see as the Region that is asked. Source: IAM User Guide, aws:RequestedRegion. */
const iamRegions: Readonly<Record<string, string>> = { aws: "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" };

function iamView(view: AccountView): AccountView {
  const region = iamRegions[partitionOf(view.region)];
  return region === undefined ? view : { ...view, region };
}
