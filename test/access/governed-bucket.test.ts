/** Buckets as policies govern them, from compiling to real writes: what the plan says comes true. */

import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutBucketEncryptionCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { PutObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { simulateWrites } from "../../src/access/simulate-writes.ts";
import { writeChanges } from "../../src/access/write-changes.ts";
import { isRightEncryption } from "../../src/access/write-shapes.ts";
import { formatPlan, parsePlan } from "../../src/reconciler/plan-file.ts";
import { planOf, reconcile } from "../../src/reconciler/plan.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { openLake, pending, perform, prepare } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf, errorOf } from "../sandbox/clients.ts";
import { sessionOf } from "../sandbox/role-session.ts";
import { account, bucket, mayUseKey, mayWrite, objects, policy, region, roleArn } from "./scene.ts";
import type { Json } from "./scene.ts";

const lakeDocument = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
operators: [LakegradeApply]
breakGlass: [BreakGlass]
locations: [{path: "s3://${bucket}/warehouse", role: LakeRegistration}]
`;
const classification = "kind: Classification\ndatabase: claims\ndefault: 1\n";
const group = "kind: Group\nname: etl\nclearance: 1\nprincipals: [{role: etl}]\n";
const bucketDocument = (more = ""): string => `kind: Bucket\nname: ${bucket}\nkey: alias/adw-claims\ndirectAccess: [etl]\n${more}`;
const setOf = (more = "") => policies(lakeDocument, classification, group, bucketDocument(more));

const everything: Json = { Effect: "Allow", Action: "*", Resource: "*" };
const catalog = { databases: [{ name: "claims", location: `s3://${bucket}/warehouse`, tables: [] }] };

interface Scene extends GovernedLake {
  readonly key: string;
}

/** An account in which everybody who is to write may write, and a bucket as AWS makes it. */
async function open(statements: Readonly<Record<string, readonly Json[]>> = {}): Promise<Scene> {
  const roles = ["LakegradeApply", "BreakGlass", "LakeRegistration", "etl", "stranger"];
  const lake = openLake({ catalog, roles });
  seedBucket(lake.sandbox, bucket);
  const key = seedKey(lake.sandbox);
  seedAlias(lake.sandbox, "alias/adw-claims", key);
  const { iam } = clientsOf(lake.sandbox);
  for (const role of roles) {
    const own = statements[role] ?? (role === "BreakGlass" || role === "LakegradeApply" ? [everything] : [mayWrite, mayUseKey]);
    await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: "own", PolicyDocument: policy(...own) }));
  }
  return { ...lake, key };
}

/** A client with the credentials of a role. */
async function as(sandbox: Sandbox, role: string): Promise<S3Client> {
  return clientsOf(sandbox, await sessionOf(sandbox, roleArn(role))).s3;
}

const put = (s3: S3Client, more: object = {}): Promise<PutObjectCommandOutput> =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key: "warehouse/part-0", Body: "text", ...more }));

