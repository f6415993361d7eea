/** KMS's errors. Source: KMS API Reference, errors of each operation. */

import { ServiceError } from "../service-error.ts";
import type { KmsKey } from "./state.ts";

export function notFound(message: string): ServiceError {
  return new ServiceError("NotFoundException", message);
}

export function invalidState({ arn, state }: KmsKey): ServiceError {
  if (state === "Disabled") return new ServiceError("DisabledException", `${arn} is disabled.`);
  const words = { Enabled: "enabled", PendingDeletion: "pending deletion", PendingImport: "pending import" };
  return new ServiceError("KMSInvalidStateException", `${arn} is ${words[state]}.`);
}

export function malformedPolicy(message: string): ServiceError {
  return new ServiceError("MalformedPolicyDocumentException", message);
}

export function unsupported(message: string): ServiceError {
  return new ServiceError("UnsupportedOperationException", message);
}

export function validation(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}

export function badMarker(): ServiceError {
  return new ServiceError("InvalidMarkerException", "Invalid marker");
}
