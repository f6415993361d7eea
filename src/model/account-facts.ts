/** What surrounds a lake in its account: buckets, keys, policies and the directory of people, as one sweep read them. */

/**
 * Documents are the texts AWS returned, decoded but not changed: parse them with `unknown: "keep"`. Everything is sorted by name or ARN, so
 * that one account gives one text.
 */
export interface AccountFacts {
  readonly buckets: readonly BucketFacts[];
  readonly keys: readonly KeyFacts[];
  /** Managed policies that roles carry or are bounded by; others are left out. */
  readonly managedPolicies: readonly ManagedPolicyFacts[];
  /** Keys of the Data Catalog's own encryption, as Glue names them: id, ARN or alias. */
  readonly catalogKeys: readonly string[];
  /** Athena workgroups that name keys; others are left out. */
  readonly workgroups: readonly WorkgroupFacts[];
  /** Absent where it was not read; then `LiveState.unread` says why. */
  readonly identityCenter?: IdentityCenterFacts;
}

/** An Athena workgroup of the lake's Region. */
export interface WorkgroupFacts {
  readonly name: string;
  /** Keys it encrypts results of queries with, as Athena names them: id, ARN or alias. Clients may use others, where it does not enforce its own. */
  readonly resultKeys: readonly string[];
}

/** A general purpose bucket of the lake's Region. */
export interface BucketFacts {
  readonly name: string;
  /** Absent: the bucket has no policy. */
  readonly policy?: string;
  /** Absent where it was not asked for or could not be read. */
  readonly encryption?: BucketEncryptionFacts;
  readonly publicAccessBlock?: PublicAccessBlockFacts;
}

/** The rule of default encryption. Source: S3 API Reference, ServerSideEncryptionRule. */
export interface BucketEncryptionFacts {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`, … */
  readonly algorithm: string;
  /** Key as S3 holds it: ARN, id or alias. Absent with `aws:kms`: the AWS managed key. */
  readonly key?: string;
  readonly bucketKey: boolean;
  /** Encryption types the bucket refuses: `SSE-C`. */
  readonly blocked: readonly string[];
}

/** Flags of Block Public Access; a bucket without a configuration has none set. */
export interface PublicAccessBlockFacts {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** A KMS key that a policy or a bucket names. */
export interface KeyFacts {
  readonly arn: string;
  /** `alias/name`, those of this account and Region that point at it. */
  readonly aliases: readonly string[];
  /** `Enabled`, `Disabled`, `PendingDeletion`, … Source: KMS API Reference, KeyMetadata, as for the members below. */
  readonly state: string;
  /** With `PendingDeletion`, where KMS tells it: when the key is gone, ISO 8601. */
  readonly deletionDate?: string;
  readonly manager: "AWS" | "CUSTOMER";
  readonly usage: string;
  readonly spec: string;
  readonly origin: string;
  readonly multiRegion: boolean;
  /** The key policy; absent where it may not be read, as always across accounts. */
  readonly policy?: string;
  /** Absent where it could not be read. */
  readonly grants?: readonly KeyGrantFacts[];
  /** Absent where it could not be read. */
  readonly rotation?: { readonly enabled: boolean; readonly periodInDays?: number };
}

/** Source: KMS API Reference, GrantListEntry. */
export interface KeyGrantFacts {
  readonly id: string;
  readonly grantee: string;
  readonly operations: readonly string[];
  /** By key; absent: no constraint. */
  readonly contextEquals?: Readonly<Record<string, string>>;
  readonly contextSubset?: Readonly<Record<string, string>>;
}

export interface ManagedPolicyFacts {
  readonly arn: string;
  readonly document: string;
}

/** Policies of one role. */
export interface RolePolicies {
  /** `AROA…`: what a resource policy shows once the role is gone. */
  readonly id: string;
  readonly trust: string;
  readonly inline: readonly { readonly name: string; readonly document: string }[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** ARN of the managed policy that bounds the role. */
  readonly boundary?: string;
}

/** The Identity Center instance, as far as the lake needs it. */
export interface IdentityCenterFacts {
  readonly instance: string;
  readonly identityStore: string;
  readonly region: string;
  /** The account that owns the instance: the management account. */
  readonly owner: string;
  /** The account that was asked: the management account, a delegated administrator or the lake's own. */
  readonly caller: string;
  /** Sets provisioned to the lake's account, and those that were named. */
  readonly permissionSets: readonly PermissionSetFacts[];
  /** Groups that were named and found. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

export interface PermissionSetFacts {
  readonly name: string;
  readonly arn: string;
  /** Empty: it has none. */
  readonly inlinePolicy: string;
  /** Accounts it is provisioned to. */
  readonly accounts: readonly string[];
  /** Those of the accounts that still have an older version (`LATEST_PERMISSION_SET_NOT_PROVISIONED`), sorted. */
  readonly behind: readonly string[];
  /** True where only the management account may change the set: it is provisioned there, and somebody else asks. */
  readonly managementOnly: boolean;
}
