/** The errors any AWS operation may answer with, by protocol. Source: each service's API reference, "Common Errors". */

import { ServiceError } from "../service-error.ts";
import type { ServiceModel } from "./service-model.ts";

export type CommonError =
  | "denied"
  | "invalid-key"
  | "expired-key"
  | "unsigned"
  | "throttled"
  | "conflict"
  | "unknown-operation"
  | "internal";

type Form = readonly [code: string, status: number];

/** Code and status for JSON services, for Query services and for REST-XML, which is S3. Source for S3: its API reference, Error responses. */
const forms: Readonly<Record<CommonError, { readonly json: Form; readonly query: Form; readonly xml: Form }>> = {
  denied: { json: ["AccessDeniedException", 400], query: ["AccessDenied", 403], xml: ["AccessDenied", 403] },
  "invalid-key": { json: ["UnrecognizedClientException", 400], query: ["InvalidClientTokenId", 403], xml: ["InvalidAccessKeyId", 403] },
  "expired-key": { json: ["ExpiredTokenException", 400], query: ["ExpiredToken", 403], xml: ["ExpiredToken", 400] },
  unsigned: { json: ["MissingAuthenticationTokenException", 400], query: ["MissingAuthenticationToken", 403], xml: ["AccessDenied", 403] },
  throttled: { json: ["ThrottlingException", 400], query: ["Throttling", 400], xml: ["SlowDown", 503] },
  conflict: { json: ["ConcurrentModificationException", 400], query: ["ConcurrentModification", 409], xml: ["OperationAborted", 409] },
  "unknown-operation": { json: ["UnknownOperationException", 400], query: ["InvalidAction", 400], xml: ["MethodNotAllowed", 405] },
  internal: { json: ["InternalServiceException", 500], query: ["ServiceFailure", 500], xml: ["InternalError", 500] },
};

/** REST services answer access problems with 403, JSON-RPC services with 400. */
const forbidden: ReadonlySet<CommonError> = new Set(["denied", "invalid-key", "expired-key", "unsigned"]);

/** The error as the service words it. */
export function commonError(service: Pick<ServiceModel, "protocol" | "conflictCode">, kind: CommonError, message: string): ServiceError {
  const { json, query, xml } = forms[kind];
  const [code, status] = service.protocol === "query" ? query : service.protocol === "rest-xml" ? xml : json;
  const named = kind === "conflict" ? (service.conflictCode ?? code) : code;
  return new ServiceError(named, message, service.protocol === "rest-json" && forbidden.has(kind) ? 403 : status);
}
