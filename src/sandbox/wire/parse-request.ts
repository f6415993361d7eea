/** Requests to operations: which one is called, with which input. */

import { ServiceError } from "../service-error.ts";
import { commonError } from "./common-error.ts";
import { jsonSpelling, parseJson } from "./json.ts";
import { bodyText } from "./message.ts";
import type { WireRequest } from "./message.ts";
import { parseQuery, querySpelling } from "./query.ts";
import type { Parameter } from "./query.ts";
import { readInput } from "./read-input.ts";
import { readRestXml } from "./rest-xml-input.ts";
import { routeRestXml } from "./rest-xml-route.ts";
import { operationModel } from "./service-model.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";

export interface ParsedRequest {
  readonly operation: OperationModel;
  /** Checks and gives the input; apart from the rest, because AWS looks at who calls before it looks at what is asked. */
  readonly input: () => object;
}

/** Throws ServiceError when the service has no such operation or the request is not in the service's protocol. */
export function parseRequest(service: ServiceModel, request: WireRequest): ParsedRequest {
  if (service.protocol === "rest-xml") {
    const route = routeRestXml(service, request);
    return { operation: route.operation, input: () => readRestXml(service, route, request) };
  }
  if (request.method !== "POST") throw unknownOperation(service, `${request.method} ${request.path}`);
  if (service.protocol === "query") return parseQueryRequest(service, request);
  const operation = knownOperation(service, jsonOperation(service, request));
  return { operation, input: () => readInput(service, operation, parseJson(bodyText(request)), jsonSpelling) };
}

function jsonOperation(service: ServiceModel, request: WireRequest): string {
  if (service.protocol === "rest-json") return request.path.replace(/^\//, "");
  const target = request.headers["x-amz-target"] ?? "";
  if (!target.startsWith(service.targetPrefix)) throw unknownOperation(service, target === "" ? "a request without X-Amz-Target" : target);
  return target.slice(service.targetPrefix.length);
}

function parseQueryRequest(service: ServiceModel, request: WireRequest): ParsedRequest {
  const { action, version, parameters } = parseQuery(bodyText(request));
  if (action === "") throw new ServiceError("MissingAction", "The request names no Action");
  if (version !== service.version) throw unknownOperation(service, `${action} of version ${version}`);
  const operation = knownOperation(service, action);
  const input = (): object => readInput<Parameter>(service, operation, parameters, querySpelling);
  return { operation, input };
}

function knownOperation(service: ServiceModel, name: string): OperationModel {
  const operation = operationModel(service, name);
  if (operation === undefined) throw unknownOperation(service, name);
  return operation;
}

function unknownOperation(service: ServiceModel, what: string): ServiceError {
  return commonError(service, "unknown-operation", `${service.name} has no operation ${what.slice(0, 200)}`);
}
