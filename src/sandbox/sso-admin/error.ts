/** The errors of IAM Identity Center. Source: its API Reference, errors of each operation; JSON 1.1 answers all with status 400. */

import type { Caller } from "../call.ts";
import { ServiceError } from "../service-error.ts";

export function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}

export function notFound(what: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", `${what} not found.`);
}

export function conflict(message: string): ServiceError {
  return new ServiceError("ConflictException", message);
}

export function quotaExceeded(what: string, limit: number): ServiceError {
  return new ServiceError("ServiceQuotaExceededException", `You have exceeded the quota of ${limit} ${what}.`);
}

/** `action`: `sso:CreateAccountAssignment`. */
export function denied({ arn }: Caller, action: string, resource: string): ServiceError {
  return new ServiceError("AccessDeniedException", `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`);
}

export function badToken(): ServiceError {
  return invalid("The NextToken is not valid.");
}
