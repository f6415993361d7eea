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
 * Data lake administrators that must exist.
 */

export type LakePrincipals = LakePrincipal[];

/**
 * Read-only administrators that must exist.
 */

export type LakePrincipals1 = LakePrincipal[];

/**
 * Principals that run this tool and other infrastructure code.
 */

export type LakePrincipals2 = LakePrincipal[];

/**
 * Principals no deny may hit.
 */

export type LakePrincipals3 = LakePrincipal[];

/**
 * A quoted account id, or {sessionTag: value}.
 */

export type ExternalEngine = string | ExternalSessionTag;

/**
 * One data catalog (one account, one Region) and the rules that hold for all of it. Exactly one in a policy set.
 */

export interface Lake {
  /**
   * Version of the policy language.
   */
  apiVersion: "lakegrade/v1";
  kind: "Lake";

  /**
   * Letters, digits, hyphens; part of the names of what the policies own.
   */
  name: string;

  /**
   * AWS account id, 12 digits, quoted.
   */
  account: string;

  /**
   * AWS Region of the catalog.
   */
  region: string;

  /**
   * IANA time zone; decides what day it is for time-bound policies.
   */
  timezone?: string;

  /**
   * LF-Tag key that carries the grade.
   */
  tag?: string;

  /**
   * LF-Tag key that carries the domain; may already exist.
   */
  domainTag?: string;
  grades?: GradeNames;
  newColumns?: NewColumns;
  admins?: LakePrincipals;
  readOnlyAdmins?: LakePrincipals1;

  /**
   * True: other administrators are removed, never the caller's own entry nor the last one.
   */
  adminsExclusive?: boolean;
  operators?: LakePrincipals2;
  breakGlass?: LakePrincipals3;

  /**
   * S3 paths registered with Lake Formation.
   */
  locations?: Location[];

  /**
   * databases: removed from managed databases, their tables and their own default; account: from the account's create-defaults too; report: nothing is removed.
   */
  iamAllowedPrincipals?: "databases" | "account" | "report";

  /**
   * What to do with grants on managed data that no policy asks for.
   */
  foreignGrants?: "report" | "revoke";

  /**
   * Accounts and session tag values that may filter data by themselves; everything else is switched off.
   */
  externalEngines?: ExternalEngine[];
  identityCenter?: IdentityCenter;
}

/**
 * Names of the grades, 1 (most sensitive) to N. Three grades when left out.
 */

export interface GradeNames {
  [k: string]: GradeName;
}

/**
 * This interface was referenced by `GradeNames`'s JSON-Schema definition
 * via the `patternProperty` "^[1-9][0-9]?$".
 */

export interface GradeName {
  ko?: string;
  en?: string;
}

export interface LakePermissionSet {
  permissionSet: string;
}

export interface LakeArn {
  arn: string;
}

export interface Location {
  /**
   * s3://bucket/prefix
   */
  path: string;

  /**
   * Name of the registration role, without its path, or its ARN.
   */
  role: string;
}

export interface ExternalSessionTag {
  sessionTag: string;
}

/**
 * Where the IAM Identity Center instance lives, when that is not this account and Region.
 */

export interface IdentityCenter {
  region: string;
  assumeRole?: string;
}

/**
 * Overrides Lake.newColumns for this database.
 */

export type Grade = number;

export type Selector = string;

/**
 * Grades of the columns of a database, or of every database a glob matches. Among matching rules the strictest wins.
 */

export interface Classification {
  apiVersion?: "lakegrade/v1";
  kind: "Classification";
  /**
   * Glue database, name or glob.
   */
  database: string;
  /**
   * False: tags are written and differences shown, but IAM_ALLOWED_PRINCIPALS stays (staged roll-out).
   */
  enforce?: boolean;
  /**
   * Who answers for this data.
   */
  owner?: string;
  /**
   * Domain of the database, used by Group.domains.
   */
  domain?: string;
  /**
   * Grade of a column that no rule names. A Classification without it never makes a database managed.
   */
  default?: number;
  newColumns?: NewColumns;
  rules?: Rule[];
}

export interface Rule {
  /**
   * table.column; globs * ? {a,b}; exactly one dot outside braces.
   */
  match: string;
  grade: Grade;
  /**
   * Columns taken out of this rule.
   *
   * @minItems 1
   */
  except?: Selector[];
  /**
   * Legal classes, for reports.
   *
   * @minItems 1
   */
  class?: string[];
  /**
   * Legal basis, for reports.
   */
  basis?: string;
  /**
   * True: matching nothing is a warning, not an error.
   */
  optional?: boolean;
}

/**
 * read: SELECT, DESCRIBE; write: adds INSERT, DELETE, ALTER; own: adds DROP, and CREATE_TABLE in databases.
 */

export type Access = "read" | "write" | "own";

/**
 * The IAM policy that closes the ways around Lake Formation: manage it, write it to a file for its owner, or only report.
 */

export type Guardrail = "manage" | "emit" | "report";

/**
 * People or jobs with one clearance.
 */

export interface Group {
  apiVersion?: "lakegrade/v1";
  kind: "Group";

  /**
   * Name of the group within the policies.
   */
  name: string;

  /**
   * Strictest grade the group may read: clearance 2 reads grades 2 and 3, never 1.
   */
  clearance: number;
  access?: Access;
  guardrail?: Guardrail;

  /**
   * @minItems 1
   */
  principals: GroupPrincipal[];

  /**
   * Only data with one of these domain tags.
   *
   * @minItems 1
   */
  domains?: string[];
}

/**
 * Exactly one of permissionSet, role, arn, identityCenterGroup.
 */

export interface GroupPrincipal {
  /**
   * Name of an IAM Identity Center permission set.
   */
  permissionSet?: string;
  /**
   * Role name without its path.
   */
  role?: string;
  /**
   * Any principal Lake Formation accepts.
   */
  arn?: string;
  /**
   * Id or display name of an Identity Center group, for trusted identity propagation.
   */
  identityCenterGroup?: string;
  /**
   * Roles the members of an Identity Center group query through.
   *
   * @minItems 1
   */
  through?: string[];
  /**
   * True: its absence is a warning, not an error.
   */
  optional?: boolean;
}
