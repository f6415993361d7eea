/** Automatic rotation of keys. Source: KMS API Reference, EnableKeyRotation and GetKeyRotationStatus. */

import type {
  DisableKeyRotationRequest,
  EnableKeyRotationRequest,
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse,
} from "@aws-sdk/client-kms";

import type { Call } from "../call.ts";
import { requireKeyAccess } from "./authorize.ts";
import { invalidState, unsupported } from "./error.ts";
import { findKey } from "./find-key.ts";
import type { KmsKey } from "./state.ts";

const day = 24 * 60 * 60 * 1000;

/** Days, when none are given: of a key that is rotated already its own. */
const defaultPeriod = 365;

export function getKeyRotationStatus(call: Call, input: GetKeyRotationStatusRequest): GetKeyRotationStatusResponse {
  const key = findKey(call, input.KeyId, { foreign: true });
  requireKeyAccess(call, "GetKeyRotationStatus", key);
  requireRotatable(key);
  const { rotation } = key;
  if (rotation === undefined || key.state === "PendingDeletion") return { KeyId: key.arn, KeyRotationEnabled: false };
  const next = new Date(nextRotation(rotation.since, rotation.days, call.now));
  return { KeyId: key.arn, KeyRotationEnabled: true, RotationPeriodInDays: rotation.days, NextRotationDate: next };
}

function nextRotation(since: Date, days: number, now: Date): number {
  const period = days * day;
  const passed = Math.max(0, Math.floor((now.getTime() - since.getTime()) / period));
  return since.getTime() + (passed + 1) * period;
}

export function enableKeyRotation(call: Call, input: EnableKeyRotationRequest): object {
  const key = findKey(call, input.KeyId);
  const days = input.RotationPeriodInDays ?? key.rotation?.days ?? defaultPeriod;
  requireKeyAccess(call, "EnableKeyRotation", key, { "kms:RotationPeriodInDays": days });
  requireRotatable(key);
  if (key.state !== "Enabled") throw invalidState(key);
  call.account.kms.keys.set(key.id, { ...key, rotation: { days, since: call.now } });
  return {};
}

export function disableKeyRotation(call: Call, input: DisableKeyRotationRequest): object {
  const key = findKey(call, input.KeyId);
  requireKeyAccess(call, "DisableKeyRotation", key);
  requireRotatable(key);
  if (key.state !== "Enabled") throw invalidState(key);
  call.account.kms.keys.set(key.id, { ...key, rotation: undefined });
  return {};
}

function requireRotatable({ arn, spec, origin }: KmsKey): void {
  if (spec !== "SYMMETRIC_DEFAULT") throw unsupported(`${arn} is not a symmetric encryption key.`);
  if (origin !== "AWS_KMS") throw unsupported(`${arn} origin is ${origin} which is not valid for this operation.`);
}
