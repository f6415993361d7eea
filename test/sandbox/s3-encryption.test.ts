/** Which key an object is encrypted with, and who may write and read it: S3's policies and the key's together. */

import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { PutObjectCommandInput, S3Client, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import { DescribeKeyCommand, DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";

import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { account, clientsOf, errorOf, region, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";

const Bucket = "adw-claims";
const arn = `arn:aws:s3:::${Bucket}`;

interface Scene {
  readonly sandbox: Sandbox;
  readonly s3: S3Client;
  readonly keyArn: string;
  readonly otherArn: string;
}

/** A bucket whose default is the first of two keys, which is `alias/adw`. */
async function scene(options: Partial<SandboxOptions> = {}, more: ServerSideEncryptionRule = {}): Promise<Scene> {
  const sandbox = testSandbox(options);
  seedBucket(sandbox, Bucket);
  const [keyArn, otherArn] = [seedKey(sandbox), seedKey(sandbox)];
  seedAlias(sandbox, "alias/adw", keyArn);
  const { s3 } = clientsOf(sandbox);
  const byDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true, ...more }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return { sandbox, s3, keyArn, otherArn };
}

const put = (more: Partial<PutObjectCommandInput> = {}): PutObjectCommand =>
  new PutObjectCommand({ Bucket, Key: "claims/a", Body: "text", ...more });
const get = (more: object = {}): GetObjectCommand => new GetObjectCommand({ Bucket, Key: "claims/a", ...more });

const setPolicy = (s3: S3Client, ...statements: readonly object[]): Promise<unknown> =>
  s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }));

const deny = (Condition: object, Action = "s3:PutObject") => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: `${arn}/*`,
  Condition,
});

const within = (value: string) => ({
  Effect: "Allow",
  Action: "kms:GenerateDataKey",
  Resource: "*",
  Condition: {
    StringEquals: { "kms:EncryptionContext:aws:s3:arn": value, "kms:ViaService": `s3.${region}.amazonaws.com` },
  },
});

const kms = "aws:kms" as const;

describe("an object is encrypted", () => {
  test("as the bucket says when its writer says nothing", async () => {
    const { s3, keyArn } = await scene();
    const expected = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn, BucketKeyEnabled: true };
    const { ETag, ...shown } = await s3.send(put());
    expect(shown).toMatchObject(expected);
    expect(ETag).not.toBe('"1cb251ec0d568de6a929b520c4aed8d1"');
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "claims/a" }))).toMatchObject(expected);
  });

  test("with the managed key aws/s3 when its writer asks for KMS and names no key", async () => {
    const { sandbox, s3, keyArn } = await scene();
    const { SSEKMSKeyId: used } = await s3.send(put({ ServerSideEncryption: kms }));
    const { KeyMetadata: managed } = await clientsOf(sandbox).kms.send(new DescribeKeyCommand({ KeyId: used }));
    expect(managed?.KeyManager).toBe("AWS");
    expect(used).not.toBe(keyArn);
  });

  test.each(["alias", "id", "ARN", "alias ARN"])("with the key its writer names by %s", async (form) => {
    const { sandbox, s3, otherArn } = await scene();
    seedAlias(sandbox, "alias/other", otherArn);
    const names: Record<string, string> = {
      alias: "alias/other",
      id: otherArn.replace(/.*\//, ""),
      ARN: otherArn,
      "alias ARN": `arn:aws:kms:${region}:${account}:alias/other`,
    };
    const { SSEKMSKeyId: used } = await s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId: names[form] }));
    expect(used).toBe(otherArn);
  });

  test("with SSE-S3 when its writer asks for it", async () => {
    const { s3 } = await scene();
    const shown = await s3.send(put({ ServerSideEncryption: "AES256" }));
    expect([shown.ServerSideEncryption, shown.SSEKMSKeyId]).toEqual(["AES256", undefined]);
  });

  test("not with what does not go together", async () => {
    const { s3, keyArn } = await scene();
    expect((await errorOf(s3.send(put({ SSEKMSKeyId: keyArn })))).name).toBe("InvalidArgument");
    expect((await errorOf(s3.send(put({ ServerSideEncryption: "AES256", SSEKMSKeyId: keyArn })))).name).toBe("InvalidArgument");
    // @ts-expect-error: the value is wrong on purpose
    expect((await errorOf(s3.send(put({ ServerSideEncryption: "rot13" })))).name).toBe("InvalidArgument");
  });

  test("not with keys that are absent, elsewhere, disabled, being deleted or asymmetric", async () => {
    const { sandbox, s3, keyArn, otherArn } = await scene();
    const { kms: keys } = clientsOf(sandbox);
    const named = async (SSEKMSKeyId: string): Promise<{ name: string; status: number | undefined }> => {
      const { name, status } = await errorOf(s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId })));
      return { name, status };
    };
    expect(await named("alias/absent")).toEqual({ name: "KMS.NotFoundException", status: 400 });
    expect(await named(keyArn.replace(region, "us-east-1"))).toEqual({ name: "KMS.NotFoundException", status: 400 });
    expect(await named(seedKey(sandbox, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }))).toEqual({
      name: "KMS.InvalidKeyUsageException",
      status: 400,
    });
    await keys.send(new ScheduleKeyDeletionCommand({ KeyId: otherArn }));
    expect(await named(otherArn)).toEqual({ name: "KMS.KMSInvalidStateException", status: 400 });
    await s3.send(put());
    await keys.send(new DisableKeyCommand({ KeyId: keyArn }));
    expect((await errorOf(s3.send(put()))).name).toBe("KMS.DisabledException");
    expect((await errorOf(s3.send(get()))).name).toBe("KMS.DisabledException");
  });

  test("with a customer's key only where that is not blocked, and read with that key only", async () => {
    const key = { SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
    const blocked = await scene({}, { BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] } });
    expect(await errorOf(blocked.s3.send(put(key)))).toMatchObject({ name: "AccessDenied", status: 403 });
    const { s3 } = await scene({}, { BlockedEncryptionTypes: { EncryptionType: ["NONE"] } });
    expect(await s3.send(put(key))).toMatchObject({ SSECustomerAlgorithm: "AES256" });
    expect((await errorOf(s3.send(get()))).name).toBe("InvalidRequest");
    expect((await errorOf(s3.send(get({ ...key, SSECustomerKey: "x".repeat(32) })))).name).toBe("InvalidRequest");
    expect(await (await s3.send(get(key))).Body?.transformToString()).toBe("text");
  });
});

