/** Endpoints that take a connection and say nothing, or stop in the middle: a command ends, and says so. */

import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

import { afterEach, expect, test, vi } from "vitest";

import { createPorts } from "../../src/aws/clients.ts";
import { ordinary, quick } from "../../src/aws/patience.ts";
import type { Patience } from "../../src/aws/patience.ts";
import type { Ports } from "../../src/aws/ports.ts";
import { awsDiagnostic } from "../../src/cli/aws-failure.ts";
import { AwsError } from "../../src/model/aws-error.ts";
import { region } from "../governed-lake.ts";
import { firstCalls } from "./first-calls.ts";

let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const socket of sockets.splice(0)) socket.destroy();
  const closing = server;
  await new Promise((resolve) => {
    if (closing === undefined) resolve(undefined);
    else closing.close(resolve);
  });
});

/** Ports that reach a server which says this much and nothing more, and how often it was asked. */
async function saying(text: string): Promise<{ readonly ports: Ports; readonly asked: () => number }> {
  let asked = 0;
  const listening = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      asked += 1;
      socket.write(text);
    });
  });
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  const address = listening.address();
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  const ports = createPorts({
    region,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    patience: { connect: 100, answer: 100, attempts: 2 },
    identityCenter: { assumeRole: "arn:aws:iam::999900001111:role/Identity" },
  });
  return { ports, asked: () => asked };
}

const calls: typeof firstCalls = { ...firstCalls, "STS AssumeRole": ({ identityCenter }) => identityCenter.ssoAdmin.listInstances({}) };

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error;
  }
}

test.each(Object.entries(calls))("%s of an endpoint that says nothing ends as a network that does not answer", async (name, call) => {
  const { ports, asked } = await saying("");
  const error = await failureOf(call(ports));
  if (!(error instanceof AwsError)) throw new Error(`no AwsError: ${String(error)}`);
  expect(error).toMatchObject({ code: "TimeoutError", category: "network" });
  // Tried again, like any other network error.
  expect(asked()).toBe(2);
  const { code, severity, message, help } = awsDiagnostic(error);
  expect([code, severity]).toEqual(["LG6003", "error"]);
  expect(message).toContain(`${name}: TimeoutError: no answer within 0.`);
  expect(help).toContain("AWS_ENDPOINT_URL");
});

test.each(Object.entries(calls))("%s of an endpoint that stops within its answer ends, too", async (_name, call) => {
  const { ports, asked } = await saying("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{");
  expect(await failureOf(call(ports))).toMatchObject({ name: "AwsError", category: "network" });
  expect(asked()).toBeGreaterThan(0);
});

function worst({ connect, answer, attempts }: Patience): number {
  return (connect + answer) * attempts;
}

test("every command ends by itself: the usual times are bounded", () => {
  expect(worst(quick)).toBeLessThan(60_000);
  expect(worst(ordinary)).toBeLessThan(10 * 60_000);
});
