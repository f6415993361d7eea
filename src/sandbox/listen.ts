/** The loopback endpoint: the same services for any AWS client on this machine. */

import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import { answer, ConnectionLost } from "./answer.ts";
import type { Frame } from "./answer.ts";

export interface Listener {
  /** `http://127.0.0.1:<port>`: the value for AWS_ENDPOINT_URL. */
  readonly url: string;
  /** Ends connections too. */
  readonly close: () => Promise<void>;
}

/** Bytes of a request body; the largest AWS takes here is far below, objects apart, which the sandbox keeps small. */
const maximumBody = 16 * 1024 * 1024;

/** Listens on the loopback interface only. `port` 0: any free one. Rejects when the port is taken. */
export async function listen(frame: Frame, port = 0): Promise<Listener> {
  const server = createServer((request, response) => {
    void serve(frame, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server listens on no port");
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function serve(frame: Frame, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request);
    if (body === undefined) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const { latency = 0 } = frame.faults.settings();
    if (latency > 0) await delay(latency);
    const answered = answer(frame, { method: request.method ?? "", ...targetOf(request.url), headers: textHeaders(request), body });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  } catch (error) {
    // A lost connection is a fault that was asked for; whatever else fails here is a broken request.
    if (error instanceof ConnectionLost || response.headersSent) request.socket.destroy();
    else response.writeHead(400, { connection: "close" }).end();
  }
}

/** Path and query as they were sent: a URL parser would resolve `..`, which is an ordinary part of an object's key. */
function targetOf(url = "/"): { readonly path: string; readonly query: string } {
  const target = url.replace(/^https?:\/\/[^/?]*/i, "");
  const end = target.indexOf("?");
  return end < 0 ? { path: target, query: "" } : { path: target.slice(0, end), query: target.slice(end + 1) };
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maximumBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headers).map(([name, value = ""]) => [name, typeof value === "string" ? value : value.join(",")]);
  return Object.fromEntries(entries);
}
