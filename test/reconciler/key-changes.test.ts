/** Keys of buckets that change: whoever writes before and after an apply writes all the while, also where it breaks off. */

import { PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { applyChanges } from "../../src/reconciler/apply.ts";
import type { ChangeResult } from "../../src/reconciler/apply.ts";
import { groupBy } from "../../src/model/batches.ts";
import type { Change } from "../../src/model/change.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAlias, seedKey } from "../../src/sandbox/seed.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, noPause, pending, portsOf, prepare } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";
import { assume } from "../sandbox/role-session.ts";

const bucket = "adw-claims";
const everything = { Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" };

/** Both readings of what policies see of a write that names no key; AWS's documents leave it open. */
const readings = ["effective", "header"] as const;

interface Writing extends GovernedLake {
  /** Puts an object as the registration role; without a key the choice is the bucket's. */
  readonly put: (key?: string) => Promise<"allowed" | "denied">;
}

async function open(kmsKeyIdCondition: (typeof readings)[number] = "effective"): Promise<Writing> {
  const sandbox = fullSandbox({ kmsKeyIdCondition });
  const { s3 } = await assume(sandbox, "LakeRegistration", everything);
  return {
    sandbox,
    ports: portsOf(sandbox),
    put: async (key) => {
      const headers = key === undefined ? {} : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: key };
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "claims/part-0", Body: "text", ...headers }));
        return "allowed";
      } catch (error) {
        if (error instanceof Error && error.name === "AccessDenied") return "denied";
        throw error;
      }
    },
  };
}

/** ARN of another key, which the policies' alias means from now on. */
function anotherKey({ sandbox }: { readonly sandbox: Sandbox }): string {
  sandbox.account.kms.aliases.delete("alias/adw");
  const key = seedKey(sandbox);
  seedAlias(sandbox, "alias/adw", key);
  return key;
}

async function defaultKey({ ports }: Writing): Promise<string> {
  const { ServerSideEncryptionConfiguration: { Rules: [rule] = [] } = {} } = await ports.s3.getBucketEncryption({ Bucket: bucket });
  return rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? "";
}

/** Applies one step after the other, with what the registration role may do before, between and after them. */
async function walk(
  lake: Writing,
  { changes }: Prepared,
  ...keys: readonly (string | undefined)[]
): Promise<readonly (readonly string[])[]> {
  const ask = () => Promise.all(keys.map((key) => lake.put(key)));
  const moments = [await ask()];
  for (const ofStep of groupBy(changes, ({ step }) => step).values()) {
    const results = await applyChanges(ofStep, { ports: lake.ports, account, pause: noPause });
    expect(results.filter(({ status }) => status !== "done")).toEqual([]);
    moments.push(await ask());
  }
  return keys.map((_key, index) => moments.map((moment) => moment[index] ?? ""));
}

/** What the plan says of writes of the registration role without a header, where it says anything. */
function told({ writes }: Prepared): readonly string[] {
  return writes.flatMap(({ changes }) =>
    changes.flatMap(({ relation, shapes, before, after }) =>
      relation === "registration role" && shapes.includes("no header") ? [`${before.result} ${after.result}`] : [],
    ),
  );
}

function steps(changes: readonly Change[]): readonly string[] {
  return changes
    .filter(({ kind }) => kind.startsWith("s3-") || kind === "lf-location")
    .map(({ step, action, kind, impact }) => `${step} ${action} ${kind} ${impact}`);
}

