/** Who may write, read, copy and upload in parts where objects are encrypted, and what bucket policies see of it. */

import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { seedBucket } from "../../src/sandbox/seed.ts";
import { account, errorOf, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";
import { Bucket, arn, deny, get, kms, put, scene, setPolicy } from "./encrypted-bucket.ts";

describe("bucket policies see", () => {
  const algorithm = "s3:x-amz-server-side-encryption";
  const keyId = `${algorithm}-aws-kms-key-id`;

  test("the encryption header as it was sent, and nothing where none was", async () => {
    const { s3 } = await scene();
    await setPolicy(s3, deny({ Null: { [algorithm]: "false" }, StringNotEquals: { [algorithm]: "aws:kms" } }));
    await s3.send(put());
    await s3.send(put({ ServerSideEncryption: kms }));
    expect((await errorOf(s3.send(put({ ServerSideEncryption: "AES256" })))).name).toBe("AccessDenied");
    await setPolicy(s3, deny({ StringNotEquals: { [algorithm]: "aws:kms" } }));
    expect((await errorOf(s3.send(put()))).name).toBe("AccessDenied");
  });

  test("the key S3 uses, or the key the request names, by the account's switch", async () => {
    for (const [kmsKeyIdCondition, isDenied] of [
      ["effective", true],
      ["header", false],
    ] as const) {
      const { s3, keyArn, otherArn } = await scene({ kmsKeyIdCondition });
      await setPolicy(s3, deny({ Null: { [keyId]: "false" }, ArnNotEquals: { [keyId]: otherArn } }));
      const outcome = await s3.send(put()).then(
        () => "written",
        (error: unknown) => (error instanceof Error ? error.name : "?"),
      );
      expect([kmsKeyIdCondition, outcome]).toEqual([kmsKeyIdCondition, isDenied ? "AccessDenied" : "written"]);
      expect((await errorOf(s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId: keyArn })))).name).toBe("AccessDenied");
      await s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId: otherArn }));
    }
  });

  test("a KMS header without a key: both statements together refuse it under either switch", async () => {
    for (const kmsKeyIdCondition of ["effective", "header"] as const) {
      const { s3, keyArn } = await scene({ kmsKeyIdCondition });
      const wrongKey = deny({ Null: { [keyId]: "false" }, ArnNotEquals: { [keyId]: keyArn } });
      const noKey = deny({ StringEquals: { [algorithm]: "aws:kms" }, Null: { [keyId]: "true" } });
      await setPolicy(s3, { ...wrongKey, Sid: "Wrong" }, { ...noKey, Sid: "None" });
      await s3.send(put());
      await s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId: keyArn }));
      expect((await errorOf(s3.send(put({ ServerSideEncryption: kms })))).name).toBe("AccessDenied");
    }
  });

  test("a customer's key", async () => {
    const { s3 } = await scene();
    await setPolicy(s3, deny({ Null: { [`${algorithm}-customer-algorithm`]: "false" } }));
    await s3.send(put());
    const key = { SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
    expect((await errorOf(s3.send(put(key)))).message).toContain("explicit deny in a resource-based policy");
  });

  test("the prefix that is listed", async () => {
    const { s3 } = await scene();
    await setPolicy(s3, { ...deny({ StringLike: { "s3:prefix": "claims/*" } }, "s3:ListBucket"), Resource: arn });
    await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "other/" }));
    expect((await errorOf(s3.send(new ListObjectsV2Command({ Bucket, Prefix: "claims/a" })))).name).toBe("AccessDenied");
  });
});

