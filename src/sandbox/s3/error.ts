/** S3's errors. Source: S3 API Reference, Error responses. */

import { ServiceError } from "../service-error.ts";

export function accessDenied(message = "Access Denied"): ServiceError {
  return new ServiceError("AccessDenied", message, 403);
}

export function invalidArgument(message: string): ServiceError {
  return new ServiceError("InvalidArgument", message);
}

export function badContinuationToken(): ServiceError {
  return invalidArgument("The continuation token provided is incorrect");
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError("InvalidRequest", message);
}

export function malformedPolicy(message: string): ServiceError {
  return new ServiceError("MalformedPolicy", message);
}

/** What was asked for is not there: `NoSuchBucket`, `NoSuchKey`, `NoSuchBucketPolicy`, … */
export function noSuch(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 404);
}

export function conflict(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 409);
}
