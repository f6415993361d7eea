/** A plan names who can no longer read the objects of a bucket that it closes. */

import { describe, expect, test } from "vitest";

import { seedRole } from "../../src/sandbox/seed.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { portsOf, prepare, roleArn } from "../governed-lake.ts";

const mayRead = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket", "kms:Decrypt"], Resource: "*" }],
});

/** The account with roles that only read, beside those of the policies. */
function open(...readers: readonly string[]): GovernedLake {
  const sandbox = fullSandbox();
  for (const name of readers) seedRole(sandbox, name).inline.set("own", mayRead);
  return { sandbox, ports: portsOf(sandbox) };
}

describe("a bucket that is closed for direct reading", () => {
  test("names a role that only reads", async () => {
    const { reads } = await prepare(open("reader"), fullPolicies());
    expect(reads).toContainEqual(
      expect.objectContaining({ lost: expect.arrayContaining([expect.objectContaining({ readers: [roleArn("reader")] })]) }),
    );
  });
});
