/** Keys: creation, description, listing. */

import { CustomerMasterKeySpec } from "@aws-sdk/client-kms";
import type {
  CreateKeyRequest,
  CreateKeyResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  KeyMetadata,
  ListKeysRequest,
  ListKeysResponse,
} from "@aws-sdk/client-kms";

import type { Call } from "../call.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { accountOfArn } from "../organization.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { requestAlias, requireAccess, requireKeyAccess } from "./authorize.ts";
import { badMarker, validation } from "./error.ts";
import { findKey, liveKeys } from "./find-key.ts";
import { algorithmsOf, fits } from "./key-material.ts";
import { readKeyPolicy, requireNoLockout } from "./key-policy.ts";
import { newKey } from "./new-key.ts";
import type { KmsKey } from "./state.ts";

const honoured = [
  "Policy",
  "Description",
  "KeyUsage",
  "KeySpec",
  "CustomerMasterKeySpec",
  "Origin",
  "MultiRegion",
  "BypassPolicyLockoutSafetyCheck",
];

export function createKey(call: Call, input: CreateKeyRequest): CreateKeyResponse {
  honourOnly("CreateKey", input, honoured);
  const { Origin: origin = "AWS_KMS", MultiRegion: multiRegion = false, BypassPolicyLockoutSafetyCheck: bypass = false } = input;
  if (origin !== "AWS_KMS" && origin !== "EXTERNAL") throw notImplemented(`keys of origin ${origin}`);
  const policy = input.Policy === undefined ? undefined : readKeyPolicy(call, input.Policy);
  const key: KmsKey = {
    ...newKey(call.account, call.now, policy, multiRegion),
    ...materialOf(input),
    description: input.Description ?? "",
    origin,
    state: origin === "EXTERNAL" ? "PendingImport" : "Enabled",
  };
  const context = {
    "kms:BypassPolicyLockoutSafetyCheck": bypass,
    "kms:KeyOrigin": origin,
    "kms:KeySpec": key.spec,
    "kms:KeyUsage": key.usage,
    "kms:MultiRegion": multiRegion,
    ...(multiRegion && { "kms:MultiRegionKeyType": "PRIMARY" }),
  };
  requireAccess(call, "CreateKey", "*", context);
  if (!bypass) requireNoLockout(call, key, key.policy);
  call.account.kms.keys.set(key.id, key);
  return { KeyMetadata: describe(call.account.region, key) };
}

function materialOf({ KeySpec, CustomerMasterKeySpec: older, KeyUsage }: CreateKeyRequest): Pick<KmsKey, "spec" | "usage"> {
  if (KeySpec !== undefined && older !== undefined) {
    throw validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request.");
  }
  const spec = KeySpec ?? older ?? "SYMMETRIC_DEFAULT";
  if (KeyUsage === undefined && spec !== "SYMMETRIC_DEFAULT") {
    throw validation("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
  }
  const usage = KeyUsage ?? "ENCRYPT_DECRYPT";
  if (!fits(spec, usage)) throw validation(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  return { spec, usage };
}

export function describeKey(call: Call, input: DescribeKeyRequest): DescribeKeyResponse {
  const key = findKey(call, input.KeyId, { aliases: true, foreign: true });
  requireKeyAccess(call, "DescribeKey", key, requestAlias(input.KeyId));
  return { KeyMetadata: describe(call.account.region, key) };
}

export function listKeys(call: Call, input: ListKeysRequest): ListKeysResponse {
  requireAccess(call, "ListKeys");
  const keys = liveKeys(call);
  const request = { size: call.pageSize(input.Limit, 1000, 100), token: input.Marker, badToken: badMarker };
  const page = pageOf(sortedKeys(keys), request, (id) => keys.get(id));
  return {
    Keys: page.rows.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
    Truncated: page.token !== undefined,
    ...(page.token !== undefined && { NextMarker: page.token }),
  };
}

function describe(region: string, key: KmsKey): KeyMetadata {
  const legacy = Object.values(CustomerMasterKeySpec).find((name) => name === key.spec);
  return {
    AWSAccountId: accountOfArn(key.arn),
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    ...(key.deletion !== undefined && { DeletionDate: key.deletion }),
    Origin: key.origin,
    KeyManager: key.manager,
    KeySpec: key.spec,
    ...(legacy !== undefined && { CustomerMasterKeySpec: legacy }),
    ...algorithmsOf(key.spec, key.usage),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && {
      MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", PrimaryKey: { Arn: key.arn, Region: region }, ReplicaKeys: [] },
    }),
  };
}
