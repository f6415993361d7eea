/** The in-process endpoint: a request handler for AWS SDK clients, without a socket. */

import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

import { answer } from "./answer.ts";
import type { Frame } from "./answer.ts";

/** What the SDK hands to a request handler, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the SDK takes from a request handler. */
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  /** A stream for the bytes of an object, which the SDK hands to its caller as one. */
  readonly body: Uint8Array | Readable;
}

/** Give it to any client as `requestHandler`; the client's endpoint is then never looked up. */
export interface RequestHandler {
  readonly handle: (request: SdkRequest) => Promise<{ response: SdkResponse }>;
  readonly destroy: () => void;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
}

/** A handler over one sandbox; rejects with ConnectionLost where a fault says so. */
export function createRequestHandler(frame: Frame): RequestHandler {
  return {
    handle: async (request) => {
      const { latency = 0 } = frame.faults.settings();
      if (latency > 0) await delay(latency);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
      const wire = { method: request.method, path: request.path, query: queryText(request.query), headers, body: bodyOf(request.body) };
      const { status, headers: responseHeaders, body } = answer(frame, wire);
      return {
        response: {
          statusCode: status,
          headers: { ...responseHeaders },
          body: typeof body === "string" ? new TextEncoder().encode(body) : Readable.from([body]),
        },
      };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function bodyOf(body: unknown): string | Uint8Array {
  if (body === undefined || body === null) return "";
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("the sandbox does not take streaming request bodies");
}

function queryText(query: SdkRequest["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of typeof value === "string" || value === null ? [value] : value) parameters.append(name, each ?? "");
  }
  return parameters.toString();
}