describe("a writer", () => {
  const write = { Effect: "Allow", Action: "s3:PutObject", Resource: `${arn}/*` };

  test("needs S3's leave and the key's", async () => {
    const { sandbox, keyArn, otherArn } = await scene();
    const withKey = await assume(sandbox, "writer", write, { Effect: "Allow", Action: "kms:GenerateDataKey", Resource: keyArn });
    await withKey.s3.send(put());
    expect((await errorOf(withKey.s3.send(put({ ServerSideEncryption: kms, SSEKMSKeyId: otherArn })))).message).toContain(otherArn);
    const withoutKey = await assume(sandbox, "no-key", write);
    const error = await errorOf(withoutKey.s3.send(put()));
    expect(error).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(error.message).toContain(`kms:GenerateDataKey on resource: "${keyArn}"`);
    const withoutS3 = await assume(sandbox, "no-s3", { Effect: "Allow", Action: "kms:*", Resource: "*" });
    expect((await errorOf(withoutS3.s3.send(put()))).message).toContain("s3:PutObject");
  });

  test("needs no leave for the managed key", async () => {
    const { sandbox } = await scene();
    const { s3 } = await assume(sandbox, "writer", write);
    expect((await s3.send(put({ ServerSideEncryption: kms }))).ServerSideEncryption).toBe(kms);
  });

  test("sees the bucket as encryption context with a bucket key, the object without", async () => {
    const { sandbox } = await scene();
    const byBucket = await assume(sandbox, "by-bucket", write, within(arn));
    await byBucket.s3.send(put());
    expect((await errorOf(byBucket.s3.send(put({ BucketKeyEnabled: false })))).name).toBe("AccessDenied");
    const byObject = await assume(sandbox, "by-object", write, within(`${arn}/claims/a`));
    await byObject.s3.send(put({ BucketKeyEnabled: false }));
    expect((await errorOf(byObject.s3.send(put()))).name).toBe("AccessDenied");
  });

  test("is held by a permissions boundary", async () => {
    const { sandbox } = await scene();
    const { iam, sts, s3 } = clientsOf(sandbox);
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...write, Action: "s3:GetObject" }] });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument }));
    const trust = { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await iam.send(new CreateRoleCommand({ RoleName: "bound", AssumeRolePolicyDocument, PermissionsBoundary: Policy?.Arn }));
    await setPolicy(s3, { ...write, Principal: { AWS: account } });
    const RoleArn = `arn:aws:iam::${account}:role/bound`;
    const { Credentials: issued } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
    const bound = clientsOf(sandbox, {
      accessKeyId: issued?.AccessKeyId ?? "",
      secretAccessKey: issued?.SecretAccessKey ?? "",
      sessionToken: issued?.SessionToken ?? "",
    });
    expect((await errorOf(bound.s3.send(put({ ServerSideEncryption: kms })))).name).toBe("AccessDenied");
  });
});

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
