/** boto3 on the loopback endpoint of a sandbox: a second AWS client, which shares nothing with the JavaScript SDK. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { administrator, region, testSandbox } from "./clients.ts";

const run = promisify(execFile);

/** False, after a line that says why, where python3 cannot import boto3. */
export const hasBoto3 = await run("python3", ["-c", "import boto3"]).then(
  () => true,
  (error: unknown) => {
    const reason = error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "unknown") : String(error);
    process.stderr.write(`skipped: boto3 cannot be imported by python3: ${reason}\n`);
    return false;
  },
);

/** What a script of this folder prints, as JSON, when it calls a new sandbox. */
export async function answersTo(script: string, options: Partial<SandboxOptions> = {}): Promise<unknown> {
  const listener = await testSandbox(options).listen();
  try {
    const env = {
      PATH: process.env["PATH"],
      HOME: "/nonexistent",
      AWS_ENDPOINT_URL: listener.url,
      AWS_ACCESS_KEY_ID: administrator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
      AWS_DEFAULT_REGION: region,
    };
    return JSON.parse((await run("python3", [`${import.meta.dirname}/${script}`], { env })).stdout);
  } finally {
    await listener.close();
  }
}