describe("a plan that governs a bucket", () => {
  test("is not refused, says what becomes of writes, and is saved and read with it", async () => {
    const scene = await open();
    const prepared = await prepare(scene, setOf());
    expect(prepared.refusals).toEqual([]);
    expect(prepared.writes.map((writes) => writes.bucket)).toEqual([bucket]);
    const header = {
      tool: { name: "lakegrade", version: "0" },
      policies: [],
      policyDigest: `sha256:${"0".repeat(64)}`,
      createdAt: "",
      today: "2026-01-01",
    };
    const plan = planOf({ ...header, writes: prepared.writes }, prepared.desired, prepared.changes, []);
    expect(parsePlan(formatPlan(plan), "plan.json")).toEqual({ plan: JSON.parse(JSON.stringify(plan)) as unknown });
  });

  test("lets no wrong key in, and all go on who are named: as simulated, and as written afterwards", async () => {
    const scene = await open();
    const prepared = await prepare(scene, setOf());
    const simulation = simulateWrites(prepared.live, prepared.desired.buckets ?? [], prepared.changes);
    const writes = simulation?.buckets[0]?.writes ?? [];
    expect(writes.length).toBeGreaterThan(50);
    const misplaced = writes.filter(
      ({ writer, after }) =>
        writer.relation !== "break-glass" && after.result === "allowed" && !isRightEncryption(after.encryption, scene.key),
    );
    const unexpected = writes.filter(({ after, expected }) => expected !== "open" && after.result !== expected);
    expect([...misplaced, ...unexpected].map(({ writer, shape, after }) => [writer.name, shape.title, after])).toEqual([]);
    const results = await perform(scene, prepared, setOf());
    expect(results.filter(({ status }) => status !== "done")).toEqual([]);
    expect(await pending(scene, setOf())).toEqual([]);

    for (const role of ["LakeRegistration", "etl"]) {
      const s3 = await as(scene.sandbox, role);
      expect((await put(s3)).SSEKMSKeyId).toBe(scene.key);
      expect((await put(s3, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: scene.key })).SSEKMSKeyId).toBe(scene.key);
      for (const wrong of [{ ServerSideEncryption: "AES256" }, { ServerSideEncryption: "aws:kms" }])
        expect((await errorOf(put(s3, wrong))).name).toBe("AccessDenied");
    }
    const stranger = await as(scene.sandbox, "stranger");
    expect((await errorOf(put(stranger))).name).toBe("AccessDenied");
    const emergency = await as(scene.sandbox, "BreakGlass");
    expect((await put(emergency, { ServerSideEncryption: "AES256" })).SSEKMSKeyId).toBeUndefined();
  });

  test("says that a stranger who may write today is stopped, and why", async () => {
    const { writes } = await prepare(await open(), setOf());
    const stranger = writes[0]?.changes.filter(({ writer }) => writer === roleArn("stranger")) ?? [];
    expect(stranger.map(({ relation, after }) => [relation, after])).toContainEqual([
      "role that may write",
      { result: "denied", why: expect.stringMatching(/^denied by `Lakegrade\w+DenyDirectAccess` of the bucket policy$/) as unknown },
    ]);
  });

  test("is refused where the registration role would lose its writes to the key (LG5041)", async () => {
    const { refusals } = await prepare(await open({ LakeRegistration: [mayWrite] }), setOf());
    expect(refusals.map(({ code }) => code)).toEqual(["LG5041"]);
  });

  test("is refused to whoever it would lock out (LG5042)", async () => {
    const scene = await open({ stranger: [everything] });
    const set = setOf("protectConfiguration: true\n");
    const { live, desired, refusals } = await prepare(scene, set);
    expect(refusals.map(({ code }) => code)).toEqual(["LG5042"]);
    const operator = { ...live, caller: roleArn("LakegradeApply") };
    expect((await reconcile(operator, desired, scene.ports)).refusals).toEqual([]);
  });

  test("says nothing of writes once it is done, and again when somebody changes the encryption", async () => {
    const scene = await open();
    const set = setOf();
    await perform(scene, await prepare(scene, set), set);
    expect((await prepare(scene, set)).writes).toEqual([]);
    const byDefault = { SSEAlgorithm: "AES256" } as const;
    const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault }];
    await clientsOf(scene.sandbox).s3.send(
      new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } }),
    );
    const { writes } = await prepare(scene, set);
    expect(writes[0]?.changes.map(({ shapes }) => shapes.join("; "))).toContain("no header; no header, multipart");
  });
});

test("under a required header, writers who leave it out are told, and a registration role is not refused", async () => {
  const { writes, refusals } = await prepare(await open(), setOf("writers: header-required\n"));
  expect(refusals).toEqual([]);
  const etl = writes[0]?.changes.find(({ writer, shapes }) => writer === roleArn("etl") && shapes.includes("no header"));
  expect(etl).toMatchObject({ before: { result: "allowed" }, after: { result: "denied" }, expected: "denied" });
});

test("the same plan says the same, to the letter", async () => {
  const scene = await open();
  const { live, desired, changes, writes } = await prepare(scene, setOf());
  const again = simulateWrites({ ...live, roles: live.roles.toReversed() }, desired.buckets ?? [], changes);
  expect(again === undefined ? undefined : writeChanges(again)).toEqual(writes);
  expect(JSON.stringify(writes)).not.toContain(objects);
});
