/** Keys by what callers name them with: id, ARN, alias, alias ARN. */

import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { accountOfArn } from "../organization.ts";
import { ServiceError } from "../service-error.ts";
import { notFound } from "./error.ts";
import { managedKey } from "./managed-key.ts";
import type { KmsKey, KmsState } from "./state.ts";

/** What an operation takes as the name of a key. */
interface Naming {
  /** Aliases and their ARNs too. */
  readonly aliases?: boolean;
  /** ARNs of other accounts too. */
  readonly foreign?: boolean;
}

/**
 * The key of an id or ARN; operations that take aliases, or keys of other accounts, say so.
 * Source: KMS Developer Guide, "Key identifiers"; the messages as users of the AWS CLI report them.
 * @throws ServiceError NotFoundException, InvalidArnException, AccessDeniedException
 */
export function findKey(call: Call, name: string | undefined, { aliases = false, foreign = false }: Naming = {}): KmsKey {
  const { account } = call;
  const { owner, text } = localName(account, name ?? "");
  const isAlias = text.startsWith("alias/");
  if (isAlias && !aliases) throw notFound(`Invalid keyId ${text}`);
  if (owner !== account.id) {
    const key = foreign && account.organization.iam.has(owner) ? foreignKey(call, owner, text) : undefined;
    if (key === undefined) throw outOfReach(call);
    return key;
  }
  const key = isAlias ? keyOfAlias(call, text) : liveKey(call, account.kms, text.replace(/^key\//, ""));
  if (key === undefined) {
    throw notFound(isAlias ? `Alias ${arnIn(account, text)} is not found.` : `Key '${arnIn(account, `key/${text}`)}' does not exist`);
  }
  return key;
}

/** What stands after account and Region in an ARN of this Region, and whose it is; other names as they are, of the caller's account. */
function localName(account: Account, name: string): { readonly owner: string; readonly text: string } {
  if (!name.startsWith("arn:")) return { owner: account.id, text: name };
  const [, , service, region, owner = "", resource = ""] = name.split(":");
  if (service !== "kms" || !/^(key|alias)\/./.test(resource)) throw new ServiceError("InvalidArnException", `Invalid arn ${name}`);
  if (region !== account.region) throw notFound(`Invalid arn ${region}`);
  return { owner, text: resource };
}

function foreignKey(call: Call, owner: string, text: string): KmsKey | undefined {
  const { organization, region } = call.account;
  const kms = organization.kms(owner, region);
  return liveKey(call, kms, text.startsWith("alias/") ? (kms.aliases.get(text)?.keyId ?? "") : text.replace(/^key\//, ""));
}

/** Other accounts do not learn whether a key is there. The message as users report it. */
function outOfReach({ caller }: Call): ServiceError {
  const why =
    "the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
  return new ServiceError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform this operation on this resource because ${why}`,
  );
}

function keyOfAlias(call: Call, name: string): KmsKey | undefined {
  const { kms } = call.account;
  const alias = kms.aliases.get(name);
  if (alias !== undefined) return liveKey(call, kms, alias.keyId);
  if (name === "alias/aws/s3") return managedKey(call, "s3");
  if (name.startsWith("alias/aws/")) throw notImplemented(`the managed key ${name}`);
  return undefined;
}

/** The account's keys in this Region, of which the key is one. */
export function keysBeside({ account: { organization, region } }: Call, key: Pick<KmsKey, "arn">): KmsState {
  return organization.kms(accountOfArn(key.arn), region);
}

/** A key whose waiting period is over is gone, and its aliases with it. Source: KMS API Reference, ScheduleKeyDeletion. */
function liveKey({ now }: Call, kms: KmsState, id: string): KmsKey | undefined {
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
  for (const id of call.account.kms.keys.keys()) liveKey(call, call.account.kms, id);
  return call.account.kms.keys;
}
