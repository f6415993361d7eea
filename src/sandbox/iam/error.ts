/** IAM's errors. Source: IAM API Reference, errors of each operation. */

import { ServiceError } from "../service-error.ts";

export function noSuchEntity(what: string): ServiceError {
  return new ServiceError("NoSuchEntity", `${what} cannot be found.`, 404);
}

export function alreadyExists(what: string): ServiceError {
  return new ServiceError("EntityAlreadyExists", `${what} already exists.`, 409);
}

export function limitExceeded(quota: string, limit: number): ServiceError {
  return new ServiceError("LimitExceeded", `Cannot exceed quota for ${quota}: ${limit}`, 409);
}

export function badMarker(): ServiceError {
  return new ServiceError("ValidationError", "Invalid Marker.");
}

/** The message as users of infrastructure code report it. */
export function noSuchBoundary(arn: string): ServiceError {
  return new ServiceError("NoSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
}

/** `must`: what is to be done before the identity can be deleted. */
export function deleteConflict(must: string): ServiceError {
  return new ServiceError("DeleteConflict", `Cannot delete entity, ${must} first.`, 409);
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError("InvalidInput", message);
}
