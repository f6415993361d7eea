/** Which S3 operation a request is: by its bucket, key, method, query and headers. */

import { ServiceError } from "../service-error.ts";
import { commonError } from "./common-error.ts";
import type { WireRequest } from "./message.ts";
import { operationModel, operationNames } from "./service-model.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";

export interface RestXmlRoute {
  readonly operation: OperationModel;
  /** Absent for requests to the service itself. */
  readonly bucket: string | undefined;
  /** Decoded; absent for requests to a bucket. */
  readonly key: string | undefined;
  /** Decoded; the first value of each parameter. */
  readonly query: ReadonlyMap<string, string>;
}

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly level: "service" | "bucket" | "object";
  /** Parameters and headers that tell the operation from others at the same place. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly needed: readonly string[];
  readonly neededHeaders: readonly string[];
  /** Parameters that are members of the input. */
  readonly known: ReadonlySet<string>;
}

/** Part of requests of some SDKs and not of others, and never of the meaning. */
const operationHint = "x-id";

const routesOf = new WeakMap<ServiceModel["schemas"], readonly Route[]>();

/**
 * The operation of a request, in path style (`/bucket/key`) or virtual-host style (`bucket.s3.….amazonaws.com`, `bucket.localhost`).
 * A parameter that no member of the operation has is refused: most name a part of the bucket, and ignoring one would act on another.
 * @throws ServiceError InvalidURI, MethodNotAllowed, InvalidArgument
 */
export function routeRestXml(service: ServiceModel, request: WireRequest): RestXmlRoute {
  const { bucket, key } = addressOf(request);
  const query = readQuery(request.query);
  const level = bucket === undefined ? "service" : key === undefined ? "bucket" : "object";
  const candidates = routes(service).filter((route) => route.method === request.method && route.level === level);
  const [best] = candidates.filter((route) => matches(route, query, request)).toSorted((a, b) => weight(b) - weight(a));
  const hint = query.get(operationHint);
  if (best === undefined || (hint !== undefined && hint !== best.operation.name)) {
    throw commonError(service, "unknown-operation", "The specified method is not allowed against this resource.");
  }
  for (const name of query.keys()) {
    if (name === operationHint || best.parameters.has(name) || best.known.has(name)) continue;
    throw new ServiceError("InvalidArgument", `${best.operation.name} has no parameter '${name.slice(0, 100)}'`);
  }
  return { operation: best.operation, bucket, key, query };
}

function routes(service: ServiceModel): readonly Route[] {
  const known = routesOf.get(service.schemas);
  if (known !== undefined) return known;
  const made = operationNames(service).flatMap((name) => {
    const operation = operationModel(service, name);
    return operation?.http === undefined ? [] : [routeOf(operation, operation.http.method, operation.http.uri)];
  });
  routesOf.set(service.schemas, made);
  return made;
}

function routeOf(operation: OperationModel, method: string, uri: string): Route {
  const [path = "", search = ""] = uri.split("?");
  const { input } = operation;
  const bindings = input.required.map((name) => input.binding(name));
  const members = [...input.members().keys()].map((name) => input.binding(name).httpQuery);
  const parameters = new Map(new URLSearchParams(search));
  parameters.delete(operationHint);
  return {
    operation,
    method,
    level: path === "/{Key+}" ? "object" : input.required.includes("Bucket") ? "bucket" : "service",
    parameters,
    needed: bindings.flatMap(({ httpQuery }) => (httpQuery === undefined ? [] : [httpQuery])),
    neededHeaders: bindings.flatMap(({ httpHeader }) => (httpHeader === undefined ? [] : [httpHeader.toLowerCase()])),
    known: new Set(members.filter((name) => name !== undefined)),
  };
}

function matches(route: Route, query: ReadonlyMap<string, string>, request: WireRequest): boolean {
  const hint = query.get(operationHint);
  if (hint !== undefined && hint !== route.operation.name) return false;
  return (
    [...route.parameters].every(([name, value]) => query.has(name) && (value === "" || query.get(name) === value)) &&
    route.needed.every((name) => query.has(name)) &&
    route.neededHeaders.every((name) => name in request.headers)
  );
}

function weight(route: Route): number {
  return route.parameters.size + route.needed.length + route.neededHeaders.length;
}

/** Source: S3 User Guide, "Virtual hosting of buckets"; `localhost` because SDKs put buckets before any host name. */
const virtualHost = /^(.+)\.(?:s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?|localhost)$/;

function addressOf({ path, headers }: WireRequest): { readonly bucket: string | undefined; readonly key: string | undefined } {
  const [, hosted] = virtualHost.exec((headers["host"] ?? "").toLowerCase().replace(/:\d+$/, "")) ?? [];
  const rest = path.replace(/^\//, "");
  if (hosted !== undefined) return { bucket: hosted, key: textOrNone(decode(rest)) };
  const end = rest.indexOf("/");
  const bucket = end < 0 ? rest : rest.slice(0, end);
  return { bucket: textOrNone(decode(bucket)), key: end < 0 ? undefined : textOrNone(decode(rest.slice(end + 1))) };
}

function textOrNone(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError("InvalidURI", "Couldn't parse the specified URI.");
  }
}

function readQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) if (!query.has(name)) query.set(name, value);
  return query;
}
