/** The statements of a guardrail: what a reader needs, and denies of the ways around Lake Formation. */

import type { ConditionClause, PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import { sortedOnce } from "../../model/source.ts";
import { dataKeysOf } from "../data-keys.ts";
import type { DataKey } from "../data-keys.ts";
import type { Guarded } from "../guarded.ts";
import type { LakeFacts } from "../lake-facts.ts";
import { principalPatterns } from "../principal-patterns.ts";
import type { Resolved, ResolvedBucket } from "../resolved.ts";
import { allow, clause, deny } from "../statements.ts";

/** Reading the catalog. Source: Lake Formation Developer Guide, permissions-reference, data analyst permissions. */
const catalogReads = [
  "glue:BatchGetPartition",
  "glue:GetDatabase",
  "glue:GetDatabases",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:GetTable",
  "glue:GetTables",
  "glue:SearchTables",
];

/** The data itself, as far as grants reach, and the LF-Tags of what is visible. Source: as above. */
const dataReads = [
  "lakeformation:GetDataAccess",
  "lakeformation:GetLFTag",
  "lakeformation:GetResourceLFTags",
  "lakeformation:ListLFTags",
  "lakeformation:SearchDatabasesByLFTags",
  "lakeformation:SearchTablesByLFTags",
];

/**
 * What reads objects or their names, opens them, or has them replicated as the bucket is configured; sources of copies are read with GetObject.
 * Some writers send an ACL with each object, so those who may write may do this, too.
 */
const objectReads = [
  "s3:GetObject*",
  "s3:InitiateReplication",
  "s3:ListBucket*",
  "s3:ListMultipartUploadParts",
  "s3:ListObject*",
  "s3:PutObject*Acl",
];

/** Configuring a bucket: its policy, where it is replicated, listed and logged. Nobody who reads or writes objects needs it. */
const configuring = ["s3:CreateBucket*", "s3:DeleteBucket*", "s3:Put*Configuration", "s3:PutBucket*", "s3:UpdateBucketMetadata*"];

/** Credentials of S3 Access Grants, and making oneself a grant. Requests name the instance, not the bucket. */
const accessGrants = ["s3:CreateAccessGrant*", "s3:GetDataAccess", "s3:PutAccessGrants*", "s3:UpdateAccessGrants*"];

/** Access points: requests that come by them do not name the bucket. */
const accessPoints = [
  "s3:CreateAccessPoint*",
  "s3:CreateMultiRegion*",
  "s3:GetObject*",
  "s3:ListBucket*",
  "s3:ListObject*",
  "s3:PutAccessPoint*",
  "s3:PutMultiRegion*",
];

/** Becoming the role, handing it to a service, and making its trust or its rights one's own. Source: Service Authorization Reference, IAM and STS. */
const becoming = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:PassRole",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  "sts:AssumeRole",
];

const decrypting = ["kms:Decrypt", "kms:ReEncryptFrom"];

/**
 * Giving oneself, or somebody else, the right to decrypt. Denied on keys that serve more, too: who reads query results or the catalog decrypts
 * and makes data keys, and never grants. Sources: Athena User Guide, encrypting-managed-results; Glue Developer Guide, encrypt-glue-data-catalog.
 * Otherwise whoever may point a workgroup at a key would lift these denies from everybody.
 */
const configuringKeys = ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ReplicateKey"];

/** Everything in Lake Formation that changes something: grants, tags, settings, locations. */
const changes = ["Add", "Batch", "Create", "Delete", "Deregister", "Grant", "Put", "Register", "Remove", "Revoke", "Update"];

