/** Aliases of keys. */

import type {
  AliasListEntry,
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from "@aws-sdk/client-kms";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { ServiceError } from "../service-error.ts";
import { requireAccess, requireKeyAccess } from "./authorize.ts";
import { badMarker, invalidState, notFound, validation } from "./error.ts";
import { arnIn, findKey, liveKeys } from "./find-key.ts";
import type { KmsAlias, KmsKey } from "./state.ts";

/** Takes the permission on the alias, by IAM, and on the key. Source: KMS Developer Guide, alias-access. */
export function createAlias(call: Call, input: CreateAliasRequest): object {
  const { account, now } = call;
  const name = requireName(input.AliasName);
  const key = findKey(call, input.TargetKeyId);
  requireAccess(call, "CreateAlias", arnIn(account, name));
  requireKeyAccess(call, "CreateAlias", key);
  liveKeys(call);
  if (account.kms.aliases.has(name))
    throw new ServiceError("AlreadyExistsException", `An alias with the name ${arnIn(account, name)} already exists`);
  if (key.state === "PendingDeletion") throw invalidState(key);
  account.kms.aliases.set(name, { name, keyId: key.id, created: now, updated: now });
  return {};
}

/**
 * Takes the permission on the alias and on both keys. Source: KMS Developer Guide, alias-access; KMS API Reference, UpdateAlias. What is asked
 * first, and the error for keys that are not alike, are inference.
 */
export function updateAlias(call: Call, input: UpdateAliasRequest): object {
  const { account, now } = call;
  const name = requireName(input.AliasName);
  const key = findKey(call, input.TargetKeyId);
  requireAccess(call, "UpdateAlias", arnIn(account, name));
  requireKeyAccess(call, "UpdateAlias", key);
  liveKeys(call);
  const alias = account.kms.aliases.get(name);
  if (alias === undefined) throw notFound(`Alias ${arnIn(account, name)} is not found.`);
  const former = findKey(call, alias.keyId);
  requireKeyAccess(call, "UpdateAlias", former);
  if (key.state === "PendingDeletion") throw invalidState(key);
  if (key.usage !== former.usage || typeOf(key) !== typeOf(former)) {
    throw validation(`Alias ${arnIn(account, name)} cannot be moved to a key of another type or usage`);
  }
  account.kms.aliases.set(name, { ...alias, keyId: key.id, updated: now });
  return {};
}

/** Symmetric, asymmetric or HMAC. Source: KMS API Reference, UpdateAlias. */
function typeOf({ spec }: KmsKey): "symmetric" | "hmac" | "asymmetric" {
  return spec === "SYMMETRIC_DEFAULT" ? "symmetric" : spec.startsWith("HMAC_") ? "hmac" : "asymmetric";
}

export function deleteAlias(call: Call, input: DeleteAliasRequest): object {
  const { account } = call;
  const name = requireName(input.AliasName);
  liveKeys(call);
  const alias = account.kms.aliases.get(name);
  requireAccess(call, "DeleteAlias", arnIn(account, name));
  if (alias === undefined) throw notFound(`Alias ${arnIn(account, name)} is not found.`);
  requireKeyAccess(call, "DeleteAlias", findKey(call, alias.keyId));
  account.kms.aliases.delete(name);
  return {};
}

/** Source: KMS API Reference, CreateAlias. */
function requireName(name = ""): string {
  if (!/^alias\/./.test(name))
    throw validation(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  if (name.startsWith("alias/aws/")) throw new ServiceError("NotAuthorizedException", "");
  return name;
}

export function listAliases(call: Call, input: ListAliasesRequest): ListAliasesResponse {
  const { kms } = call.account;
  requireAccess(call, "ListAliases");
  liveKeys(call);
  const key = input.KeyId === undefined ? undefined : findKey(call, input.KeyId);
  const request = { size: call.pageSize(input.Limit, 100, 50), token: input.Marker, badToken: badMarker };
  const page = pageOf(sortedKeys(kms.aliases), request, (name) => {
    const alias = kms.aliases.get(name);
    return key === undefined || alias?.keyId === key.id ? alias : undefined;
  });
  return {
    Aliases: page.rows.map((alias) => showAlias(call, alias)),
    Truncated: page.token !== undefined,
    ...(page.token !== undefined && { NextMarker: page.token }),
  };
}

function showAlias({ account }: Call, { name, keyId, created, updated }: KmsAlias): AliasListEntry {
  return { AliasName: name, AliasArn: arnIn(account, name), TargetKeyId: keyId, CreationDate: created, LastUpdatedDate: updated };
}
