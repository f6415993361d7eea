/** Who may do what with a key: its policy, its grants and the caller's policies together. */

import type { KeyGrant } from "../../model/iam/key-grant.ts";
import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import type { ContextValue } from "../../model/iam/request.ts";
import { refusal } from "../authorization/authorize.ts";
import type { Wish } from "../authorization/authorize.ts";
import { showPrincipal } from "../authorization/policy-principals.ts";
import type { Call } from "../call.ts";
import { accountOfArn } from "../organization.ts";
import { ServiceError } from "../service-error.ts";
import { keysBeside } from "./find-key.ts";
import { aliasesOf } from "./state.ts";
import type { Grant, KmsKey } from "./state.ts";

export type Context = Readonly<Record<string, ContextValue>>;

/** Throws ServiceError AccessDeniedException unless the caller may do it with the key. `action` without `kms:`. */
export function requireKeyAccess(call: Call, action: string, key: KmsKey, context: Context = {}): void {
  const why = refusal(call, keyWish(call, action, key, context));
  if (why !== undefined) throw accessDenied(why);
}

/** Throws ServiceError AccessDeniedException unless the caller's own policies allow what concerns no key: ARN or `*`. */
export function requireAccess(call: Call, action: string, resource = "*", context: Context = {}): void {
  const why = refusal(call, { action: `kms:${action}`, resource, context: { "kms:CallerAccount": call.account.id, ...context } });
  if (why !== undefined) throw accessDenied(why);
}

function accessDenied(message: string): ServiceError {
  return new ServiceError("AccessDeniedException", message);
}

/** The alias a request names its key by. */
export function requestAlias(name = ""): Context {
  const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
  return alias === undefined ? {} : { "kms:RequestAlias": alias };
}

/** The question whether the caller may do it with the key, or with the key under another policy. */
export function keyWish(call: Call, action: string, key: KmsKey, context: Context = {}, policy: PolicyDocument = key.policy): Wish {
  return {
    action: `kms:${action}`,
    resource: key.arn,
    owner: accountOfArn(key.arn),
    policy,
    keyGrants: [...key.grants.values()].map((grant) => keyGrant(call, grant)),
    context: { ...keyContext(call, key), ...context, "kms:CallerAccount": call.account.id },
  };
}

/** Source: KMS Developer Guide, conditions-kms. */
function keyContext(call: Call, key: KmsKey): Context {
  const aliases = aliasesOf(keysBeside(call, key), key);
  return {
    "kms:KeyOrigin": key.origin,
    "kms:KeySpec": key.spec,
    "kms:KeyUsage": key.usage,
    "kms:MultiRegion": key.multiRegion,
    ...(key.multiRegion && { "kms:MultiRegionKeyType": "PRIMARY" }),
    ...(aliases.length > 0 && { "kms:ResourceAliases": aliases }),
  };
}

function keyGrant({ account }: Call, { id, grantee, operations, contextEquals, contextSubset }: Grant): KeyGrant {
  return {
    id,
    granteePrincipal: showPrincipal(account, grantee),
    operations,
    ...(contextEquals !== undefined && { encryptionContextEquals: contextEquals }),
    ...(contextSubset !== undefined && { encryptionContextSubset: contextSubset }),
  };
}
