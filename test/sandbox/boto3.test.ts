/** The loopback endpoint as boto3 sees it: a second AWS client, which shares nothing with the JavaScript SDK. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { account, region, testSandbox } from "./clients.ts";

const run = promisify(execFile);

const missing = await run("python3", ["-c", "import boto3"]).then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "unknown") : String(error)),
);
if (missing !== undefined) process.stderr.write(`skipped: boto3 cannot be imported by python3: ${missing}\n`);

test.skipIf(missing !== undefined)("boto3 gets answers and errors of every protocol", async () => {
  const listener = await testSandbox({ pageSize: 2 }).listen();
  try {
    const env = {
      PATH: process.env["PATH"],
      HOME: "/nonexistent",
      AWS_ENDPOINT_URL: listener.url,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_DEFAULT_REGION: region,
    };
    const { stdout } = await run("python3", [`${import.meta.dirname}/boto3-client.py`], { env });
    expect(JSON.parse(stdout)).toEqual({
      identity: `arn:aws:iam::${account}:user/administrator`,
      tables: ["t0", "t1", "t2", "t3", "t4"],
      created: "datetime",
      description: "보험 <&>",
      trust: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
      roleTags: [{ Key: "a", Value: "<1>" }],
      inline: "Deny",
      simulated: ["explicitDeny", "allowed", "explicitDeny"],
      matched: [
        {
          SourcePolicyId: "role_etl_p",
          SourcePolicyType: "IAM Policy",
          StartPosition: { Line: 1, Column: 16 },
          EndPosition: { Line: 1, Column: 68 },
        },
      ],
      session: `arn:aws:sts::${account}:assumed-role/etl/boto`,
      tag: ["1"],
      errors: {
        glue: ["EntityNotFoundException", "EntityNotFoundException", 400],
        iam: ["NoSuchEntityException", "NoSuchEntity", 404],
        lakeformation: ["EntityNotFoundException", "EntityNotFoundException", 400],
        sts: ["ClientError", "AccessDenied", 403],
        missing: ["ClientError", "NotImplementedException", 400],
        simulated: ["InvalidInputException", "InvalidInput", 400],
      },
    });
  } finally {
    await listener.close();
  }
});
