/** Reading keys, those of the Data Catalog as well: what is not there is an answer, what may not be seen is not taken for it. */

import { describe, expect, test } from "vitest";

import { readStorage } from "../../src/reconciler/read/storage.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { directPorts } from "../direct-ports.ts";
import { account } from "../governed-lake.ts";
import { counting, denying, open, place, wanting } from "./counted-storage.ts";

describe("keys", () => {
  test("are one by whatever name, with aliases, policy, grants and rotation", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox);
    for (const alias of ["alias/adw", "alias/also"]) seedAlias(sandbox, alias, arn);
    await ports.kms.enableKeyRotation({ KeyId: arn, RotationPeriodInDays: 180 });
    const { keys, unread } = await readStorage(ports, place, wanting({ keys: ["alias/adw", arn] }));
    expect(unread).toEqual([]);
    expect(keys).toMatchObject([
      {
        arn,
        aliases: ["alias/adw", "alias/also"],
        state: "Enabled",
        manager: "CUSTOMER",
        grants: [],
        rotation: { enabled: true, periodInDays: 180 },
      },
    ]);
    expect(keys[0]?.policy).toContain("kms:*");
    expect((await readStorage(directPorts(sandbox, { pageSize: 1 }), place, undefined)).keys).toEqual(keys);
  });

  test("of governed buckets are read, those of other buckets are not", async () => {
    const { sandbox, ports } = open();
    const keys = ["governed", "another"].map((Bucket) => {
      seedBucket(sandbox, Bucket);
      return { Bucket, KMSMasterKeyID: seedKey(sandbox) };
    });
    for (const { Bucket, KMSMasterKeyID } of keys) {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID } }];
      await ports.s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
    }
    const read = await readStorage(ports, place, wanting({ buckets: ["governed"] }));
    expect(read.keys.map(({ arn }) => arn)).toEqual([keys[0]?.KMSMasterKeyID]);
    expect((await readStorage(ports, place, undefined)).keys).toHaveLength(2);
  });

  test("that do not exist are left out: a name that no key has, a bucket's key that is gone", async () => {
    const { sandbox, ports } = open();
    seedBucket(sandbox, "governed");
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: "alias/gone" } }];
    await ports.s3.putBucketEncryption({ Bucket: "governed", ServerSideEncryptionConfiguration: { Rules } });
    expect(await readStorage(ports, place, wanting({ buckets: ["governed"], keys: ["alias/nowhere"] }))).toMatchObject({
      keys: [],
      unread: [],
    });
  });

  test.each(["getKeyPolicy", "listGrants", "getKeyRotationStatus"] as const)(
    "without %s stop a plan when they are governed",
    async (operation) => {
      const { sandbox, ports } = open();
      const arn = seedKey(sandbox);
      seedAlias(sandbox, "alias/adw", arn);
      const kms = { [operation]: denying("KMS", operation, "AccessDeniedException") };
      const counted = counting(ports, { kms }).ports;
      const wanted = await readStorage(counted, place, wanting({ keys: ["alias/adw"] }));
      expect(wanted.unread).toMatchObject([{ kind: "keys", what: expect.stringContaining(arn) }]);
      expect(wanted.unread[0]).not.toHaveProperty("isolated");
      expect(wanted.keys).toHaveLength(1);
      expect((await readStorage(counted, place, undefined)).unread).toMatchObject([{ kind: "keys", isolated: true }]);
    },
  );

  test("that may not be described stop a plan when they are governed, and are not left out as if they did not exist", async () => {
    const { sandbox, ports } = open();
    seedAlias(sandbox, "alias/adw", seedKey(sandbox));
    const describeKey = denying("KMS", "DescribeKey", "AccessDeniedException");
    const { keys, unread } = await readStorage(counting(ports, { kms: { describeKey } }).ports, place, wanting({ keys: ["alias/adw"] }));
    expect([keys, unread]).toMatchObject([[], [{ kind: "keys", what: "key alias/adw" }]]);
  });

  test("are found by alias when aliases may not be listed", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox);
    seedAlias(sandbox, "alias/adw", arn);
    const listAliases = denying("KMS", "ListAliases", "AccessDeniedException");
    const { keys, unread } = await readStorage(counting(ports, { kms: { listAliases } }).ports, place, wanting({ keys: ["alias/adw"] }));
    expect(keys).toMatchObject([{ arn, aliases: ["alias/adw"] }]);
    expect(unread).toMatchObject([{ kind: "keys", isolated: true }]);
  });

  test("in a state in which KMS does not tell everything do not stop a plan for it", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox);
    const listGrants = denying("KMS", "ListGrants", "KMSInvalidStateException");
    const { keys, unread } = await readStorage(counting(ports, { kms: { listGrants } }).ports, place, wanting({ keys: [arn] }));
    expect(keys[0]).not.toHaveProperty("grants");
    expect(unread).toMatchObject([{ kind: "keys", isolated: true }]);
  });

  test("of another account are described, and their policy and grants are not known", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox).replace(account, "444455556666");
    const describeKey = () => Promise.resolve({ KeyMetadata: { KeyId: "x", Arn: arn, KeyState: "Enabled" as const }, $metadata: {} });
    const { ports: counted, calls } = counting(ports, { kms: { describeKey } });
    const { keys, unread } = await readStorage(counted, place, wanting({ keys: [arn] }));
    expect(keys).toMatchObject([{ arn, state: "Enabled" }]);
    expect(keys[0]).not.toHaveProperty("policy");
    expect(unread).toMatchObject([{ kind: "keys", reason: "the key belongs to another account", isolated: true }]);
    expect(calls).not.toHaveProperty("getKeyPolicy");
  });

  test("of another account that may not be described stop nothing: no permission of this one would show them", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox).replace(account, "444455556666");
    const describeKey = denying("KMS", "DescribeKey", "AccessDeniedException");
    const { keys, unread } = await readStorage(counting(ports, { kms: { describeKey } }).ports, place, wanting({ keys: [arn] }));
    expect([keys, unread]).toMatchObject([[], [{ kind: "keys", what: expect.stringContaining(arn), isolated: true }]]);
  });

  test("that are about to be deleted say when", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox);
    const at = new Date("2026-12-24T10:00:00Z");
    const KeyMetadata = { KeyId: arn, Arn: arn, KeyState: "PendingDeletion" as const, DeletionDate: at };
    const describeKey = () => Promise.resolve({ KeyMetadata, $metadata: {} });
    const { keys } = await readStorage(counting(ports, { kms: { describeKey } }).ports, place, wanting({ keys: [arn] }));
    expect(keys).toMatchObject([{ state: "PendingDeletion", deletionDate: "2026-12-24T10:00:00.000Z" }]);
  });

  test("that KMS does not rotate have no rotation, and are whole", async () => {
    const { sandbox, ports } = open();
    const arn = seedKey(sandbox, { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" });
    const { keys, unread } = await readStorage(ports, place, wanting({ keys: [arn] }));
    expect([keys[0]?.rotation, unread]).toEqual([undefined, []]);
  });
});

