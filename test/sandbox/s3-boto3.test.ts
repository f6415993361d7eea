/** S3 and KMS over the loopback endpoint as boto3 sees them: a second AWS client, which shares nothing with the JavaScript SDK. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { region, testSandbox } from "./clients.ts";

const run = promisify(execFile);

const missing = await run("python3", ["-c", "import boto3"]).then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "unknown") : String(error)),
);
if (missing !== undefined) process.stderr.write(`skipped: boto3 cannot be imported by python3: ${missing}\n`);

test.skipIf(missing !== undefined)("boto3 keeps objects in buckets, encrypted with keys", async () => {
  const listener = await testSandbox().listen();
  try {
    const env = {
      PATH: process.env["PATH"],
      HOME: "/nonexistent",
      AWS_ENDPOINT_URL: listener.url,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_DEFAULT_REGION: region,
    };
    const { stdout } = await run("python3", [`${import.meta.dirname}/s3-boto3-client.py`], { env });
    expect(JSON.parse(stdout)).toEqual({
      location: region,
      rule: true,
      action: "s3:*",
      object: [[0, 255], true, true, { owner: "x" }],
      keys: ["a/b", "a/한글 +&.csv", "c"],
      copy: "AES256",
      big: 9 * 1024 * 1024,
      sealed: "secret",
      rotation: false,
      errors: {
        policy: ["NoSuchBucketPolicy", 404],
        absent: ["404", 404],
        key: ["NotFoundException", 400],
        notEmpty: ["BucketNotEmpty", 409],
        missing: ["NotImplementedException", 400],
      },
    });
  } finally {
    await listener.close();
  }
});