describe("a reader", () => {
  const read = { Effect: "Allow", Action: "s3:GetObject", Resource: `${arn}/*` };

  test("needs kms:Decrypt for the content and not for its description", async () => {
    const { sandbox, s3, keyArn } = await scene();
    await s3.send(put());
    const blind = await assume(sandbox, "blind", read);
    expect((await errorOf(blind.s3.send(get()))).message).toContain(`kms:Decrypt on resource: "${keyArn}"`);
    await blind.s3.send(new HeadObjectCommand({ Bucket, Key: "claims/a" }));
    const seeing = await assume(sandbox, "seeing", read, { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
    expect(await (await seeing.s3.send(get())).Body?.transformToString()).toBe("text");
  });

  test("of the role that a bucket policy keeps out is kept out, whatever IAM allows", async () => {
    const { sandbox, s3 } = await scene();
    await s3.send(put());
    const etl = await assume(sandbox, "etl", { Effect: "Allow", Action: "*", Resource: "*" });
    const analyst = await assume(sandbox, "analyst", { Effect: "Allow", Action: "*", Resource: "*" });
    const exempt = [`arn:aws:iam::${account}:role/etl`, `arn:aws:iam::${account}:user/administrator`];
    const condition = { ArnNotLike: { "aws:PrincipalArn": exempt }, Bool: { "aws:PrincipalIsAWSService": "false" } };
    await setPolicy(s3, { ...read, Effect: "Deny", Principal: "*", Condition: condition });
    await etl.s3.send(get());
    expect((await errorOf(analyst.s3.send(get()))).name).toBe("AccessDenied");
  });

  test("learns that there is no such key only with leave to list", async () => {
    const { sandbox } = await scene();
    const blind = await assume(sandbox, "blind", read);
    expect((await errorOf(blind.s3.send(get({ Key: "absent" })))).name).toBe("AccessDenied");
    const listing = await assume(sandbox, "listing", read, { Effect: "Allow", Action: "s3:ListBucket", Resource: arn });
    expect((await errorOf(listing.s3.send(get({ Key: "absent" })))).name).toBe("NoSuchKey");
  });
});

describe("a copy", () => {
  test("is a read and a write, and encrypted as its own bucket says", async () => {
    const { sandbox, s3, keyArn } = await scene();
    seedBucket(sandbox, "adw-other");
    await s3.send(put());
    const copy = new CopyObjectCommand({ Bucket: "adw-other", Key: "a", CopySource: `${Bucket}/claims/a` });
    expect((await s3.send(copy)).ServerSideEncryption).toBe("AES256");
    const both = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" };
    const blind = await assume(sandbox, "blind", both);
    expect((await errorOf(blind.s3.send(copy))).message).toContain("kms:Decrypt");
    const seeing = await assume(sandbox, "seeing", both, { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
    await seeing.s3.send(copy);
    const writer = await assume(sandbox, "writer", { ...both, Action: "s3:PutObject" });
    expect((await errorOf(writer.s3.send(copy))).message).toContain("s3:GetObject");
  });
});

const only = (creates: boolean) => [
  { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
  {
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: { Bool: { "s3:ObjectCreationOperation": String(creates) } },
  },
];

describe("a multipart upload", () => {
  test("creates its object with its completion, as a put and a copy do, and not before", async () => {
    const sandbox = testSandbox();
    seedBucket(sandbox, Bucket);
    const creator = (await assume(sandbox, "creator", ...only(true))).s3;
    const sender = (await assume(sandbox, "sender", ...only(false))).s3;
    const Key = "claims/big";
    const { UploadId } = await sender.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "text" });
    const { ETag } = await sender.send(part);
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
    const whole = put();
    const copy = new CopyObjectCommand({ Bucket, Key: "claims/b", CopySource: `${Bucket}/claims/a` });
    const denied: [S3Client, typeof complete | typeof whole | typeof copy | typeof part][] = [
      [creator, part],
      [sender, complete],
      [sender, whole],
    ];
    for (const [s3, command] of denied) expect((await errorOf(s3.send(command as typeof whole))).name).toBe("AccessDenied");
    await creator.send(complete);
    await creator.send(whole);
    await creator.send(copy);
    expect((await errorOf(sender.send(copy))).name).toBe("AccessDenied");
  });

  test("begins with GenerateDataKey and goes on with Decrypt", async () => {
    const { sandbox, keyArn } = await scene();
    const write = { Effect: "Allow", Action: "s3:PutObject", Resource: `${arn}/*` };
    const Key = "claims/big";
    const starting = await assume(sandbox, "starting", write, { Effect: "Allow", Action: "kms:GenerateDataKey", Resource: keyArn });
    const { UploadId, SSEKMSKeyId } = await starting.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    expect(SSEKMSKeyId).toBe(keyArn);
    const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "text" });
    expect((await errorOf(starting.s3.send(part))).message).toContain("kms:Decrypt");
    const going = await assume(sandbox, "going", write, { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn });
    const { ETag } = await going.s3.send(part);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload });
    expect((await errorOf(starting.s3.send(complete))).message).toContain("kms:Decrypt");
    expect(await going.s3.send(complete)).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
    expect((await errorOf(going.s3.send(new CreateMultipartUploadCommand({ Bucket, Key })))).message).toContain("kms:GenerateDataKey");
  });
});
