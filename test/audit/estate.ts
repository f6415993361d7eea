/** A small governed lake without a finding, and the ways tests disturb it. */

import { assess } from "../../src/audit/assess.ts";
import type { Estate } from "../../src/audit/control.ts";
import * as glueDatabaseDefaults from "../../src/kinds/glue-database-defaults/spec.ts";
import type { GlueDatabaseDefaults } from "../../src/kinds/glue-database-defaults/spec.ts";
import * as lfGrant from "../../src/kinds/lf-grant/spec.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import * as lfLocation from "../../src/kinds/lf-location/spec.ts";
import type { LfLocation } from "../../src/kinds/lf-location/spec.ts";
import * as lfSettings from "../../src/kinds/lf-settings/spec.ts";
import type { LfSettings } from "../../src/kinds/lf-settings/spec.ts";
import * as lfTagAssignment from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { AccountFacts } from "../../src/model/account-facts.ts";
import type { GovernedBucket } from "../../src/model/governed-bucket.ts";
import type { CatalogDatabase, CatalogTable } from "../../src/model/catalog.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Permission } from "../../src/model/permission.ts";
import type { Securable } from "../../src/model/securable.ts";
import type { Resource, Scope, Unread } from "../../src/model/state.ts";
import { keyFacts } from "../key-facts.ts";

export const account = "111122223333";
export const admin = `arn:aws:iam::${account}:role/LakeAdmin`;
export const etl = `arn:aws:iam::${account}:role/etl`;
/** An IAM user. */
export const kim = `arn:aws:iam::${account}:user/kim`;
export const everybody = `${account}:IAMPrincipals`;

export type Entry = readonly [string, Resource];

export function grant(principal: string, securable: Securable, permissions: readonly Permission[], more: Partial<LfGrant> = {}): Entry {
  const spec = lfGrant.normalize({ principal, securable, permissions, grantable: [], ...more });
  return [lfGrant.address(spec), { kind: "lf-grant", spec }];
}

export function setting(spec: LfSettings): Entry {
  return [lfSettings.address(spec), { kind: "lf-settings", spec: lfSettings.normalize(spec) }];
}

export function tag(spec: LfTagAssignment): Entry {
  return [lfTagAssignment.address(spec), { kind: "lf-tag-assignment", spec: lfTagAssignment.normalize(spec) }];
}

export function location(arn: string, more: Partial<LfLocation> = {}): Entry {
  const role = `arn:aws:iam::${account}:role/LakeRegistration`;
  const spec = lfLocation.normalize({ arn, role, hybrid: false, federation: false, privileged: false, ...more });
  return [lfLocation.address(spec), { kind: "lf-location", spec }];
}

export function defaults(database: string, grants: GlueDatabaseDefaults["grants"] = []): Entry {
  const spec = glueDatabaseDefaults.normalize({ database, grants });
  return [glueDatabaseDefaults.address(spec), { kind: "glue-database-defaults", spec }];
}

/** Columns are named by their text: `a b` are two. */
export function table(name: string, columns: string, more: Partial<CatalogTable> = {}): CatalogTable {
  const stored = more.type === undefined ? { location: `s3://adw-claims/warehouse/${name}/` } : {};
  const named = columns.split(" ").map((column) => ({ name: column, type: "string" }));
  return { name, type: "table", ...stored, columns: named, partitionKeys: [], ...more };
}

/** `claims.patients` has grade 1 in ssn, 3 in city; `claims.visits` is grade 2. */
const assignments = [
  tag({ key: "grade", value: "1", database: "claims" }),
  tag({ key: "domain", value: "claims", database: "claims" }),
  tag({ key: "grade", value: "1", database: "claims", table: "patients" }),
  tag({ key: "grade", value: "3", database: "claims", table: "patients", column: "city" }),
  tag({ key: "grade", value: "2", database: "claims", table: "visits" }),
];

const settings: readonly LfSettings[] = [
  { setting: "admin", principal: admin },
  { setting: "create-database-default", iamAllowedPrincipals: false },
  { setting: "create-table-default", iamAllowedPrincipals: false },
  { setting: "external-data-filtering", enabled: false, accounts: [], sessionTagValues: [] },
  { setting: "full-table-external-access", enabled: false },
];

const governed: readonly Entry[] = [
  ...assignments,
  ...settings.map(setting),
  location("arn:aws:s3:::adw-claims/warehouse"),
  defaults("claims"),
];

