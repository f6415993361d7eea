/** Reading buckets and keys: what is not there is an answer, what may not be seen is not taken for it. */

import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import type { KmsPort, Ports, S3Port } from "../../src/aws/ports.ts";
import { AwsError, categorize } from "../../src/model/aws-error.ts";
import type { Wanted } from "../../src/model/wanted.ts";
import { readStorage } from "../../src/reconciler/read-storage.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { directPorts } from "../direct-ports.ts";
import { account, openLake, portsOf, region } from "../governed-lake.ts";
import { clientsOf } from "../sandbox/clients.ts";

const place = { account, region };

function wanting(wanted: Partial<Wanted>): Wanted {
  return { buckets: [], keys: [], permissionSets: [], groups: [], identityCenter: false, ...wanted };
}

function open() {
  const { sandbox } = openLake({ catalog: { databases: [] } });
  return { sandbox, ports: directPorts(sandbox) };
}

type Calls = Readonly<Record<string, number>>;

/** Ports that count S3's, KMS's, Glue's and Athena's calls, and answer some of them otherwise. */
function counting(ports: Ports, instead: { readonly s3?: Partial<S3Port>; readonly kms?: Partial<KmsPort> } = {}) {
  const calls: Record<string, number> = {};
  const count = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, operation: string) {
        calls[operation] = (calls[operation] ?? 0) + 1;
        return Reflect.get(target, operation) as unknown;
      },
    });
  const { s3, kms, glue, athena } = ports;
  const others = { glue: count(glue), athena: count(athena) };
  const counted = { ...ports, ...others, s3: count({ ...s3, ...instead.s3 }), kms: count({ ...kms, ...instead.kms }) };
  return { ports: counted, calls: calls as Calls };
}

/** An operation that the caller may not use. */
function denying(service: string, operation: string, code = "AccessDenied"): () => Promise<never> {
  return failing(new AwsError(service, operation, code, "no", categorize(code, "no", 403)));
}

function failing(error: AwsError): () => Promise<never> {
  return () => Promise.reject(error);
}

