/** Buckets and keys through plan and apply on the sandbox: in order, once, and without a trace left where they are no longer governed. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import type { DesiredState } from "../../src/model/state.ts";
import type { Wanted } from "../../src/model/wanted.ts";
import { account, noPause, openLake } from "../governed-lake.ts";
import { desiredStorage, prefix, readStorageLake, wantedOf } from "../storage-fixture.ts";

const bucket = "adw-claims";

function openStorage(): { readonly ports: Ports; readonly key: string } {
  const { sandbox, ports } = openLake({ catalog: { databases: [] }, roles: ["etl"] });
  seedBucket(sandbox, bucket);
  const key = seedKey(sandbox);
  seedAlias(sandbox, "alias/adw", key);
  return { ports, key };
}

async function planOf(ports: Ports, desired: DesiredState, wanted: Wanted) {
  return reconcile(await readStorageLake(ports, wanted), desired, ports);
}

async function applyAll(ports: Ports, desired: DesiredState, wanted: Wanted): Promise<readonly string[]> {
  const { changes, refusals } = await planOf(ports, desired, wanted);
  expect(refusals).toEqual([]);
  const results = await applyChanges(changes, { ports, account, pause: noPause });
  return results.map(({ change, status, error = "" }) => `${change.step} ${change.action} ${change.address} ${status}${error}`);
}

async function policyOf(ports: Ports): Promise<string> {
  return (await ports.s3.getBucketPolicy({ Bucket: bucket })).Policy ?? "";
}

describe("a bucket", () => {
  test("is encrypted before its policy asks for it, and a second plan is empty", async () => {
    const { ports, key } = openStorage();
    const desired = desiredStorage({ bucket, key });
    const wanted = wantedOf({ bucket, key });
    expect(await applyAll(ports, desired, wanted)).toEqual([
      expect.stringMatching(/^10 update kms-key-rotation\/.* done$/),
      `22 update s3-bucket-encryption/${bucket} done`,
      `99 create s3-bucket-policy/${bucket}/${prefix} done`,
    ]);
    expect((await planOf(ports, desired, wanted)).changes).toEqual([]);
    expect(await ports.s3.getBucketEncryption({ Bucket: bucket })).toMatchObject({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key },
            BucketKeyEnabled: true,
            BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] },
          },
        ],
      },
    });
    expect(await ports.kms.getKeyRotationStatus({ KeyId: key })).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  });

  test("that lost its public access block gets it back", async () => {
    const { ports, key } = openStorage();
    const storage = { bucket, key };
    await applyAll(ports, desiredStorage(storage), wantedOf(storage));
    await ports.s3.putPublicAccessBlock({ Bucket: bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    expect(await applyAll(ports, desiredStorage(storage), wantedOf(storage))).toEqual([`24 update s3-public-access-block/${bucket} done`]);
  });

  test("that is no longer governed loses our statements, and keeps encryption, block, rotation and what others wrote", async () => {
    const { ports, key } = openStorage();
    const others = { Sid: "Theirs", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: `arn:aws:s3:::${bucket}` };
    await ports.s3.putBucketPolicy({ Bucket: bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [others] }) });
    const storage = { bucket, key };
    await applyAll(ports, desiredStorage(storage), wantedOf(storage));
    expect(JSON.parse(await policyOf(ports))).toMatchObject({ Statement: [others, {}, {}] });
    expect(await applyAll(ports, desiredStorage(), wantedOf())).toEqual([`99 delete s3-bucket-policy/${bucket}/${prefix} done`]);
    expect(JSON.parse(await policyOf(ports))).toEqual({ Version: "2012-10-17", Statement: [others] });
  });

  test("keeps the rotation period that somebody chose", async () => {
    const { ports, key } = openStorage();
    await ports.kms.enableKeyRotation({ KeyId: key, RotationPeriodInDays: 90 });
    const storage = { bucket, key };
    const done = await applyAll(ports, desiredStorage(storage), wantedOf(storage));
    expect(done.filter((line) => line.includes("kms-key-rotation"))).toEqual([]);
  });

  test("whose key cannot be rotated is governed without", async () => {
    const { sandbox, ports } = openLake({ catalog: { databases: [] } });
    seedBucket(sandbox, bucket);
    const key = seedKey(sandbox, { Origin: "EXTERNAL" });
    const storage = { bucket, key };
    const { changes } = await planOf(ports, desiredStorage(storage), wantedOf(storage));
    expect(changes.map(({ kind }) => kind)).toEqual(["s3-bucket-encryption", "s3-bucket-policy"]);
  });

  test.each([
    ["alias", () => "alias/adw"],
    ["alias's ARN", (key: string) => key.replace(/key\/.*$/, "alias/adw")],
    ["id", (key: string) => key.slice(key.indexOf("/") + 1)],
  ])("whose default names its key by %s gets the ARN, and nobody gains anything", async (_form, nameOf) => {
    const { ports, key } = openStorage();
    const [desired, wanted] = [desiredStorage({ bucket, key }), wantedOf({ bucket, key })];
    await applyAll(ports, desired, wanted);
    const named = async (name: string): Promise<readonly string[]> => {
      const Rules = [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: name },
          BucketKeyEnabled: true,
          BlockedEncryptionTypes: { EncryptionType: ["SSE-C" as const] },
        },
      ];
      await ports.s3.putBucketEncryption({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } });
      const { changes } = await planOf(ports, desired, wanted);
      return changes.map(({ kind, impact }) => `${kind} ${impact}`);
    };
    expect(await named(nameOf(key))).toEqual(["s3-bucket-encryption neutral"]);
    expect(await applyAll(ports, desired, wanted)).toHaveLength(1);
    expect((await planOf(ports, desired, wanted)).changes).toEqual([]);
  });

  test("whose default names another key by an alias, or a key that nobody knows, may open something", async () => {
    const { sandbox, ports } = openLake({ catalog: { databases: [] }, roles: ["etl"] });
    seedBucket(sandbox, bucket);
    const key = seedKey(sandbox);
    seedAlias(sandbox, "alias/other", seedKey(sandbox));
    const [desired, wanted] = [desiredStorage({ bucket, key }), wantedOf({ bucket, key })];
    await applyAll(ports, desired, wanted);
    for (const KMSMasterKeyID of ["alias/other", "alias/nobody"]) {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID } }];
      await ports.s3.putBucketEncryption({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } });
      const { changes } = await planOf(ports, desired, wanted);
      expect(changes.map(({ kind, impact }) => `${kind} ${impact}`)).toEqual(["s3-bucket-encryption widens"]);
    }
  });

  test("somebody wrote into after the plan is not written, and nothing after it is started", async () => {
    const { ports, key } = openStorage();
    const storage = { bucket, key };
    const { changes } = await planOf(ports, desiredStorage(storage), wantedOf(storage));
    const theirs = { Sid: "Theirs", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: `arn:aws:s3:::${bucket}` };
    await ports.s3.putBucketPolicy({ Bucket: bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [theirs] }) });
    const results = await applyChanges(changes, { ports, account, pause: noPause });
    expect(results.map(({ status }) => status)).toEqual(["done", "done", "failed"]);
    expect(JSON.parse(await policyOf(ports))).toEqual({ Version: "2012-10-17", Statement: [theirs] });
  });
});

test("a snapshot of buckets and keys is read back as it was, and plans the same", async () => {
  const { ports, key } = openStorage();
  const storage = { bucket, key };
  const live = await readStorageLake(ports, wantedOf(storage));
  const parsed = parseSnapshot(formatSnapshot(live, { name: "lakegrade", version: "0" }), "snapshot.json");
  if ("diagnostic" in parsed) throw new Error(parsed.diagnostic.message);
  expect(parsed.live.facts).toEqual(live.facts);
  const [fromFile, fromAccount] = await Promise.all(
    [parsed.live, live].map((state) => reconcile(state, desiredStorage(storage), undefined)),
  );
  expect(fromFile?.changes).toEqual(fromAccount?.changes);
  expect(fromFile?.changes).toHaveLength(3);
});
