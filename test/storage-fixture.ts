/** A desired state that governs a bucket and its key, written by hand: what is tested with it does not depend on how policies are compiled. */

import * as kmsKeyRotation from "../src/kinds/kms-key-rotation/spec.ts";
import * as s3BucketEncryption from "../src/kinds/s3-bucket-encryption/spec.ts";
import * as s3BucketPolicy from "../src/kinds/s3-bucket-policy/spec.ts";
import * as s3PublicAccessBlock from "../src/kinds/s3-public-access-block/spec.ts";
import type { PolicyStatement } from "../src/model/iam/policy-document.ts";
import { sidPrefix } from "../src/model/ours.ts";
import type { DesiredState, LiveState, Resource } from "../src/model/state.ts";
import type { Wanted } from "../src/model/wanted.ts";
import type { Ports } from "../src/aws/ports.ts";
import { readLive } from "../src/reconciler/read/read.ts";
import { account, region } from "./governed-lake.ts";

export interface GovernedStorage {
  readonly bucket: string;
  /** ARN. */
  readonly key: string;
  /** Default: the lake's own. */
  readonly statements?: readonly PolicyStatement[];
}

/** The Sids of a lake called `adw`. */
export const prefix = sidPrefix("adw");

export function wantedOf(...storage: readonly GovernedStorage[]): Wanted {
  const keys = storage.map(({ key }) => key);
  return { buckets: storage.map(({ bucket }) => bucket), keys, permissionSets: [], groups: [], identityCenter: false };
}

/** Statements that ask for TLS and for one key. */
export function statementsFor({ bucket, key }: GovernedStorage): readonly PolicyStatement[] {
  const [whole, objects] = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const everyone = { negated: false, byType: { AWS: ["*"] } };
  const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return [
    {
      sid: `${prefix}DenyInsecureTransport`,
      effect: "Deny",
      principal: everyone,
      action: { negated: false, names: ["s3:*"] },
      resource: { negated: false, names: [whole, objects] },
      conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }],
    },
    {
      sid: `${prefix}DenyWrongKey`,
      effect: "Deny",
      principal: everyone,
      action: { negated: false, names: ["s3:PutObject"] },
      resource: { negated: false, names: [objects] },
      conditions: [
        { operator: "Null", key: keyId, values: ["false"] },
        { operator: "ArnNotEquals", key: keyId, values: [key] },
      ],
    },
  ];
}

/** What governing these buckets comes to, and nothing else. */
export function desiredStorage(...storage: readonly GovernedStorage[]): DesiredState {
  const origin = { file: "policies/buckets.yaml", line: 1, column: 1, end: { line: 1, column: 2 } };
  const resources = storage.flatMap((one): [string, Resource][] => {
    const { bucket, key, statements = statementsFor(one) } = one;
    const policy = s3BucketPolicy.normalize({ bucket, prefix, statements, others: "" });
    const encryption = { bucket, algorithm: "aws:kms", key, bucketKey: true, blocked: ["SSE-C"] };
    const block = { bucket, blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
    const rotation = { key, enabled: true, periodInDays: null };
    return [
      [s3BucketPolicy.address(policy), { kind: "s3-bucket-policy", spec: policy, origins: [origin] }],
      [s3BucketEncryption.address(encryption), { kind: "s3-bucket-encryption", spec: encryption, origins: [origin] }],
      [s3PublicAccessBlock.address(block), { kind: "s3-public-access-block", spec: block, origins: [origin] }],
      [kmsKeyRotation.address(rotation), { kind: "kms-key-rotation", spec: rotation, origins: [origin] }],
    ];
  });
  return {
    lake: { name: "adw", account, region },
    scope: {
      lake: "adw",
      gradeTag: "grade",
      grades: 3,
      domainTag: "domain",
      managed: {},
      iamAllowedPrincipals: "databases",
      foreignGrants: "report",
      adminsExclusive: false,
    },
    resources: new Map(resources),
  };
}

export async function readStorageLake(ports: Ports, wanted: Wanted): Promise<LiveState> {
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  return readLive(ports, { account, region, caller, tagKeys: [], wanted, readAt: "2026-01-01T00:00:00.000Z" });
}
