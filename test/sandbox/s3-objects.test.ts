/** S3 objects: writing, reading, copying, listing, in process and over a socket. */

import { Readable } from "node:stream";

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { seedBucket } from "../../src/sandbox/seed.ts";
import { clientsAt, clientsOf, errorOf, testSandbox } from "./clients.ts";

const Bucket = "adw-claims";

function withBucket(): S3Client {
  const sandbox = testSandbox();
  seedBucket(sandbox, Bucket);
  return clientsOf(sandbox).s3;
}

async function textOf(s3: S3Client, Key: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

const binary = Buffer.from([0, 255, 128, 13, 10, 0]);

async function everyBinding(s3: S3Client): Promise<void> {
  const Key = "a b/../한글/+?&#%.parquet";
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: binary, ContentType: "application/parquet", Metadata: { owner: "x" } }),
  );
  expect(put).toMatchObject({ ServerSideEncryption: "AES256", ETag: '"e9785d4bafdb87457d913b6524078e6c"' });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(got).toMatchObject({ ContentLength: 6, ContentType: "application/parquet", Metadata: { owner: "x" }, ETag: put.ETag });
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(binary);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentLength: 6, ETag: put.ETag, ServerSideEncryption: "AES256" });
  expect(head.LastModified).toBeInstanceOf(Date);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key: listed }) => listed)).toEqual([Key]);
  expect(await errorOf(s3.send(new GetObjectCommand({ Bucket, Key: "absent" })))).toMatchObject({ name: "NoSuchKey", status: 404 });
  expect(await errorOf(s3.send(new HeadObjectCommand({ Bucket, Key: "absent" })))).toMatchObject({ name: "NotFound", status: 404 });
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
}

describe("objects", () => {
  test("are S3's in process", async () => {
    await everyBinding(withBucket());
    expect.assertions(9);
  });

  test("are S3's over a socket, sent whole or as a stream in chunks", async () => {
    const sandbox = testSandbox();
    seedBucket(sandbox, Bucket);
    const listener = await sandbox.listen();
    try {
      const { s3 } = clientsAt(listener.url);
      await everyBinding(s3);
      const Body = Readable.from([Buffer.from("first "), Buffer.from("second")]);
      await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: 12 }));
      expect(await textOf(s3, "stream")).toBe("first second");
      expect.assertions(10);
    } finally {
      await listener.close();
    }
  });

  test("have their MD5 as entity tag with SSE-S3", async () => {
    const s3 = withBucket();
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    expect(ETag).toBe('"0cc175b9c0f1b6a831c399e269772661"');
  });

  test("keep their bucket from being deleted", async () => {
    const s3 = withBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    expect(await errorOf(s3.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({ name: "BucketNotEmpty", status: 409 });
  });

  test("that arrive changed are refused", async () => {
    const s3 = withBucket();
    const put = (digest: object): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a", ...digest }));
    expect((await errorOf(put({ ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }))).name).toBe("BadDigest");
    expect((await errorOf(put({ ChecksumCRC32: "AAAAAA==" }))).name).toBe("BadDigest");
    expect((await errorOf(put({ ChecksumSHA256: "x" }))).name).toBe("InvalidRequest");
    await put({ ChecksumSHA256: "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" });
  });

  test("with members the sandbox would have to ignore are refused", async () => {
    const s3 = withBucket();
    const put = (more: object): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a", ...more }));
    expect((await errorOf(put({ Tagging: "a=1" }))).message).toBe("the lakegrade sandbox does not implement Tagging of PutObject");
    expect((await errorOf(put({ ACL: "public-read" }))).name).toBe("AccessControlListNotSupported");
    expect((await errorOf(put({ StorageClass: "GLACIER" }))).name).toBe("InvalidStorageClass");
    expect((await errorOf(put({ Key: "k".repeat(1025) }))).name).toBe("KeyTooLongError");
    expect((await errorOf(put({ Body: Buffer.alloc(16 * 1024 * 1024 + 1) }))).name).toBe("NotImplementedException");
    await put({ ACL: "bucket-owner-full-control", StorageClass: "STANDARD" });
  });
});

