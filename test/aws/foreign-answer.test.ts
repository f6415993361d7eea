/** Answers that are not AWS's: pages of proxies and logins are no refusal, no bug, and above all no empty list. */

import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, expect, test, vi } from "vitest";

import { createPorts } from "../../src/aws/clients.ts";
import { requireOwnAnswer } from "../../src/aws/foreign-answer.ts";
import type { Ports } from "../../src/aws/ports.ts";
import { AwsError } from "../../src/model/aws-error.ts";
import { region } from "../governed-lake.ts";
import { firstCalls } from "./first-calls.ts";

let server: Server | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  const closing = server;
  await new Promise((resolve) => {
    if (closing === undefined) resolve(undefined);
    else closing.close(resolve);
  });
});

/** Ports that reach a server which gives everybody this answer. */
async function answering(status: number, type: string, body: string): Promise<Ports> {
  const listening = createServer((_request, response) => response.writeHead(status, { "content-type": type }).end(body));
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  const address = listening.address();
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  return createPorts({ region, credentials: { accessKeyId: "a", secretAccessKey: "b" }, retry: { attempts: 1, first: 1, longest: 1 } });
}

const page = "<html><body>Please log in</body></html>";
const untidy = "<!DOCTYPE html><html><head><meta charset=utf-8></head><body>Please<br>log in</body></html>";

test.each([
  [200, "text/html", page],
  [200, "text/html", untidy],
  [200, "text/plain", ""],
  [403, "text/html", page],
  [403, "text/html", untidy],
  [403, "text/plain", "Blocked"],
  [404, "text/html", page],
  [407, "text/html", page],
] as const)("HTTP %i, %s: %s", async (status, type, body) => {
  const ports = await answering(status, type, body);
  for (const [name, call] of Object.entries(firstCalls)) {
    const error: unknown = await call(ports).then(
      () => "an answer",
      (thrown: unknown) => thrown,
    );
    expect([name, error]).toEqual([name, expect.any(AwsError)]);
    expect(error).toMatchObject({
      code: "UnreadableAnswer",
      category: "network",
      message: `the answer is not one of AWS (HTTP ${status})`,
    });
  }
});

const check = (answer: unknown, operation = "GetTables"): void => requireOwnAnswer("Glue", operation, answer);

test("an empty answer of AWS is an answer, for it has the id of its request; so is one with members, as of emulators", () => {
  expect(() => check({ $metadata: { httpStatusCode: 200 } })).toThrow("the answer is not one of AWS (HTTP 200)");
  expect(() => check({ $metadata: { httpStatusCode: 200 }, TableList: undefined })).toThrow("the answer is not one of AWS");
  expect(() => check({ $metadata: { httpStatusCode: 200, requestId: "r-1" } })).not.toThrow();
  expect(() => check({ $metadata: { httpStatusCode: 200 }, TableList: [] })).not.toThrow();
  // What a write did is seen when the account is read again.
  expect(() => check({ $metadata: { httpStatusCode: 200 } }, "UpdateDatabase")).not.toThrow();
});
