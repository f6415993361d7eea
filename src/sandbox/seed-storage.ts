/** Seeding of what a lake's data lies in: keys under the names policies give them, and the roles that locations are registered with. */

import { partitionOf } from "../model/principal.ts";
import type { IamRole } from "./iam/state.ts";
import { readKeyPolicy } from "./kms/key-policy.ts";
import { defaultPolicy, newKey } from "./kms/new-key.ts";
import type { KmsKey } from "./kms/state.ts";
import { seedAlias, seedCall, seedRole } from "./seed.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * Creates a customer's key under an alias (`alias/…`) of the home account, or as the key an ARN names, with the default key policy and a statement that
 * lets `users`, ARNs of roles, use it. A key or alias that is there already is left as it is.
 * @returns the key's ARN
 * @throws RangeError for what names no key, or one of an account the sandbox has not, ServiceError as the API does
 */
export function seedDataKey(sandbox: Sandbox, name: string, users: readonly string[] = []): string {
  const { account } = sandbox;
  const place = placeOf(sandbox, name);
  const kms = account.organization.kms(place.account, place.region);
  const known = place.alias === undefined ? place.id : kms.aliases.get(place.alias)?.keyId;
  const found = kms.keys.get(known ?? "");
  if (found !== undefined) return found.arn;
  const made = newKey(
    { id: place.account, region: place.region, kms },
    sandbox.now(),
    defaultPolicy({ id: place.account, region: place.region }),
  );
  const key = withUsers(sandbox, place.id === undefined ? made : renamed(made, place.id), users);
  kms.keys.set(key.id, key);
  if (place.alias !== undefined) {
    if (place.account === account.id && place.region === account.region) seedAlias(sandbox, place.alias, key.id);
    else kms.aliases.set(place.alias, { name: place.alias, keyId: key.id, created: sandbox.now(), updated: sandbox.now() });
  }
  return key.arn;
}

interface KeyPlace {
  readonly account: string;
  readonly region: string;
  readonly alias?: string;
  readonly id?: string;
}

function placeOf({ account }: Sandbox, name: string): KeyPlace {
  if (/^alias\/[\w/-]+$/.test(name)) return { account: account.id, region: account.region, alias: name };
  const [, region, owner, resource = ""] = /^arn:[^:]+:kms:([^:]+):(\d{12}):((?:key|alias)\/[\w/-]+)$/.exec(name) ?? [];
  if (region === undefined || owner === undefined) throw new RangeError(`'${name}' names no key`);
  if (!account.organization.iam.has(owner)) throw new RangeError(`the sandbox has no account ${owner}, whose key '${name}' is`);
  return { account: owner, region, ...(resource.startsWith("alias/") ? { alias: resource } : { id: resource.slice("key/".length) }) };
}

function renamed(key: KmsKey, id: string): KmsKey {
  return { ...key, id, arn: key.arn.replace(/[^/]+$/, id), multiRegion: id.startsWith("mrk-") };
}

/** Source of the actions: Lake Formation Developer Guide, register-encrypted. */
function withUsers(sandbox: Sandbox, key: KmsKey, users: readonly string[]): KmsKey {
  if (users.length === 0) return key;
  const statement = {
    Sid: "Lake Formation registration roles",
    Effect: "Allow",
    Principal: { AWS: users },
    Action: keyActions,
    Resource: "*",
  };
  const { statements } = readKeyPolicy(seedCall(sandbox), JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  return { ...key, policy: { ...key.policy, statements: [...key.policy.statements, ...statements] } };
}

const keyActions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** What a registration role is for. */
export interface RegistrationAccess {
  /** With leading and trailing slash. */
  readonly path: string;
  /** Buckets with prefixes, without trailing slash; an empty prefix is the whole bucket. */
  readonly locations: readonly { readonly bucket: string; readonly prefix: string }[];
  /** ARNs of keys. */
  readonly keys: readonly string[];
}

/**
 * Creates a role that Lake Formation may assume, with an inline policy for the locations and keys; a role of that name keeps its other policies.
 * Source: Lake Formation Developer Guide, registration-role and register-encrypted.
 * @throws as seedRole does
 */
export function seedRegistrationRole(sandbox: Sandbox, name: string, { path, locations, keys }: RegistrationAccess): IamRole {
  const partition = partitionOf(sandbox.account.region);
  const known = sandbox.account.iam.roles.get(name.toLowerCase());
  const trust = policy({
    Effect: "Allow",
    Principal: { Service: "lakeformation.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:SetContext"],
  });
  const role = known ?? seedRole(sandbox, name, { path, trust });
  const objects = locations.map(({ bucket, prefix }) => `arn:${partition}:s3:::${bucket}/${prefix === "" ? "*" : `${prefix}/*`}`);
  const buckets = [...new Set(locations.map(({ bucket }) => `arn:${partition}:s3:::${bucket}`))];
  const statements = [
    { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"], Resource: objects },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: buckets },
    ...(keys.length === 0 ? [] : [{ Effect: "Allow", Action: keyActions, Resource: keys }]),
  ];
  role.inline.set("LakeFormationLocations", JSON.stringify(policy(...statements)));
  return role;
}

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}
