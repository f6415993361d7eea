/** Keys by what callers name them with: id, ARN, alias, alias ARN. */

import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { notFound } from "./error.ts";
import { managedKey } from "./managed-key.ts";
import type { KmsKey } from "./state.ts";

/**
 * The key of an id or ARN; operations that take aliases say so.
 * Source: KMS Developer Guide, "Key identifiers"; the messages as users of the AWS CLI report them.
 * @throws ServiceError NotFoundException, InvalidArnException
 */
export function findKey(call: Call, name: string | undefined, options: { readonly aliases?: boolean } = {}): KmsKey {
  const { account } = call;
  const text = localName(account, name ?? "");
  const isAlias = text.startsWith("alias/");
  if (isAlias && options.aliases !== true) throw notFound(`Invalid keyId ${text}`);
  const key = isAlias ? keyOfAlias(call, text) : liveKey(call, text.replace(/^key\//, ""));
  if (key === undefined) {
    throw notFound(isAlias ? `Alias ${arnIn(account, text)} is not found.` : `Key '${arnIn(account, `key/${text}`)}' does not exist`);
  }
  return key;
}

/** What stands after account and Region in an ARN of this account and Region; other names as they are. */
function localName(account: Account, name: string): string {
  if (!name.startsWith("arn:")) return name;
  const [, , service, region, owner, resource = ""] = name.split(":");
  if (service !== "kms" || !/^(key|alias)\/./.test(resource)) throw new ServiceError("InvalidArnException", `Invalid arn ${name}`);
  if (region !== account.region) throw notFound(`Invalid arn ${region}`);
  if (owner !== account.id && account.organization.iam.has(owner ?? "")) throw notImplemented("keys of other accounts");
  if (owner !== account.id) throw notFound(`Key '${name}' does not exist`);
  return resource;
}

function keyOfAlias(call: Call, name: string): KmsKey | undefined {
  const alias = call.account.kms.aliases.get(name);
  if (alias !== undefined) return liveKey(call, alias.keyId);
  if (name === "alias/aws/s3") return managedKey(call, "s3");
  if (name.startsWith("alias/aws/")) throw notImplemented(`the managed key ${name}`);
  return undefined;
}

/** A key whose waiting period is over is gone, and its aliases with it. Source: KMS API Reference, ScheduleKeyDeletion. */
function liveKey({ account: { kms }, now }: Call, id: string): KmsKey | undefined {
  const key = kms.keys.get(id);
  if (key?.deletion === undefined || key.deletion > now) return key;
  kms.keys.delete(id);
  for (const alias of kms.aliases.values()) if (alias.keyId === id) kms.aliases.delete(alias.name);
  return undefined;
}

/** The ARN of a key (`key/…`) or alias (`alias/…`). */
export function arnIn({ id, region }: Pick<Account, "id" | "region">, resource: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${id}:${resource.replace(/^key\/key\//, "key/")}`;
}

/** The keys there are, those whose waiting period is over left out. */
export function liveKeys(call: Call): ReadonlyMap<string, KmsKey> {
  for (const id of call.account.kms.keys.keys()) liveKey(call, id);
  return call.account.kms.keys;
}
