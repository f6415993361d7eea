/** Who may use and change a key: key policies, delegation to IAM, grants, and the lockout check. */

import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import type { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";

import { seedAlias, seedKey, seedRole } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, region, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";

const root = `arn:aws:iam::${account}:root`;
const administrator = `arn:aws:iam::${account}:user/administrator`;

const delegate = { Sid: "Root", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
const own = { Effect: "Allow", Principal: { AWS: administrator }, Action: "kms:*", Resource: "*" };

const dataKey = (KeyId: string, EncryptionContext?: Record<string, string>): GenerateDataKeyCommand =>
  new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", ...(EncryptionContext !== undefined && { EncryptionContext }) });

const put = (kms: KMSClient, KeyId: string, ...statements: readonly object[]): Promise<unknown> =>
  kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(...statements) }));

describe("a key policy", () => {
  test("delegates to the account's IAM policies by default, and is shown as JSON in KMS's layout", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const { Policy = "", PolicyName } = await kms.send(new GetKeyPolicyCommand({ KeyId: seedKey(sandbox) }));
    expect(PolicyName).toBe("default");
    expect(Policy.split("\n")[1]).toBe('  "Version" : "2012-10-17",');
    expect(JSON.parse(Policy)).toEqual({
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [{ Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
    });
  });

  test("shows values as they are, colons included", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const KeyId = seedKey(sandbox);
    await put(kms, KeyId, { ...delegate, Sid: 'a "quoted": b', Condition: { StringLike: { "aws:userid": ['x": y', "{"] } } }, own);
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    expect(JSON.parse(Policy)).toMatchObject({
      Statement: [{ Sid: 'a "quoted": b', Condition: { StringLike: { "aws:userid": ['x": y', "{"] } } }, {}],
    });
    expect((await errorOf(kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "other" })))).name).toBe("NotFoundException");
  });

  test.each([
    ["text that is not JSON", "{", "MalformedPolicyDocumentException"],
    ["no statement", policyOf(), "MalformedPolicyDocumentException"],
    [
      "a role that does not exist",
      policyOf(delegate, { ...own, Principal: { AWS: `arn:aws:iam::${account}:role/absent` } }),
      "MalformedPolicyDocumentException",
    ],
    ["nobody who could change it again", policyOf({ ...delegate, Action: "kms:Decrypt" }), "MalformedPolicyDocumentException"],
    [
      "a denial of the caller",
      policyOf(delegate, { ...own, Effect: "Deny", Action: "kms:PutKeyPolicy" }),
      "MalformedPolicyDocumentException",
    ],
    [
      "a condition that holds for requests without the key",
      policyOf(delegate, { ...own, Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:a": "1" } } }),
      "MalformedPolicyDocumentException",
    ],
    ["more than 32 KiB", policyOf({ ...delegate, Sid: "a".repeat(33_000) }), "LimitExceededException"],
  ])("with %s is refused", async (_what, Policy, name) => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const KeyId = seedKey(sandbox);
    const before = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    expect((await errorOf(kms.send(new PutKeyPolicyCommand({ KeyId, Policy })))).name).toBe(name);
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(before.Policy);
    expect((await errorOf(kms.send(new CreateKeyCommand({ Policy })))).name).toBe(name);
  });

  test("may lock everybody out when the caller insists", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const KeyId = seedKey(sandbox);
    const Policy = policyOf({ ...delegate, Action: "kms:DescribeKey" });
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }));
    expect((await errorOf(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(delegate) })))).name).toBe("AccessDeniedException");
    await kms.send(new DescribeKeyCommand({ KeyId }));
  });

  test("keeps roles by their unique id", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const role = seedRole(sandbox, "etl");
    const KeyId = seedKey(sandbox, { Policy: policyOf(delegate, { ...own, Principal: { AWS: role.arn } }) });
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toContain(role.arn);
    seedRole(sandbox, "etl");
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    expect([Policy?.includes(role.id), Policy?.includes(role.arn)]).toEqual([true, false]);
  });
});

test.each([
  ["the alias of a description", "DescribeKey", { "kms:RequestAlias": "alias/adw" }],
  ["who retires a grant", "CreateGrant", { "kms:RetiringPrincipal": administrator }],
  ["how a grant is constrained", "CreateGrant", { "kms:GrantConstraintType": "EncryptionContextSubset" }],
  ["that a key is the primary of its Regions", "DescribeKey", { "kms:MultiRegionKeyType": "PRIMARY" }],
])("policies see %s", async (_what, action, condition) => {
  const sandbox = testSandbox();
  const key = seedKey(sandbox, { MultiRegion: true });
  seedAlias(sandbox, "alias/adw", key);
  const [name = "", value = ""] = Object.entries(condition)[0] ?? [];
  const reader = await assume(sandbox, "reader", {
    Effect: "Allow",
    Action: `kms:${action}`,
    Resource: key,
    Condition: { StringEquals: { [name]: value } },
  });
  const grant = { KeyId: key, GranteePrincipal: root, Operations: ["Encrypt" as const] };
  const Constraints = { EncryptionContextSubset: { a: "b" } };
  const calls = {
    DescribeKey: () => reader.kms.send(new DescribeKeyCommand({ KeyId: "alias/adw" })),
    CreateGrant: () => reader.kms.send(new CreateGrantCommand({ ...grant, RetiringPrincipal: administrator, Constraints })),
  };
  const other = await assume(sandbox, "other", {
    Effect: "Allow",
    Action: `kms:${action}`,
    Resource: key,
    Condition: { Null: { [name]: "true" } },
  });
  await (action === "DescribeKey" ? calls.DescribeKey() : calls.CreateGrant());
  const without =
    action === "DescribeKey"
      ? new DescribeKeyCommand({ KeyId: "alias/adw" })
      : new CreateGrantCommand({ ...grant, RetiringPrincipal: administrator, Constraints });
  expect((await errorOf(other.kms.send(without as DescribeKeyCommand))).name).toBe("AccessDeniedException");
});

