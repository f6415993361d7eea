/** Filling a sandbox quickly: catalogs, roles and users, as if the administrator had created them in a new account. */

import type { CreateKeyRequest } from "@aws-sdk/client-kms";

import type { Call } from "./call.ts";
import { createAlias } from "./kms/aliases.ts";
import { createKey } from "./kms/keys.ts";
import { addDatabase } from "./glue/databases.ts";
import { addTable } from "./glue/tables.ts";
import { putRole } from "./iam/roles.ts";
import { requirePolicy } from "./iam/policy-document.ts";
import type { IamRole, IamUser } from "./iam/state.ts";
import { putUser } from "./iam/users.ts";
import { administratorName } from "./identities.ts";
import { getDataLakeSettings, putDataLakeSettings } from "./lake-formation/settings.ts";
import { partitionOf } from "../model/principal.ts";
import { randomHex } from "./random.ts";
import { addBucket } from "./s3/buckets.ts";
import { newBucket } from "./s3/new-bucket.ts";
import type { Sandbox } from "./sandbox.ts";
import { reservedRole } from "./sso-admin/reserved-role.ts";
import { tableInput } from "./seed-table.ts";
import type { SeedTable } from "./seed-table.ts";

/** Databases and tables by name, as catalog files have them. */
export interface SeedCatalog {
  readonly databases: readonly SeedDatabase[];
}

interface SeedDatabase {
  readonly name: string;
  readonly location?: string | undefined;
  /** A link to another catalog; the sandbox has one catalog and refuses it. */
  readonly resourceLink?: boolean | undefined;
  readonly tables: readonly SeedTable[];
}

/**
 * Creates the databases and tables. As in a new account, IAM_ALLOWED_PRINCIPALS gets ALL on each of them.
 * @throws ServiceError AlreadyExistsException; RangeError for a resource link, a format or a name that cannot be
 */
export function seedCatalog(sandbox: Sandbox, catalog: SeedCatalog): void {
  const call = seedCall(sandbox);
  for (const { name, location, resourceLink = false, tables } of catalog.databases) {
    if (resourceLink) throw new RangeError(`database '${name}' is a resource link, which cannot be seeded`);
    requireName(name);
    addDatabase(call, { Name: name, ...(location !== undefined && location !== "" && { LocationUri: location }) });
    for (const table of tables) {
      requireName(table.name);
      addTable(call, name, tableInput(name, location, table));
    }
  }
}

/** Source: Glue API model, NameString. */
function requireName(name: string): void {
  if (name.length < 1 || name.length > 255) throw new RangeError(`a name in the catalog has 1 to 255 characters: '${name.slice(0, 40)}'`);
}

/** The administrator's call, free of faults. */
export function seedCall(sandbox: Sandbox): Call {
  return {
    account: sandbox.account,
    caller: sandbox.administrator,
    faults: { failsEntry: () => false, callNumber: () => 0, readBackDelay: () => 0 },
    now: sandbox.now(),
    pageSize: (_requested, serviceMaximum) => serviceMaximum,
  };
}

export interface SeedRoleOptions {
  /** With leading and trailing slash; default `/`. Reserved paths are allowed here. */
  readonly path?: string;
  /** The trust policy; default: the account itself. */
  readonly trust?: object;
  /** An account of the organisation; default: the home account. */
  readonly account?: string;
}

/**
 * Creates a role. A role of that name is replaced by a new one with a new id.
 * @throws RangeError for an account that is not there, a name or path IAM does not take, ServiceError MalformedPolicyDocument
 */
