/** The statements of a bucket's policy that keep its objects encrypted with its key and closed to everybody but those the policies name. */

import { algorithmCondition, customerKeyCondition, keyIdCondition } from "../../model/encryption-conditions.ts";
import type { ConditionClause, PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import type { Principal } from "../../model/principal.ts";
import { principalPatterns } from "../principal-patterns.ts";
import type { LakeFacts } from "../lake-facts.ts";
import type { ResolvedBucket } from "../resolved.ts";
import { clause, denyEverybody } from "../statements.ts";

/** Whom the statements of a bucket leave out, and why. */
export interface Exempt {
  readonly operators: readonly Principal[];
  readonly breakGlass: readonly Principal[];
  /** Of the locations in the bucket: what Lake Formation vends acts as one of them. */
  readonly registrationRoles: readonly Principal[];
}

/** What opens a bucket, or what it is protected by. */
const configuration = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutEncryptionConfiguration",
];

/**
 * In no particular order. Break-glass principals pass all of them but the first, which keeps to the form that the check of TLS in Security Hub
 * (S3.5) looks for.
 */
export function bucketStatements(bucket: ResolvedBucket, exempt: Exempt, lake: LakeFacts): readonly PolicyStatement[] {
  const sid = (name: string): string => `${sidPrefix(lake.identity.name)}${name}`;
  const arn = `arn:${lake.partition}:s3:::${bucket.name}`;
  const objects = `${arn}/*`;
  const tls = denyEverybody({
    sid: sid("DenyInsecureTransport"),
    actions: ["s3:*"],
    resources: [arn, objects],
    conditions: [clause("Bool", "aws:SecureTransport", "false")],
  });
  const notBreakGlass = unless(exempt.breakGlass, lake);
  const writes = encryptionConditions(bucket).map(({ name, conditions }) =>
    denyEverybody({ sid: sid(name), actions: ["s3:PutObject"], resources: [objects], conditions: [...conditions, notBreakGlass] }),
  );
  return [
    tls,
    ...writes,
    ...otherWaysIn(bucket, objects, notBreakGlass, sid),
    ...protection(bucket, exempt, lake, sid, arn),
    ...directAccess(bucket, exempt, lake, sid, arn),
  ];
}

/**
 * Each is right whether S3 fills the key's condition in with the bucket's own key or with what the header says, which is not documented for all
 * requests. What is left out of a request is denied by the last alone.
 */
function encryptionConditions({
  key,
  writers,
}: ResolvedBucket): readonly { readonly name: string; readonly conditions: readonly ConditionClause[] }[] {
  const optional = [
    {
      name: "DenyWrongAlgorithm",
      conditions: [clause("Null", algorithmCondition, "false"), clause("StringNotEquals", algorithmCondition, "aws:kms")],
    },
    { name: "DenyWrongKey", conditions: [clause("Null", keyIdCondition, "false"), clause("ArnNotEquals", keyIdCondition, key)] },
    // With the algorithm alone S3 takes the key that AWS manages, not the bucket's.
    { name: "DenyUnnamedKey", conditions: [clause("StringEquals", algorithmCondition, "aws:kms"), clause("Null", keyIdCondition, "true")] },
    { name: "DenyCustomerKey", conditions: [clause("Null", customerKeyCondition, "false")] },
  ];
  return writers === "header-optional"
    ? optional
    : [...optional, { name: "DenyMissingHeader", conditions: [clause("Null", algorithmCondition, "true")] }];
}

/**
 * Objects get a key without PutObject, too. UpdateObjectEncryption names it in its body, and AWS does not say that the condition keys show it: so
 * nobody does it. Replicas come in with the bucket's key by name or not at all: what else S3 would choose follows the source object. Sources: S3
 * User Guide, update-sse-encryption, replication-config-for-kms-objects; Service Authorization Reference, Amazon S3.
 */
function otherWaysIn(
  { key }: ResolvedBucket,
  objects: string,
  notBreakGlass: ConditionClause,
  sid: (name: string) => string,
): readonly PolicyStatement[] {
  const ways = [
    { name: "DenyReencryption", action: "s3:UpdateObjectEncryption", conditions: [] },
    { name: "DenyReplicaAlgorithm", action: "s3:ReplicateObject", conditions: [clause("StringNotEquals", algorithmCondition, "aws:kms")] },
    { name: "DenyReplicaKey", action: "s3:ReplicateObject", conditions: [clause("ArnNotEquals", keyIdCondition, key)] },
  ];
  return ways.map(({ name, action, conditions }) =>
    denyEverybody({ sid: sid(name), actions: [action], resources: [objects], conditions: [...conditions, notBreakGlass] }),
  );
}

function protection(
  { protectConfiguration }: ResolvedBucket,
  { operators, breakGlass }: Exempt,
  lake: LakeFacts,
  sid: (name: string) => string,
  arn: string,
): readonly PolicyStatement[] {
  if (!protectConfiguration) return [];
  const conditions = [unless([...operators, ...breakGlass], lake)];
  return [denyEverybody({ sid: sid("DenyConfiguration"), actions: configuration, resources: [arn], conditions })];
}

/** Requests of AWS services have no principal to name. A request without signature has neither, and is denied: hence IfExists. */
function directAccess(
  { directAccess: readers }: ResolvedBucket,
  { operators, breakGlass, registrationRoles }: Exempt,
  lake: LakeFacts,
  sid: (name: string) => string,
  arn: string,
): readonly PolicyStatement[] {
  if (readers === undefined) return [];
  const named = readers.map(({ id }) => id);
  const conditions = [
    unless([...named, ...registrationRoles, ...operators, ...breakGlass], lake),
    clause("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
  ];
  return [
    denyEverybody({ sid: sid("DenyDirectAccess"), actions: ["s3:*"], resources: [`${arn}/*`], conditions }),
    denyEverybody({ sid: sid("DenyListing"), actions: ["s3:ListBucket*"], resources: [arn], conditions }),
  ];
}

/** Not NotPrincipal: sessions would have to be named one by one. Source: IAM User Guide, reference_policies_elements_notprincipal. */
function unless(principals: readonly Principal[], lake: LakeFacts): ConditionClause {
  return clause("ArnNotLike", "aws:PrincipalArn", ...principals.flatMap((principal) => principalPatterns(principal, lake)));
}
