/** Glue's errors. Source: Glue Web API Reference; texts of missing permissions as Lake Formation words them there. */

import { ServiceError } from "../service-error.ts";

export function entityNotFound(message: string): ServiceError {
  return new ServiceError("EntityNotFoundException", message);
}

export function alreadyExists(message: string): ServiceError {
  return new ServiceError("AlreadyExistsException", message);
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError("InvalidInputException", message);
}

/** The caller lacks a Lake Formation permission. */
export function lacksPermission(permission: string, resource: string): ServiceError {
  return new ServiceError("AccessDeniedException", `Insufficient Lake Formation permission(s): Required ${permission} on ${resource}`);
}