export function seedRole(sandbox: Sandbox, name: string, options: SeedRoleOptions = {}): IamRole {
  const { region, organization } = sandbox.account;
  const { path = "/", account = sandbox.account.id } = options;
  const iam = organization.iam.get(account);
  if (iam === undefined) throw new RangeError(`the sandbox has no account ${account}`);
  requireIamName("role", name, path);
  const root = { AWS: `arn:${partitionOf(region)}:iam::${account}:root` };
  const trust = JSON.stringify(options.trust ?? policy({ Effect: "Allow", Principal: root, Action: "sts:AssumeRole" }));
  requirePolicy("trust", trust);
  return putRole({ id: account, region, iam }, sandbox.now(), { name, path, trust });
}

/**
 * Creates a user in the home account, by path with leading and trailing slash. A user of that name is replaced by a new one with a new id.
 * @throws RangeError for a name or path IAM does not take, or for the administrator
 */
export function seedUser(sandbox: Sandbox, name: string, { path = "/" }: { readonly path?: string } = {}): IamUser {
  requireIamName("user", name, path);
  if (name.toLowerCase() === administratorName) throw new RangeError(`'${name}' is the sandbox's own user`);
  return putUser(sandbox.account, sandbox.now(), { name, path });
}

/** Source: IAM API model, roleNameType, userNameType, pathType. */
function requireIamName(type: "role" | "user", name: string, path: string): void {
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw new RangeError(`'${name}' is not a ${type} name`);
  if (!/^\/([\u0021-\u007E]+\/)?$/.test(path)) throw new RangeError(`'${path}' is not a path`);
}

/**
 * Creates the role IAM Identity Center makes for a permission set, `AWSReservedSSO_<name>_<16 hex>`, without an instance behind it. `identityRegion`: where
 * the instance lives, default the home Region; the path has no Region when it is us-east-1.
 * Source: IAM Identity Center User Guide, referencingpermissionsets.
 */
export function seedPermissionSetRole(sandbox: Sandbox, permissionSet: string, identityRegion = sandbox.account.region): IamRole {
  if (!/^[\w+=,.@-]{1,32}$/.test(permissionSet)) throw new RangeError(`'${permissionSet}' is not a permission set name`);
  const provider = randomHex(sandbox.random, 16);
  const suffix = randomHex(sandbox.random, 16);
  const { id: account, region } = sandbox.account;
  const role = reservedRole({ permissionSet, suffix, provider, account, region, identitySourceRegion: identityRegion });
  return putRole(sandbox.account, sandbox.now(), role);
}

function policy(statement: object): object {
  return { Version: "2012-10-17", Statement: [statement] };
}

/** Lists the administrator as data lake administrator, as the console's welcome page offers in a new account; idempotent. */
export function seedAdministrator(sandbox: Sandbox): void {
  const call = seedCall(sandbox);
  const { DataLakeSettings: settings = {} } = getDataLakeSettings(call, {});
  const { principal } = sandbox.administrator;
  const others = (settings.DataLakeAdmins ?? []).filter((admin) => admin.DataLakePrincipalIdentifier !== principal);
  const DataLakeAdmins = [...others, { DataLakePrincipalIdentifier: principal }];
  putDataLakeSettings(call, { DataLakeSettings: { ...settings, DataLakeAdmins } });
}

/** Creates a bucket in the home Region, with the defaults of a new one. Throws ServiceError InvalidBucketName, BucketAlreadyOwnedByYou. */
export function seedBucket(sandbox: Sandbox, name: string): void {
  addBucket(seedCall(sandbox), newBucket(sandbox.account, name, sandbox.now()));
}

/** Creates a key in the home Region, symmetric and enabled unless `input` says otherwise; gives its ARN. Throws ServiceError. */
export function seedKey(sandbox: Sandbox, input: CreateKeyRequest = {}): string {
  return createKey(seedCall(sandbox), input).KeyMetadata?.Arn ?? "";
}

/** Gives a key of the home Region, by id or ARN, an alias: `alias/…`. Throws ServiceError AlreadyExistsException. */
export function seedAlias(sandbox: Sandbox, name: string, keyId: string): void {
  createAlias(seedCall(sandbox), { AliasName: name, TargetKeyId: keyId });
}
