/** Buckets and keys of one account, callers from another of the same organisation: both sides must allow. */

import {
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import {
  CopyObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, region, testSandbox } from "./clients.ts";
import { assumeIn } from "./role-session.ts";

const member = "444455556666";
const third = "777788889999";
const Bucket = "adw-claims";
const Key = "a";
const arn = `arn:aws:s3:::${Bucket}`;
const etl = `arn:aws:iam::${member}:role/etl`;
const administrator = `arn:aws:iam::${account}:user/administrator`;

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const open = { Effect: "Allow", Principal: { AWS: etl }, Action: "s3:*", Resource: [arn, `${arn}/*`] };
const own = { Effect: "Allow", Principal: { AWS: administrator }, Action: "kms:*", Resource: "*" };
const keyOpen = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${member}:root` }, Action: "kms:*", Resource: "*" };

/** The error's name, or that there is none. */
function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: unknown) => (error instanceof Error ? error.name : "unknown"),
  );
}

/** The bucket with one object in the home account, and a role of another account. */
async function scene(bucket: readonly object[], role: readonly object[] = [everything]) {
  const sandbox = testSandbox({ organization: { memberAccounts: [member, third] } });
  const home = clientsOf(sandbox);
  seedBucket(sandbox, Bucket);
  await home.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  const there = await assumeIn(sandbox, member, "etl", ...role);
  if (bucket.length > 0) await home.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(...bucket) }));
  return { sandbox, home, there };
}

describe("a bucket of another account", () => {
  test.each<[string, readonly object[], readonly object[], boolean]>([
    ["when both sides allow", [open], [everything], true],
    ["not when its policy says nothing", [], [everything], false],
    ["not when the caller's policies say nothing", [open], [], false],
    ["when its policy names the account", [{ ...open, Principal: { AWS: member } }], [everything], true],
    ["not when its policy names another role", [{ ...open, Principal: { AWS: `arn:aws:iam::${third}:root` } }], [everything], false],
    ["not when its policy denies", [open, { ...open, Effect: "Deny" }], [everything], false],
    ["not when the caller's policies deny", [open], [everything, { ...everything, Effect: "Deny" }], false],
    [
      "under conditions on whose it is",
      [{ ...open, Condition: { StringEquals: { "aws:PrincipalAccount": member, "s3:ResourceAccount": account } } }],
      [{ ...everything, Condition: { StringEquals: { "aws:ResourceAccount": account } } }],
      true,
    ],
  ])("is read %s", async (_what, bucket, role, allowed) => {
    const { there } = await scene(bucket, role);
    expect(await outcomeOf(there.s3.send(new GetObjectCommand({ Bucket, Key })))).toBe(allowed ? "done" : "AccessDenied");
  });

  test("is configured by others where it lets them, its policy aside", async () => {
    const { there } = await scene([open]);
    await there.s3.send(new GetBucketEncryptionCommand({ Bucket, ExpectedBucketOwner: account }));
    expect(await errorOf(there.s3.send(new GetBucketEncryptionCommand({ Bucket, ExpectedBucketOwner: member })))).toMatchObject({
      status: 403,
    });
    const refused = { name: "MethodNotAllowed", status: 405 };
    expect(await errorOf(there.s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject(refused);
    expect(await errorOf(there.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(open) })))).toMatchObject(refused);
  });

  test("shows its owner, and is not listed among the caller's", async () => {
    const { home, there } = await scene([open]);
    const { Owner: owner } = await home.s3.send(new ListBucketsCommand({}));
    const { Contents: objects = [] } = await there.s3.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }));
    expect(objects.map(({ Owner: { ID } = {} }) => ID)).toEqual([owner?.ID]);
    expect((await there.s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });

  test("keeps what others write when it is bucket owner enforced, and takes nothing otherwise", async () => {
    const { home, there } = await scene([open]);
    await there.s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "y", ACL: "bucket-owner-full-control" }));
    await there.s3.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/b` }));
    expect(await (await home.s3.send(new GetObjectCommand({ Bucket, Key: "c" }))).Body?.transformToString()).toBe("y");
    const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
    await home.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    const { name } = await errorOf(there.s3.send(new PutObjectCommand({ Bucket, Key: "d", Body: "z" })));
    expect(name).toBe("NotImplementedException");
  });

  test("lets nobody in by a public policy while public buckets are restricted", async () => {
    const { home, there } = await scene([]);
    const block = (RestrictPublicBuckets: boolean) =>
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets } });
    await home.s3.send(block(true));
    await home.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf({ ...open, Principal: "*" }) }));
    const { message } = await errorOf(there.s3.send(new GetObjectCommand({ Bucket, Key })));
    expect(message).toContain("RestrictPublicBuckets");
    await home.s3.send(new GetObjectCommand({ Bucket, Key }));
    await home.s3.send(block(false));
    await there.s3.send(new GetObjectCommand({ Bucket, Key }));
  });

  test("names principals of every account, if they are there", async () => {
    const { home } = await scene([open]);
    expect((await home.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toContain(etl);
    const absent = policyOf({ ...open, Principal: { AWS: `arn:aws:iam::${member}:role/absent` } });
    expect((await errorOf(home.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: absent })))).name).toBe("MalformedPolicy");
  });
});