describe("a role", () => {
  const use = { Effect: "Allow", Action: "kms:GenerateDataKey", Resource: "*" };

  test("needs IAM's leave under the default key policy", async () => {
    const sandbox = testSandbox();
    const KeyId = seedKey(sandbox);
    seedAlias(sandbox, "alias/adw", KeyId);
    const writer = await assume(sandbox, "writer", use);
    await writer.kms.send(dataKey("alias/adw"));
    const other = await assume(sandbox, "other", { ...use, Action: "kms:Decrypt" });
    expect(await errorOf(other.kms.send(dataKey(KeyId)))).toMatchObject({
      name: "AccessDeniedException",
      message:
        `User: arn:aws:sts::${account}:assumed-role/other/test is not authorized to perform: kms:GenerateDataKey on resource: "${KeyId}" ` +
        "because no identity-based policy allows the kms:GenerateDataKey action",
    });
    expect((await errorOf(writer.kms.send(new ListKeysCommand({})))).name).toBe("AccessDeniedException");
  });

  test("has no leave by IAM alone where the key policy does not delegate", async () => {
    const sandbox = testSandbox();
    const KeyId = seedKey(sandbox, { Policy: policyOf(own) });
    const writer = await assume(sandbox, "writer", use);
    expect((await errorOf(writer.kms.send(dataKey(KeyId)))).name).toBe("AccessDeniedException");
  });

  test("has leave by the key policy alone, and loses it by a deny of its own", async () => {
    const sandbox = testSandbox();
    const writer = await assume(sandbox, "writer", { ...use, Action: "kms:ListKeys" });
    const denied = await assume(sandbox, "denied", { ...use, Effect: "Deny" });
    const principals = ["writer", "denied"].map((name) => `arn:aws:iam::${account}:role/${name}`);
    const KeyId = seedKey(sandbox, { Policy: policyOf(own, { ...own, Principal: { AWS: principals }, Action: "kms:GenerateDataKey" }) });
    await writer.kms.send(dataKey(KeyId));
    expect((await errorOf(denied.kms.send(dataKey(KeyId)))).message).toContain("with an explicit deny in an identity-based policy");
  });

  test("has leave by a grant, within its encryption context", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const KeyId = seedKey(sandbox, { Policy: policyOf(own) });
    const writer = await assume(sandbox, "writer", { ...use, Action: "kms:ListKeys" });
    await kms.send(
      new CreateGrantCommand({
        KeyId,
        GranteePrincipal: `arn:aws:iam::${account}:role/writer`,
        Operations: ["GenerateDataKey"],
        Constraints: { EncryptionContextSubset: { lake: "adw" } },
      }),
    );
    await writer.kms.send(dataKey(KeyId, { lake: "adw", more: "1" }));
    expect((await errorOf(writer.kms.send(dataKey(KeyId, { lake: "other" })))).name).toBe("AccessDeniedException");
    expect((await errorOf(writer.kms.send(new DisableKeyCommand({ KeyId })))).name).toBe("AccessDeniedException");
  });

  test("meets conditions on the encryption context", async () => {
    const sandbox = testSandbox();
    const KeyId = seedKey(sandbox);
    const writer = await assume(sandbox, "writer", { ...use, Condition: { StringEquals: { "kms:EncryptionContext:lake": "adw" } } });
    await writer.kms.send(dataKey(KeyId, { lake: "adw" }));
    expect((await errorOf(writer.kms.send(dataKey(KeyId)))).name).toBe("AccessDeniedException");
  });
});

test("the managed key aws/s3 is used through S3 only", async () => {
  const sandbox = testSandbox();
  const { kms } = clientsOf(sandbox);
  const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:${region}:${account}:alias/aws/s3` }));
  expect((await errorOf(kms.send(dataKey(key?.KeyId ?? "")))).name).toBe("AccessDeniedException");
  const change = new PutKeyPolicyCommand({ KeyId: key?.KeyId, Policy: policyOf(delegate) });
  expect((await errorOf(kms.send(change))).name).toBe("AccessDeniedException");
});
