/** Switching keys on and off, and their deletion after a waiting period. Source: KMS Developer Guide, "Key states". */

import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
} from "@aws-sdk/client-kms";

import type { Call } from "../call.ts";
import { requireKeyAccess } from "./authorize.ts";
import { invalidState, validation } from "./error.ts";
import { findKey } from "./find-key.ts";
import type { KmsKey } from "./state.ts";

const day = 24 * 60 * 60 * 1000;

export function enableKey(call: Call, input: EnableKeyRequest): object {
  return switchKey(call, input.KeyId, "EnableKey", "Enabled");
}

export function disableKey(call: Call, input: DisableKeyRequest): object {
  return switchKey(call, input.KeyId, "DisableKey", "Disabled");
}

function switchKey(call: Call, name: string | undefined, action: string, state: "Enabled" | "Disabled"): object {
  const key = findKey(call, name);
  requireKeyAccess(call, action, key);
  if (key.state !== "Enabled" && key.state !== "Disabled") throw invalidState(key);
  put(call, { ...key, state });
  return {};
}

/** 7 to 30 days, 30 by default. */
export function scheduleKeyDeletion(call: Call, input: ScheduleKeyDeletionRequest): ScheduleKeyDeletionResponse {
  const { PendingWindowInDays: days = 30 } = input;
  const key = findKey(call, input.KeyId);
  requireKeyAccess(call, "ScheduleKeyDeletion", key, { "kms:ScheduleKeyDeletionPendingWindowInDays": days });
  if (days < 7 || days > 30) throw validation("PendingWindowInDays must be between 7 and 30 days (inclusive)");
  if (key.state === "PendingDeletion") throw invalidState(key);
  const deletion = new Date(call.now.getTime() + days * day);
  put(call, { ...key, state: "PendingDeletion", deletion });
  return { KeyId: key.arn, DeletionDate: deletion, KeyState: "PendingDeletion", PendingWindowInDays: days };
}

/** The key is disabled afterwards. */
export function cancelKeyDeletion(call: Call, input: CancelKeyDeletionRequest): CancelKeyDeletionResponse {
  const key = findKey(call, input.KeyId);
  requireKeyAccess(call, "CancelKeyDeletion", key);
  if (key.state !== "PendingDeletion") throw invalidState(key);
  put(call, { ...key, state: "Disabled", deletion: undefined });
  return { KeyId: key.arn };
}

function put({ account }: Call, key: KmsKey): void {
  account.kms.keys.set(key.id, key);
}
