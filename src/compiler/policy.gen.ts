/** Types of the policy language, generated from schemas/ by `npm run generate`. Do not edit. */

/**
 * strictest: a new column is born at grade 1 until a reviewed plan releases it; inherit: it gets the default.
 */
export type NewColumns = "strictest" | "inherit";

/**
 * A role name without its path, {permissionSet: name} or {arn: …}.
 */
export type LakePrincipal = string | LakePermissionSet | LakeArn;

/**
 * databases: removed from managed databases, their tables and their own default; account: from the account's create-defaults too; report: nothing is removed.
 */
export type LakeIamAllowedPrincipals = "databases" | "account" | "report";

/**
 * A quoted account id, or {sessionTag: value}.
 */
export type ExternalEngine = string | ExternalSessionTag;

/**
 * read: SELECT, DESCRIBE; write: adds INSERT, DELETE, ALTER; own: adds DROP, and CREATE_TABLE in databases.
 */
export type Access = "read" | "write" | "own";

/**
 * The IAM policy that closes the ways around Lake Formation: manage it, write it to a file for its owner, or only report.
 */
export type Guardrail = "manage" | "emit" | "report";

/**
 * header-optional: a write without encryption header gets the bucket's key; header-required: every write names the key itself.
 */
export type Writers = "header-optional" | "header-required";

/**
 * The name of a group, {role: name}, {permissionSet: name} or {arn: …}.
 */
export type DirectAccessor = string | DirectRole | DirectPermissionSet | DirectArn;

/**
 * One data catalog (one account, one Region) and the rules that hold for all of it. Exactly one in a policy set.
 */
export interface Lake {
  /**
   * Version of the policy language.
   */
  readonly apiVersion: "lakegrade/v1";
  readonly kind: "Lake";

  /**
   * Letters, digits, hyphens; part of the names of what the policies own.
   */
  readonly name: string;

  /**
   * AWS account of the catalog, 12 digits, quoted.
   */
  readonly account: string;

  /**
   * AWS Region of the catalog.
   */
  readonly region: string;

  /**
   * IANA time zone, such as Asia/Seoul; decides what day it is for time-bound policies.
   */
  readonly timezone?: string;

  /**
   * LF-Tag key that carries the grade.
   */
  readonly tag?: string;

  /**
   * LF-Tag key that carries the domain; may already exist.
   */
  readonly domainTag?: string;
  readonly grades?: GradeNames;
  readonly newColumns?: NewColumns;

  /**
   * Data lake administrators that must exist.
   */
  readonly admins?: readonly LakePrincipal[];

  /**
   * Read-only administrators that must exist.
   */
  readonly readOnlyAdmins?: readonly LakePrincipal[];

  /**
   * True: other administrators are removed, never the caller's own entry nor the last one.
   */
  readonly adminsExclusive?: boolean;

  /**
   * Principals that run this tool and other infrastructure code.
   */
  readonly operators?: readonly LakePrincipal[];

  /**
   * Principals no deny may hit.
   */
  readonly breakGlass?: readonly LakePrincipal[];

  /**
   * S3 paths registered with Lake Formation.
   */
  readonly locations?: readonly Location[];
  readonly iamAllowedPrincipals?: LakeIamAllowedPrincipals;

  /**
   * What to do with grants on managed data that no policy asks for.
   */
  readonly foreignGrants?: "report" | "revoke";

  /**
   * Accounts and session tag values that may filter data by themselves; everything else is switched off.
   */
  readonly externalEngines?: readonly ExternalEngine[];
  readonly identityCenter?: IdentityCenter;
}

/**
 * Names of the grades, 1 (most sensitive) to N. Three grades when left out.
 */
export interface GradeNames {
  readonly [k: string]: GradeName;
}

export interface GradeName {
  readonly ko?: string;
  readonly en?: string;
}

export interface LakePermissionSet {
  readonly permissionSet: string;
}

export interface LakeArn {
  readonly arn: string;
}

export interface Location {
  /**
   * s3://bucket/prefix
   */
  readonly path: string;

  /**
   * Name of the registration role, without its path, or its ARN.
   */
  readonly role: string;
}

export interface ExternalSessionTag {
  readonly sessionTag: string;
}

export interface IdentityCenter {
  readonly region: string;
  readonly assumeRole?: string;
}