/** In no particular order. All names are of this lake: its account and Region, its buckets, its keys. */
export function guardrailStatements(guarded: Guarded, resolved: Resolved, lake: LakeFacts): readonly PolicyStatement[] {
  const { closed, target, id } = guarded;
  const { partition, identity } = lake;
  const { account, region } = identity;
  const sid = (name: string): string => `${sidPrefix(identity.name)}${name}`;
  const catalog = `arn:${partition}:glue:${region}:${account}`;
  // A permission set makes a role in each account that it is assigned to.
  const here = target !== undefined && "permissionSet" in target ? [clause("StringEquals", "aws:PrincipalAccount", account)] : [];
  const inRegion: readonly ConditionClause[] = [clause("StringEquals", "aws:RequestedRegion", region), ...here];
  const statements = [
    allow({
      sid: sid("AllowCatalog"),
      actions: catalogReads,
      resources: [`${catalog}:catalog`, `${catalog}:database/*`, `${catalog}:table/*`],
    }),
    allow({ sid: sid("AllowDataAccess"), actions: dataReads, resources: ["*"], conditions: inRegion }),
    deny({ sid: sid("DenyGovernance"), actions: changes.map((verb) => `lakeformation:${verb}*`), resources: ["*"], conditions: inRegion }),
  ];
  const buckets = closed.map(({ name }) => `arn:${partition}:s3:::${name}`);
  if (buckets.length > 0) {
    statements.push(deny({ sid: sid("DenyObjects"), actions: objectReads, resources: buckets.flatMap((arn) => [arn, `${arn}/*`]) }));
  }
  const configured = resolved.buckets.map(({ name }) => `arn:${partition}:s3:::${name}`);
  if (configured.length > 0) {
    const keys = namesOf(resolved.buckets.flatMap((bucket) => dataKeysOf(bucket, resolved)));
    const actions = keys.length > 0 ? [...configuring, ...configuringKeys] : configuring;
    statements.push(deny({ sid: sid("DenyConfiguration"), actions, resources: [...configured, ...keys] }));
  }
  const ofAny = (type: string): readonly string[] => [`arn:${partition}:s3:*:*:${type}/*`];
  // Credentials of Access Grants act as the role of a location: a bucket sees that role, not who asked.
  if (closed.length > 0) {
    statements.push(deny({ sid: sid("DenyAccessGrants"), actions: accessGrants, resources: ofAny("access-grants"), conditions: here }));
  }
  // The policy of a bucket decides on requests by access points as well, with who asks: one with `directAccess` holds others off there itself.
  if (closed.some(({ directAccess }) => directAccess === undefined)) {
    statements.push(deny({ sid: sid("DenyAccessPoints"), actions: accessPoints, resources: ofAny("accesspoint"), conditions: here }));
  }
  const keys = deniedKeys(guarded, resolved);
  if (keys.length > 0) statements.push(deny({ sid: sid("DenyDecrypt"), actions: decrypting, resources: keys }));
  const registering = new Set(resolved.registrations.map(({ role }) => role));
  const registration = [...new Set([...registering].flatMap((role) => principalPatterns(role, lake)))];
  if (registration.length > 0) {
    statements.push(deny({ sid: sid("DenyRegistrationRoles"), actions: becoming, resources: registration }));
  }
  if (target !== undefined && "role" in target) {
    const own = principalPatterns(id, lake);
    statements.push(deny({ sid: sid("DenyOwnPolicies"), actions: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"], resources: own }));
  }
  return statements;
}

/** Keys of closed buckets alone: neither of a bucket that is open to the principal, nor of anything else it may have to read. */
function deniedKeys({ closed }: Guarded, resolved: Resolved): readonly string[] {
  const keysIn = (buckets: readonly ResolvedBucket[]): readonly DataKey[] => buckets.flatMap((bucket) => dataKeysOf(bucket, resolved));
  const open = new Set(keysIn(resolved.buckets.filter((bucket) => !closed.includes(bucket))).map(({ key }) => key));
  return namesOf(keysIn(closed).filter((dataKey) => !open.has(dataKey.key) && isOfBucketsAlone(dataKey)));
}

function namesOf(keys: readonly DataKey[]): readonly string[] {
  return sortedOnce(keys.map(({ key }) => key));
}

function isOfBucketsAlone({ otherUses: { known, possible } }: DataKey): boolean {
  return known.length + possible.length === 0;
}
