/** Reading buckets: what is not there is an answer, what may not be seen is not taken for it. */

import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { AwsError } from "../../src/model/aws-error.ts";
import { readStorage } from "../../src/reconciler/read/storage.ts";
import { seedBucket } from "../../src/sandbox/seed.ts";
import { directPorts } from "../direct-ports.ts";
import { portsOf } from "../governed-lake.ts";
import { clientsOf } from "../sandbox/clients.ts";
import { counting, denying, failing, open, place, wanting } from "./counted-storage.ts";

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
