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

export function invalidInput(message: string): ServiceError {
  return new ServiceError("InvalidInput", message);
}
