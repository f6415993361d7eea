/** Outputs and errors as responses of the service's protocol. */

import type { ServiceError } from "../service-error.ts";
import { writeJson } from "./json.ts";
import type { WireResponse } from "./message.ts";
import { writeQueryError, writeQueryResponse } from "./query.ts";
import { writeRestXml, writeRestXmlError } from "./rest-xml-output.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";

/** The answer to an operation that succeeded. */
export function writeOutput(service: ServiceModel, operation: OperationModel, output: object, requestId: string): WireResponse {
  if (service.protocol === "query") {
    const body = writeQueryResponse(service, operation.name, operation.output, output, requestId);
    return { status: 200, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
  }
  if (service.protocol === "rest-xml") return writeRestXml(service, operation, output, requestId);
  return { status: 200, headers: jsonHeaders(service, requestId), body: writeJson(operation.output, output) };
}

/** An answer with an error's status. */
export function writeError(service: ServiceModel, error: ServiceError, requestId: string): WireResponse {
  if (service.protocol === "query") {
    const body = writeQueryError(service, error, requestId);
    return { status: error.status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
  }
  if (service.protocol === "rest-xml") return writeRestXmlError(error, requestId);
  const headers = { ...jsonHeaders(service, requestId), "x-amzn-errortype": error.code };
  // Services spell the member `Message` or `message`; SDKs read either, for modelled errors the one in the model.
  const body = JSON.stringify({ __type: error.code, Message: error.message, message: error.message });
  return { status: error.status, headers, body };
}

function jsonHeaders(service: ServiceModel, requestId: string): Readonly<Record<string, string>> {
  const type = service.protocol === "json" ? "application/x-amz-json-1.1" : "application/json";
  return { "content-type": type, "x-amzn-requestid": requestId };
}