describe("the Data Catalog", () => {
  test("tells its keys, those that are in use only", async () => {
    const { sandbox, ports } = open();
    const wanted = wanting({ keys: [seedKey(sandbox)] });
    expect((await readStorage(ports, place, wanted)).catalogKeys).toEqual([]);
    const direct = ports.glue as unknown as Readonly<Record<string, (input: object) => Promise<unknown>>>;
    await direct["putDataCatalogEncryptionSettings"]?.({
      DataCatalogEncryptionSettings: {
        EncryptionAtRest: { CatalogEncryptionMode: "SSE-KMS", SseAwsKmsKeyId: "alias/catalog" },
        ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: false, AwsKmsKeyId: "alias/unused" },
      },
    });
    expect((await readStorage(ports, place, wanted)).catalogKeys).toEqual(["alias/catalog"]);
  });

  test("that does not tell its keys stops a plan that governs keys", async () => {
    const { sandbox, ports } = open();
    const getDataCatalogEncryptionSettings = denying("Glue", "GetDataCatalogEncryptionSettings");
    const glue = { ...ports.glue, getDataCatalogEncryptionSettings };
    const { unread } = await readStorage({ ...ports, glue }, place, wanting({ keys: [seedKey(sandbox)] }));
    expect(unread).toMatchObject([{ kind: "catalog-keys", what: "encryption settings of the Data Catalog" }]);
    expect(unread[0]).not.toHaveProperty("isolated");
  });
});