describe("buckets", () => {
  test("without policy, with policy, with their encryption and block: all of it when everything is asked for", async () => {
    const { sandbox, ports } = open();
    for (const name of ["bbb", "aaa"]) seedBucket(sandbox, name);
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::aaa/*" },
    });
    await ports.s3.putBucketPolicy({ Bucket: "aaa", Policy });
    const { buckets, unread } = await readStorage(ports, place, undefined);
    expect(unread).toEqual([]);
    expect(buckets.map(({ name, policy }) => [name, policy === undefined])).toEqual([
      ["aaa", false],
      ["bbb", true],
    ]);
    expect(buckets[1]).toEqual({
      name: "bbb",
      encryption: { algorithm: "AES256", bucketKey: false, blocked: ["SSE-C"] },
      publicAccessBlock: { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
    });
    expect(await readStorage(directPorts(sandbox, { pageSize: 1 }), place, undefined)).toEqual({
      buckets,
      unread,
      keys: [],
      catalogKeys: [],
      workgroups: [],
    });
  });

  test("that no policy governs are listed once and asked for their policies, and nothing else is called", async () => {
    const { sandbox, ports } = open();
    for (const name of ["one", "two"]) seedBucket(sandbox, `bucket-${name}`);
    const { ports: counted, calls } = counting(ports);
    const { buckets } = await readStorage(counted, place, wanting({}));
    expect(buckets).toEqual([{ name: "bucket-one" }, { name: "bucket-two" }]);
    expect(calls).toEqual({ listBuckets: 1, getBucketPolicy: 2 });
  });

  test("that are governed are read whole, others as far as they may share a key", async () => {
    const { sandbox, ports } = open();
    for (const name of ["governed", "another"]) seedBucket(sandbox, name);
    const { buckets } = await readStorage(ports, place, wanting({ buckets: ["governed"] }));
    expect(
      buckets.map(({ name, encryption, publicAccessBlock }) => [name, encryption !== undefined, publicAccessBlock !== undefined]),
    ).toEqual([
      ["another", true, false],
      ["governed", true, true],
    ]);
  });

  test("that do not exist are left out, and are not unread", async () => {
    const { ports } = open();
    expect(await readStorage(ports, place, wanting({ buckets: ["nowhere"] }))).toMatchObject({ buckets: [], unread: [] });
  });

  test("of another Region are told as such, and are not listed", async () => {
    const { sandbox } = open();
    await clientsOf(sandbox, undefined, { region: "eu-west-1" }).s3.send(
      new CreateBucketCommand({ Bucket: "far-away", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    const ports = portsOf(sandbox);
    expect((await readStorage(ports, place, undefined)).buckets).toEqual([]);
    const { unread } = await readStorage(ports, place, wanting({ buckets: ["far-away"] }));
    expect(unread).toEqual([
      {
        kind: "s3-bucket-policy",
        what: "policy of bucket far-away",
        reason: expect.stringMatching(/^it is in another Region: .* in ap-northeast-2/),
      },
    ]);
  });

  test("of another account are told as such", async () => {
    const { ports } = open();
    const getBucketPolicy = denying("S3", "GetBucketPolicy");
    const { unread } = await readStorage(counting(ports, { s3: { getBucketPolicy } }).ports, place, wanting({ buckets: ["theirs"] }));
    expect(unread).toMatchObject([
      { kind: "s3-bucket-policy", reason: expect.stringMatching(/^it belongs to another account, or to another Region/) },
    ]);
  });

  test("that may not be read stop a plan when they are governed, and are one entry otherwise", async () => {
    const { sandbox, ports } = open();
    const names = Array.from({ length: 8 }, (_, index) => `bucket-${index}`);
    for (const name of names) seedBucket(sandbox, name);
    const getBucketPolicy = denying("S3", "GetBucketPolicy");
    const { buckets, unread } = await readStorage(
      counting(ports, { s3: { getBucketPolicy } }).ports,
      place,
      wanting({ buckets: ["bucket-0"] }),
    );
    expect(buckets).toEqual([]);
    expect(unread).toEqual([
      { kind: "s3-bucket-policy", what: "policy of bucket bucket-0", reason: "S3 GetBucketPolicy: AccessDenied: no" },
      {
        kind: "buckets",
        what: "7 buckets: bucket-1, bucket-2, bucket-3, bucket-4, bucket-5 and 2 more",
        reason: "S3 GetBucketPolicy: AccessDenied: no",
        isolated: true,
      },
    ]);
  });

  test("whose encryption or block may not be read are no buckets without", async () => {
    const { sandbox, ports } = open();
    seedBucket(sandbox, "governed");
    const s3 = {
      getBucketEncryption: denying("S3", "GetBucketEncryption"),
      getPublicAccessBlock: denying("S3", "GetPublicAccessBlock"),
    };
    const { buckets, unread } = await readStorage(counting(ports, { s3 }).ports, place, wanting({ buckets: ["governed"] }));
    expect(buckets).toEqual([{ name: "governed" }]);
    expect(unread.map(({ kind, isolated }) => [kind, isolated])).toEqual([
      ["s3-bucket-encryption", undefined],
      ["s3-public-access-block", undefined],
    ]);
  });

  test("that may not be listed are not none: those that are governed are read, and the rest is unread", async () => {
    const { sandbox, ports } = open();
    seedBucket(sandbox, "governed");
    const listBuckets = denying("S3", "ListBuckets");
    const { ports: counted } = counting(ports, { s3: { listBuckets } });
    const { buckets, unread } = await readStorage(counted, place, wanting({ buckets: ["governed"] }));
    expect(buckets.map(({ name }) => name)).toEqual(["governed"]);
    expect(unread).toEqual([{ kind: "buckets", what: "list of the buckets", reason: "S3 ListBuckets: AccessDenied: no", isolated: true }]);
  });

  test.each(["{", "", '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":7,"Resource":"*"}]}'])(
    "whose policy is not understood are unread, never without: %s",
    async (Policy) => {
      const { sandbox, ports } = open();
      seedBucket(sandbox, "governed");
      const getBucketPolicy = () => Promise.resolve({ Policy, $metadata: {} });
      const { buckets, unread } = await readStorage(
        counting(ports, { s3: { getBucketPolicy } }).ports,
        place,
        wanting({ buckets: ["governed"] }),
      );
      expect(buckets).toEqual([]);
      expect(unread).toMatchObject([{ kind: "s3-bucket-policy", reason: expect.stringMatching(/not understood|holds no policy/) }]);
    },
  );

  test("of an S3 that answers without what was asked for are unread", async () => {
    const { sandbox, ports } = open();
    seedBucket(sandbox, "governed");
    const s3 = {
      getBucketEncryption: () => Promise.resolve({ $metadata: {} }),
      getPublicAccessBlock: () => Promise.resolve({ $metadata: {} }),
    };
    const { unread } = await readStorage(counting(ports, { s3 }).ports, place, wanting({ buckets: ["governed"] }));
    expect(unread.map(({ reason }) => reason)).toEqual([expect.stringContaining("EmptyAnswer"), expect.stringContaining("EmptyAnswer")]);
  });

  test("of an S3 that is not reached end the reading", async () => {
    const { ports } = open();
    const listBuckets = failing(new AwsError("S3", "ListBuckets", "ECONNRESET", "gone", "network"));
    await expect(readStorage(counting(ports, { s3: { listBuckets } }).ports, place, wanting({}))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
  });
});

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
