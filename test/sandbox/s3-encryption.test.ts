/** Which key an object is encrypted with, and what its writer needs: S3's leave and the key's together. */

import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { DescribeKeyCommand, DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreatePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";

import { seedAlias, seedKey } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, region } from "./clients.ts";
import { assume, sessionOf } from "./role-session.ts";
import { Bucket, arn, get, kms, put, scene, setPolicy, within } from "./encrypted-bucket.ts";

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
    const { iam, s3 } = clientsOf(sandbox);
    const PolicyDocument = policyOf({ ...write, Action: "s3:GetObject" });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument }));
    const trust = { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = policyOf(trust);
    await iam.send(new CreateRoleCommand({ RoleName: "bound", AssumeRolePolicyDocument, PermissionsBoundary: Policy?.Arn }));
    await setPolicy(s3, { ...write, Principal: { AWS: account } });
    const bound = clientsOf(sandbox, await sessionOf(sandbox, `arn:aws:iam::${account}:role/bound`));
    expect((await errorOf(bound.s3.send(put({ ServerSideEncryption: kms })))).name).toBe("AccessDenied");
  });
});