describe("listings", () => {
  test("come in pages, with common prefixes in their place", async () => {
    const s3 = withBucket();
    for (const Key of ["a/1", "a/2", "b", "c/1", "c/2/3", "d"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const rows: (string | undefined)[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 2, ...(token !== undefined && { ContinuationToken: token }) }),
      );
      rows.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix), ...(page.Contents ?? []).map(({ Key }) => Key));
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      token = page.NextContinuationToken;
      pages += 1;
    } while (token !== undefined);
    expect([pages, rows]).toEqual([2, ["a/", "b", "c/", "d"]]);
    const inside = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "c/", Delimiter: "/", StartAfter: "c/1" }));
    expect([inside.Contents, inside.CommonPrefixes]).toEqual([undefined, [{ Prefix: "c/2/" }]]);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).IsTruncated).toBe(false);
  });

  test("encode keys when they are asked to", async () => {
    const s3 = withBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a/한 글", Body: "a" }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
    expect(Contents?.[0]?.Key).toBe("a/%ED%95%9C%20%EA%B8%80");
  });
});

describe("copies", () => {
  test("keep the source's metadata unless new ones replace them", async () => {
    const s3 = withBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "text", Metadata: { owner: "x" } }));
    const { CopyObjectResult } = await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/a%20b` }));
    expect(CopyObjectResult?.LastModified).toBeInstanceOf(Date);
    expect(await textOf(s3, "copy")).toBe("text");
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).Metadata).toEqual({ owner: "x" });
    const replacing = { MetadataDirective: "REPLACE" as const, Metadata: { owner: "y" } };
    await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `/${Bucket}/copy`, ...replacing }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).Metadata).toEqual({ owner: "y" });
  });

  test("onto themselves change something", async () => {
    const s3 = withBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "text" }));
    const onto = new CopyObjectCommand({ Bucket, Key: "a", CopySource: `${Bucket}/a` });
    expect((await errorOf(s3.send(onto))).name).toBe("InvalidRequest");
    expect((await errorOf(s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: "nothing" })))).name).toBe("InvalidArgument");
    expect((await errorOf(s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: "absent/a" })))).name).toBe("NoSuchBucket");
  });
});

describe("multipart uploads", () => {
  const part = Buffer.alloc(5 * 1024 * 1024, "a");

  test("become one object of the parts that are named", async () => {
    const s3 = withBucket();
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "big", ContentType: "text/plain" }));
    const upload = async (PartNumber: number, Body: Buffer) => {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "big", UploadId, PartNumber, Body }));
      return { PartNumber, ETag };
    };
    const parts = [await upload(1, part), await upload(2, Buffer.from("end"))];
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]): Promise<{ ETag?: string | undefined }> =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "big", UploadId, MultipartUpload: { Parts } }));
    expect((await errorOf(complete(parts.toReversed()))).name).toBe("InvalidPartOrder");
    expect((await errorOf(complete([{ PartNumber: 1, ETag: '"other"' }]))).name).toBe("InvalidPart");
    expect((await errorOf(complete([]))).name).toBe("MalformedXML");
    expect((await complete(parts)).ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "big" }))).toMatchObject({
      ContentLength: part.length + 3,
      ContentType: "text/plain",
    });
    expect((await errorOf(complete(parts))).name).toBe("NoSuchUpload");
  });

  test("refuse small parts before the last, and end when they are aborted", async () => {
    const s3 = withBucket();
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "big" }));
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "big", UploadId, PartNumber, Body: "small" }));
      Parts.push({ PartNumber, ETag });
    }
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key: "big", UploadId, MultipartUpload: { Parts } });
    expect((await errorOf(s3.send(complete))).name).toBe("EntityTooSmall");
    const beyond = new UploadPartCommand({ Bucket, Key: "big", UploadId, PartNumber: 10_001, Body: "small" });
    expect((await errorOf(s3.send(beyond))).name).toBe("InvalidArgument");
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "big", UploadId }));
    expect((await errorOf(s3.send(complete))).name).toBe("NoSuchUpload");
    expect((await errorOf(s3.send(new GetObjectCommand({ Bucket, Key: "big" })))).name).toBe("NoSuchKey");
  });
});