describe.each(readings)("where policies see the %s key", (reading) => {
  test("a writer that leaves the key to the bucket writes at every moment, as the plan says", async () => {
    const lake = await open(reading);
    await converge(lake, fullPolicies());
    const old = await defaultKey(lake);
    const next = anotherKey(lake);
    const changed = fullPolicies({ formerKeys: [old] });
    const prepared = await prepare(lake, changed);
    expect(prepared.refusals).toEqual([]);
    expect(told(prepared)).toEqual(["allowed allowed"]);
    expect(steps(prepared.changes)).toEqual([
      "21 update s3-bucket-policy widens",
      "22 update s3-bucket-encryption widens",
      "99 update s3-bucket-policy narrows",
    ]);
    const [byDefault = [], byOld = [], byNext = []] = await walk(lake, prepared, undefined, old, next);
    expect(new Set(byDefault)).toEqual(new Set(["allowed"]));
    // Who names a key has to change it once, at a moment between: no moment is without one of the two.
    expect([byOld[0], byOld.at(-1)]).toEqual(["allowed", "denied"]);
    expect([byNext[0], byNext.at(-1)]).toEqual(["denied", "allowed"]);
    expect(byOld.filter((result, moment) => result === "denied" && byNext[moment] === "denied")).toEqual([]);
    expect(await pending(lake, changed)).toEqual([]);
  });

  test("a bucket that is governed anew, with another key by default, takes writes at every moment", async () => {
    const lake = await open(reading);
    const ServerSideEncryptionConfiguration = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: seedKey(lake.sandbox) } }],
    };
    await lake.ports.s3.putBucketEncryption({ Bucket: bucket, ServerSideEncryptionConfiguration });
    const prepared = await prepare(lake, fullPolicies());
    expect(steps(prepared.changes).slice(0, 1)).toEqual(["22 update s3-bucket-encryption widens"]);
    const [byDefault = []] = await walk(lake, prepared, undefined);
    expect(new Set(byDefault)).toEqual(new Set(["allowed"]));
  });

  test("a default that somebody changed is put back, and who writes before and after writes all the while", async () => {
    const lake = await open(reading);
    await converge(lake, fullPolicies());
    await lake.ports.s3.putBucketEncryption({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
    });
    anotherKey(lake);
    const [byDefault = []] = await walk(lake, await prepare(lake, fullPolicies()), undefined);
    const first = byDefault.indexOf("allowed");
    expect(byDefault.slice(first).every((result) => result === "allowed")).toBe(true);
    // S3 shows the algorithm that it takes, so AES256 by default is denied until it is put back.
    expect(byDefault.at(-1)).toBe("allowed");
    expect(first).toBeLessThan(byDefault.length - 1);
  });
});

test("an apply that breaks off at a guardrail leaves writers as they were, and a further one ends it", async () => {
  const lake = await open();
  await converge(lake, fullPolicies());
  const changed = fullPolicies({ formerKeys: [await defaultKey(lake)] });
  anotherKey(lake);
  const { changes } = await prepare(lake, changed);
  lake.sandbox.setFaults({ denied: ["sso:PutInlinePolicyToPermissionSet", "sso:ProvisionPermissionSet"] });
  const results = await applyChanges(changes, { ports: lake.ports, account, pause: noPause });
  lake.sandbox.setFaults({ denied: [] });
  expect(statusesOf(results, 97)).toContain("failed");
  expect(statusesOf(results, 99)).toEqual(["not-attempted"]);
  expect(await lake.put()).toBe("allowed");
  const prepared = await converge(lake, changed);
  expect(steps(prepared.changes)).toEqual(["99 update s3-bucket-policy narrows"]);
  expect(await lake.put()).toBe("allowed");
  expect(await pending(lake, changed)).toEqual([]);
});

test("policies that go back to the old key half-way stop nobody either", async () => {
  const lake = await open();
  await converge(lake, fullPolicies());
  const old = await defaultKey(lake);
  anotherKey(lake);
  const { changes } = await prepare(lake, fullPolicies());
  await applyChanges(
    changes.filter(({ step }) => step <= 22),
    { ports: lake.ports, account, pause: noPause },
  );
  lake.sandbox.account.kms.aliases.delete("alias/adw");
  seedAlias(lake.sandbox, "alias/adw", old);
  const [byDefault = []] = await walk(lake, await prepare(lake, fullPolicies()), undefined);
  expect(new Set(byDefault)).toEqual(new Set(["allowed"]));
  expect(await defaultKey(lake)).toBe(old);
});

test("a bucket whose key and registration role change at once has its policy written three times", async () => {
  const lake = await open();
  await converge(lake, fullPolicies());
  const moved = fullPolicies({ registration: "OtherRegistration", formerKeys: [await defaultKey(lake)] });
  anotherKey(lake);
  await lake.ports.iam.putRolePolicy({
    RoleName: "OtherRegistration",
    PolicyName: "own",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [everything] }),
  });
  const prepared = await converge(lake, moved);
  expect(steps(prepared.changes)).toEqual([
    "21 update s3-bucket-policy widens",
    "22 update s3-bucket-encryption widens",
    "93 update s3-bucket-policy widens",
    "94 update lf-location widens",
    "99 update s3-bucket-policy narrows",
  ]);
  expect(await pending(lake, moved)).toEqual([]);
});

function statusesOf(results: readonly ChangeResult[], step: number): readonly string[] {
  return results.filter(({ change }) => change.step === step).map(({ status }) => status);
}