export const claimsKey = `arn:aws:kms:ap-northeast-2:${account}:key/11111111-1111-1111-1111-111111111111`;

/** `adw-claims` is closed to everybody but those who need it. */
export const claimsBucket: GovernedBucket = {
  name: "adw-claims",
  key: claimsKey,
  writers: "header-optional",
  protectConfiguration: false,
  directAccess: [],
  registrationRoles: [`arn:aws:iam::${account}:role/LakeRegistration`],
  operators: [`arn:aws:iam::${account}:role/LakegradeApply`],
  breakGlass: [`arn:aws:iam::${account}:role/BreakGlass`],
  origin: { file: "policies/buckets.yaml", line: 1, column: 1, end: { line: 1, column: 2 } },
};

/** Enabled, rotated, and of those only who need it. */
export const claimsKeyFacts = keyFacts({
  arn: claimsKey,
  aliases: ["alias/adw-claims"],
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Administration", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:Put*", Resource: "*" },
      { Sid: "Data", Effect: "Allow", Principal: { AWS: claimsBucket.registrationRoles[0] }, Action: "kms:Decrypt", Resource: "*" },
    ],
  }),
  grants: [],
  rotation: { enabled: true, periodInDays: 365 },
});

const storage: AccountFacts = {
  buckets: [{ name: "adw-claims", encryption: { algorithm: "aws:kms", key: claimsKey, bucketKey: true, blocked: ["SSE-C"] } }],
  keys: [claimsKeyFacts],
  managedPolicies: [],
  catalogKeys: [],
  workgroups: [],
};

export interface Disturbance {
  /** In place of what was read of buckets and keys. */
  readonly facts?: Partial<AccountFacts>;
  /** In place of `adw-claims` alone. */
  readonly buckets?: readonly GovernedBucket[];
  /** Beside, or instead of, what the policies ask for. */
  readonly live?: readonly Entry[];
  readonly desired?: readonly Entry[];
  /** Addresses taken out of both states. */
  readonly without?: readonly string[];
  readonly scope?: Partial<Scope>;
  readonly databases?: readonly CatalogDatabase[];
  readonly tables?: readonly CatalogTable[];
  readonly unread?: readonly string[];
  readonly tagKeys?: readonly string[];
  readonly caller?: string;
  readonly removals?: ReadonlySet<string>;
}

export function estate(disturbance: Disturbance = {}): Estate {
  const { live = [], desired = [], without = [], scope = {}, databases = [], unread = [], removals } = disturbance;
  const kept = governed.filter(([address]) => !without.includes(address));
  const claims: CatalogDatabase = {
    name: "claims",
    location: "s3://adw-claims/warehouse",
    tables: disturbance.tables ?? [table("patients", "ssn city"), table("visits", "code")],
  };
  return {
    live: {
      account,
      region: "ap-northeast-2",
      readAt: "2026-11-22T00:00:00Z",
      caller: disturbance.caller ?? admin,
      tagKeys: disturbance.tagKeys ?? ["domain", "grade", "team"],
      catalog: { databases: [claims, ...databases] },
      roles: [admin, etl].map((arn) => ({ name: arn.split("/").at(-1) ?? "", arn, path: "/" })),
      users: [kim],
      resources: new Map([...kept, ...desired, ...live]),
      facts: { ...storage, ...disturbance.facts },
      unread: unread.map((kind): Unread => ({ kind, what: `${kind} of the account`, reason: "AccessDenied" })),
    },
    desired: {
      lake: { name: "adw", account, region: "ap-northeast-2" },
      scope: {
        lake: "adw",
        gradeTag: "grade",
        grades: 3,
        domainTag: "domain",
        managed: { claims: { enforce: true, newColumns: "strictest" } },
        iamAllowedPrincipals: "account",
        foreignGrants: "report",
        adminsExclusive: false,
        ...scope,
      },
      buckets: disturbance.buckets ?? [claimsBucket],
      resources: new Map([...kept, ...desired]),
    },
    ...(removals === undefined ? {} : { removals }),
  };
}

export function findingsOf(disturbance: Disturbance): readonly Finding[] {
  return assess(estate(disturbance));
}

/** `CODE status resource` of every finding: what a claim compares. */
export function seen(disturbance: Disturbance): readonly string[] {
  return findingsOf(disturbance).map(({ code, status, resource }) => `${code} ${status} ${resource}`);
}
