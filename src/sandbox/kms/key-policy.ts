/** Key policies: reading, writing, and the check that nobody locks themselves out. */

import type { GetKeyPolicyRequest, GetKeyPolicyResponse, PutKeyPolicyRequest } from "@aws-sdk/client-kms";

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { isAllowed } from "../authorization/authorize.ts";
import { keepPrincipals, showPrincipals } from "../authorization/policy-principals.ts";
import { readPolicy } from "../authorization/read-policy.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { keyWish, requireKeyAccess } from "./authorize.ts";
import { malformedPolicy, notFound } from "./error.ts";
import { findKey } from "./find-key.ts";
import type { KmsKey } from "./state.ts";

/** Bytes of a key policy. Source: KMS Developer Guide, resource quotas. */
const quota = 32 * 1024;

/** The only name a key policy has. Source: KMS API Reference, GetKeyPolicy. */
const onlyName = "default";

export function getKeyPolicy(call: Call, input: GetKeyPolicyRequest): GetKeyPolicyResponse {
  const key = findKey(call, input.KeyId);
  requireKeyAccess(call, "GetKeyPolicy", key);
  requireOnlyName(input.PolicyName);
  const text = JSON.stringify(policyJson(showPrincipals(call.account, key.policy)), null, 2);
  return { Policy: text.replaceAll(/^(\s*"(?:[^"\\]|\\.)*"): /gm, "$1 : "), PolicyName: onlyName };
}

export function putKeyPolicy(call: Call, input: PutKeyPolicyRequest): object {
  const { account } = call;
  const { BypassPolicyLockoutSafetyCheck: bypass = false } = input;
  const key = findKey(call, input.KeyId);
  requireKeyAccess(call, "PutKeyPolicy", key, { "kms:BypassPolicyLockoutSafetyCheck": bypass });
  requireOnlyName(input.PolicyName);
  const policy = readKeyPolicy(call, input.Policy ?? "");
  if (!bypass) requireNoLockout(call, key, policy);
  account.kms.keys.set(key.id, { ...key, policy });
  return {};
}

function requireOnlyName(name = onlyName): void {
  if (name !== onlyName) throw notFound(`No such policy exists`);
}

/**
 * A key policy as it is kept.
 * Source: KMS Developer Guide, key-policies and conditions-kms; the messages as users of infrastructure code report them.
 * @throws ServiceError MalformedPolicyDocumentException, LimitExceededException
 */
export function readKeyPolicy({ account }: Call, text: string): PolicyDocument {
  if (Buffer.byteLength(text) > quota) throw new ServiceError("LimitExceededException", `A key policy has at most ${quota} bytes`);
  const policy = readPolicy(text, "resource", malformedPolicy);
  for (const { operator, key } of policy.statements.flatMap(({ conditions }) => conditions)) {
    const isOpen = operator.startsWith("ForAllValues:") && /^(kms:EncryptionContext:|aws:(RequestTag|TagKeys))/i.test(key);
    if (isOpen) throw malformedPolicy(`OverlyPermissiveCondition: ${operator} with ${key}`);
  }
  return keepPrincipals(account, policy, () => malformedPolicy("Policy contains a statement with one or more invalid principals."));
}

/**
 * The caller must be able to change the policy again. Source: KMS API Reference, PutKeyPolicy, BypassPolicyLockoutSafetyCheck.
 * @throws ServiceError MalformedPolicyDocumentException
 */
export function requireNoLockout(call: Call, key: KmsKey, policy: PolicyDocument): void {
  const wish = keyWish(call, "PutKeyPolicy", { ...key, grants: new Map() }, { "kms:BypassPolicyLockoutSafetyCheck": false }, policy);
  if (isAllowed(call, wish)) return;
  throw malformedPolicy("The new key policy will not allow you to update the key policy in the future.");
}