/**
 * Grades of the columns of a database, or of every database a glob matches. Among matching rules the strictest wins.
 */
export interface Classification {
  readonly apiVersion?: "lakegrade/v1";
  readonly kind: "Classification";

  /**
   * Glue database, name or glob.
   */
  readonly database: string;

  /**
   * False: tags are written and differences shown, but IAM_ALLOWED_PRINCIPALS stays (staged roll-out).
   */
  readonly enforce?: boolean;

  /**
   * Who answers for this data.
   */
  readonly owner?: string;

  /**
   * Domain of the database, used by Group.domains.
   */
  readonly domain?: string;

  /**
   * Grade of a column that no rule names. A Classification without it never makes a database managed.
   */
  readonly default?: number;
  readonly newColumns?: NewColumns;

  /**
   * Grades of columns. Among matching rules the strictest wins; their order never matters.
   */
  readonly rules?: readonly Rule[];
}

export interface Rule {
  /**
   * table.column; globs * ? {a,b}; exactly one dot outside braces.
   */
  readonly match: string;

  /**
   * 1 is the most sensitive.
   */
  readonly grade: number;

  /**
   * Columns taken out of this rule.
   *
   * Items: table.column; globs * ? {a,b}; exactly one dot outside braces.
   */
  readonly except?: readonly string[];

  /**
   * Legal classes, for reports.
   */
  readonly class?: readonly string[];

  /**
   * Legal basis, for reports.
   */
  readonly basis?: string;

  /**
   * True: matching nothing is a warning, not an error.
   */
  readonly optional?: boolean;
}

/**
 * People or jobs with one clearance.
 */
export interface Group {
  readonly apiVersion?: "lakegrade/v1";
  readonly kind: "Group";

  /**
   * Name of the group within the policies.
   */
  readonly name: string;

  /**
   * Strictest grade the group may read: clearance 2 reads grades 2 and 3, never 1.
   */
  readonly clearance: number;
  readonly access?: Access;
  readonly guardrail?: Guardrail;

  /**
   * Who belongs to the group.
   */
  readonly principals: readonly GroupPrincipal[];

  /**
   * Only data with one of these domain tags.
   */
  readonly domains?: readonly string[];
}

/**
 * Exactly one of permissionSet, role, arn, identityCenterGroup; through only with identityCenterGroup.
 */
export interface GroupPrincipal {
  /**
   * Name of an IAM Identity Center permission set.
   */
  readonly permissionSet?: string;

  /**
   * Role name without its path.
   */
  readonly role?: string;

  /**
   * Any principal Lake Formation accepts.
   */
  readonly arn?: string;

  /**
   * Id or display name of an Identity Center group, for trusted identity propagation.
   */
  readonly identityCenterGroup?: string;

  /**
   * Roles the members of an Identity Center group query through.
   */
  readonly through?: readonly string[];

  /**
   * True: its absence is a warning, not an error.
   */
  readonly optional?: boolean;
}

/**
 * An S3 bucket that holds graded data: how it is encrypted and who may touch its objects directly.
 */
export interface Bucket {
  readonly apiVersion?: "lakegrade/v1";
  readonly kind: "Bucket";

  /**
   * Name of the bucket, in the lake's account and Region.
   */
  readonly name: string;

  /**
   * Customer managed, enabled, symmetric KMS key of the bucket's Region: an alias, or the ARN of the key.
   */
  readonly key: string;

  /**
   * ARNs of keys that objects of the bucket may still be encrypted with: guardrails deny them as they deny the key.
   *
   * @maxItems 32
   */
  readonly formerKeys?: readonly string[];
  readonly writers?: Writers;

  /**
   * True: the key is rotated every year; false: its rotation is left as it is.
   */
  readonly keyRotation?: boolean;

  /**
   * True: only operators and break-glass principals may change the bucket's policy, encryption and public access.
   */
  readonly protectConfiguration?: boolean;

  /**
   * Who may touch objects directly, without Lake Formation: groups and principals. Left out: nobody is kept out by the bucket; empty: everybody is.
   */
  readonly directAccess?: readonly DirectAccessor[];
}

export interface DirectRole {
  readonly role: string;
}

export interface DirectPermissionSet {
  readonly permissionSet: string;
}

export interface DirectArn {
  readonly arn: string;
}
