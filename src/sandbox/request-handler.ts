/** The in-process endpoint: a request handler for AWS SDK clients, without a socket. */

import { setTimeout as delay } from "node:timers/promises";

import { answer } from "./answer.ts";
import type { Frame } from "./answer.ts";

/** What the SDK hands to a request handler, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the SDK takes from a request handler. */
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
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
      const wire = { method: request.method, path: request.path, headers, body: bodyText(request.body) };
      const { status, headers: responseHeaders, body } = answer(frame, wire);
      return { response: { statusCode: status, headers: { ...responseHeaders }, body: new TextEncoder().encode(body) } };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function bodyText(body: unknown): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError("the sandbox does not take streaming request bodies");
}