describe("a key of another account", () => {
  const withKey = async (role: readonly object[] = [everything], ...policy: readonly object[]) => {
    const made = await scene([open], role);
    const key = seedKey(made.sandbox);
    seedAlias(made.sandbox, "alias/adw", key);
    if (policy.length > 0) await made.home.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: policyOf(own, ...policy) }));
    return { ...made, key };
  };
  const plain = Buffer.from("secret");

  test.each<[string, readonly object[], readonly object[], boolean]>([
    ["when both sides allow", [everything], [keyOpen], true],
    ["not when its policy says nothing of the account", [everything], [], false],
    ["not when the caller's policies say nothing", [], [keyOpen], false],
    [
      "not by the default policy, which is for its own account",
      [everything],
      [{ ...own, Principal: { AWS: `arn:aws:iam::${account}:root` } }],
      false,
    ],
  ])("is used %s", async (_what, role, policy, allowed) => {
    const { there, key } = await withKey(role, own, ...policy);
    const use = there.kms.send(new EncryptCommand({ KeyId: key, Plaintext: plain }));
    expect(await outcomeOf(use)).toBe(allowed ? "done" : "AccessDeniedException");
  });

  test("is named by ARN or alias ARN, and decrypts what it encrypted there", async () => {
    const { there, key } = await withKey([everything], keyOpen);
    const alias = `arn:aws:kms:${region}:${account}:alias/adw`;
    const { CiphertextBlob } = await there.kms.send(new EncryptCommand({ KeyId: alias, Plaintext: plain }));
    expect((await there.kms.send(new DecryptCommand({ CiphertextBlob }))).KeyId).toBe(key);
    const { KeyMetadata: metadata } = await there.kms.send(new DescribeKeyCommand({ KeyId: alias }));
    expect(metadata).toMatchObject({ Arn: key, AWSAccountId: account });
    for (const KeyId of ["alias/adw", key.slice(key.lastIndexOf("/") + 1)]) {
      expect((await errorOf(there.kms.send(new DescribeKeyCommand({ KeyId })))).name).toBe("NotFoundException");
    }
  });

  test("is not administered from outside, and one that is not there looks the same", async () => {
    const { there, key } = await withKey([everything], keyOpen);
    const refused = { name: "AccessDeniedException", message: expect.stringContaining("does not exist in this Region") as string };
    expect(await errorOf(there.kms.send(new DisableKeyCommand({ KeyId: key })))).toMatchObject(refused);
    expect(await errorOf(there.kms.send(new GetKeyPolicyCommand({ KeyId: key })))).toMatchObject(refused);
    const absent = key.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    expect(await errorOf(there.kms.send(new DescribeKeyCommand({ KeyId: absent })))).toMatchObject(refused);
    const outside = key.replace(account, "000000000000");
    expect(await errorOf(there.kms.send(new DescribeKeyCommand({ KeyId: outside })))).toMatchObject(refused);
  });

  test("is granted to others, who then may pass it on", async () => {
    const { home, there, sandbox, key } = await withKey([everything], keyOpen);
    const other = await assumeIn(sandbox, third, "reader", everything);
    const use = () => other.kms.send(new EncryptCommand({ KeyId: key, Plaintext: plain }));
    expect((await errorOf(use())).name).toBe("AccessDeniedException");
    const grantee = `arn:aws:iam::${third}:role/reader`;
    await there.kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: grantee, Operations: ["Encrypt"] }));
    await use();
    const { Grants: grants = [] } = await home.kms.send(new ListGrantsCommand({ KeyId: key }));
    expect(grants.map(({ IssuingAccount }) => IssuingAccount)).toEqual([`arn:aws:iam::${member}:root`]);
  });

  test("encrypts a bucket's objects for callers of both accounts, whom the key lets in", async () => {
    const { home, there, sandbox, key } = await withKey([everything], keyOpen);
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: key } };
    await home.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    expect((await there.s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "y" }))).SSEKMSKeyId).toBe(key);
    await home.s3.send(new GetObjectCommand({ Bucket, Key: "b" }));
    await home.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: policyOf(own) }));
    expect((await errorOf(there.s3.send(new GetObjectCommand({ Bucket, Key: "b" })))).name).toBe("AccessDenied");
    expect(sandbox.calls().get("s3:GetObject")).toBe(2);
  });

  test("is not what an alias in a bucket's default means to a caller of another account", async () => {
    const { home, there } = await withKey([everything], keyOpen);
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: "alias/adw" } };
    await home.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    await home.s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "y" }));
    expect((await errorOf(there.s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "y" })))).name).toBe("KMS.NotFoundException");
  });
});
