/** KMS through the SDK's client: keys, states, rotation, grants, ciphertext. */

import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";

import { seedRole } from "../../src/sandbox/seed.ts";
import { account, clientsOf, errorOf, region, testSandbox } from "./clients.ts";
import { create } from "./kms-keys.ts";

const day = 24 * 60 * 60 * 1000;

describe("keys", () => {
  test("are symmetric, enabled and the customer's own unless something else is asked", async () => {
    const { kms } = clientsOf(testSandbox());
    const key = await create(kms, { Description: "데이터" });
    expect(key).toEqual({
      AWSAccountId: account,
      KeyId: key.KeyId,
      Arn: `arn:aws:kms:${region}:${account}:key/${key.KeyId}`,
      CreationDate: expect.any(Date),
      Enabled: true,
      Description: "데이터",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyState: "Enabled",
      Origin: "AWS_KMS",
      KeyManager: "CUSTOMER",
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      KeySpec: "SYMMETRIC_DEFAULT",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: false,
    });
    expect(key.KeyId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test("may be asymmetric, for a use that is named and fits", async () => {
    const { kms } = clientsOf(testSandbox());
    expect(await create(kms, { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" })).toMatchObject({
      KeySpec: "RSA_2048",
      EncryptionAlgorithms: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    });
    expect(await create(kms, { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" })).toMatchObject({ MacAlgorithms: ["HMAC_SHA_256"] });
    expect(await create(kms, { KeySpec: "ECC_NIST_P384", KeyUsage: "SIGN_VERIFY" })).toMatchObject({
      SigningAlgorithms: ["ECDSA_SHA_384"],
    });
    expect((await errorOf(kms.send(new CreateKeyCommand({ KeySpec: "RSA_2048" })))).name).toBe("ValidationException");
    const misfit = new CreateKeyCommand({ KeySpec: "HMAC_256", KeyUsage: "SIGN_VERIFY" });
    expect((await errorOf(kms.send(misfit))).name).toBe("ValidationException");
  });

  test("of several Regions have an id of their own form", async () => {
    const { kms } = clientsOf(testSandbox());
    const key = await create(kms, { MultiRegion: true });
    expect(key.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(key.MultiRegionConfiguration).toMatchObject({ MultiRegionKeyType: "PRIMARY", PrimaryKey: { Arn: key.Arn, Region: region } });
  });

  test("are found by id, ARN, alias and alias ARN, in their own Region", async () => {
    const sandbox = testSandbox();
    const { kms } = clientsOf(sandbox);
    const { KeyId, Arn } = await create(kms);
    await kms.send(new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: KeyId }));
    for (const name of [KeyId, Arn, "alias/adw", `arn:aws:kms:${region}:${account}:alias/adw`]) {
      expect((await kms.send(new DescribeKeyCommand({ KeyId: name }))).KeyMetadata?.Arn).toBe(Arn);
    }
    const { kms: away } = clientsOf(sandbox, undefined, { region: "us-east-1" });
    expect(await errorOf(away.send(new DescribeKeyCommand({ KeyId: Arn })))).toMatchObject({
      name: "NotFoundException",
      message: `Invalid arn ${region}`,
    });
    const absent = `arn:aws:kms:${region}:${account}:key/absent`;
    expect(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: absent })))).toEqual({
      name: "NotFoundException",
      message: `Key '${absent}' does not exist`,
      status: 400,
    });
    expect(await errorOf(kms.send(new DescribeKeyCommand({ KeyId: "alias/absent" })))).toMatchObject({
      name: "NotFoundException",
      message: `Alias arn:aws:kms:${region}:${account}:alias/absent is not found.`,
    });
    expect((await errorOf(kms.send(new DescribeKeyCommand({ KeyId: "arn:aws:s3:::adw" })))).name).toBe("InvalidArnException");
  });

  test("are listed in pages", async () => {
    const { kms } = clientsOf(testSandbox());
    const made = await Promise.all([create(kms), create(kms), create(kms)]);
    const first = await kms.send(new ListKeysCommand({ Limit: 2 }));
    const second = await kms.send(new ListKeysCommand({ Limit: 2, Marker: first.NextMarker }));
    expect([first.Truncated, second.Truncated]).toEqual([true, false]);
    const listed = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyArn }) => KeyArn);
    expect(new Set(listed)).toEqual(new Set(made.map(({ Arn }) => Arn)));
    expect(listed).toHaveLength(3);
    expect((await errorOf(kms.send(new ListKeysCommand({ Marker: "x" })))).name).toBe("InvalidMarkerException");
  });
});

describe("key states", () => {
  test("a disabled key is not used, and is described", async () => {
    const { kms } = clientsOf(testSandbox());
    const { KeyId } = await create(kms);
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect((await errorOf(kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" })))).name).toBe("DisabledException");
    expect((await errorOf(kms.send(new EnableKeyRotationCommand({ KeyId })))).name).toBe("DisabledException");
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: "Disabled", Enabled: false });
    await kms.send(new EnableKeyCommand({ KeyId }));
    await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }));
  });

  test("a key is deleted after its waiting period, with its aliases, unless that is cancelled", async () => {
    const clock = { now: new Date("2026-01-01T00:00:00Z") };
    const { kms } = clientsOf(testSandbox({ now: () => clock.now }));
    const { KeyId } = await create(kms);
    await kms.send(new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: KeyId }));
    expect((await errorOf(kms.send(new CancelKeyDeletionCommand({ KeyId })))).name).toBe("KMSInvalidStateException");
    const early = new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 });
    expect((await errorOf(kms.send(early))).name).toBe("ValidationException");
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect((await errorOf(kms.send(new EnableKeyCommand({ KeyId })))).name).toBe("KMSInvalidStateException");
    expect((await errorOf(kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) })))).name).toBe("KMSInvalidStateException");
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe("Disabled");
    const { DeletionDate } = await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(DeletionDate).toEqual(new Date(clock.now.getTime() + 30 * day));
    clock.now = new Date(clock.now.getTime() + 30 * day);
    expect((await kms.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
    expect((await errorOf(kms.send(new DescribeKeyCommand({ KeyId })))).name).toBe("NotFoundException");
  });
});

describe("rotation", () => {
  test("is off, and goes on with a period", async () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const { kms } = clientsOf(testSandbox({ now: () => now }));
    const { KeyId, Arn } = await create(kms);
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyId: Arn, KeyRotationEnabled: false });
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    await kms.send(new EnableKeyRotationCommand({ KeyId }));
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: new Date(now.getTime() + 90 * day),
    });
    await kms.send(new DisableKeyRotationCommand({ KeyId }));
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
    expect((await errorOf(kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 89 })))).name).toBe("ValidationException");
  });

  test("is not for asymmetric keys", async () => {
    const { kms } = clientsOf(testSandbox());
    const { KeyId } = await create(kms, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
    expect((await errorOf(kms.send(new EnableKeyRotationCommand({ KeyId })))).name).toBe("UnsupportedOperationException");
  });
});

describe("grants", () => {
  test("are listed with their grantee until they are revoked", async () => {
    const sandbox = testSandbox();
    const role = seedRole(sandbox, "etl");
    const { kms } = clientsOf(sandbox);
    const { KeyId, Arn } = await create(kms);
    const input = { KeyId, GranteePrincipal: role.arn, Operations: ["Decrypt" as const], Name: "read" };
    const Constraints = { EncryptionContextSubset: { a: "1" } };
    const { GrantId } = await kms.send(new CreateGrantCommand({ ...input, Constraints }));
    expect((await kms.send(new CreateGrantCommand({ ...input, Constraints }))).GrantId).toBe(GrantId);
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([
      {
        KeyId: Arn,
        GrantId,
        Name: "read",
        CreationDate: expect.any(Date),
        GranteePrincipal: role.arn,
        IssuingAccount: `arn:aws:iam::${account}:root`,
        Operations: ["Decrypt"],
        Constraints,
      },
    ]);
    seedRole(sandbox, "etl");
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants?.[0]?.GranteePrincipal).toBe(role.id);
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
    expect((await errorOf(kms.send(new RevokeGrantCommand({ KeyId, GrantId })))).name).toBe("NotFoundException");
  });

  test("are not made for principals that do not exist", async () => {
    const { kms } = clientsOf(testSandbox());
    const { KeyId } = await create(kms);
    const grant = new CreateGrantCommand({ KeyId, GranteePrincipal: `arn:aws:iam::${account}:role/absent`, Operations: ["Decrypt"] });
    expect((await errorOf(kms.send(grant))).name).toBe("InvalidArnException");
  });
});

describe("ciphertext", () => {
  test("opens with its key and its encryption context only", async () => {
    const { kms } = clientsOf(testSandbox());
    const [{ KeyId }, other] = [await create(kms), await create(kms)];
    const EncryptionContext = { b: "2", a: "1" };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("보험"), EncryptionContext }));
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "1", b: "2" } }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("보험");
    expect((await errorOf(kms.send(new DecryptCommand({ CiphertextBlob })))).name).toBe("InvalidCiphertextException");
    const wrongKey = new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: other.KeyId });
    expect((await errorOf(kms.send(wrongKey))).name).toBe("IncorrectKeyException");
    expect((await errorOf(kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from("x") })))).name).toBe("InvalidCiphertextException");
  });

  test("of a data key gives the data key back", async () => {
    const { kms } = clientsOf(testSandbox());
    const { KeyId } = await create(kms);
    const key = await kms.send(new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 24 }));
    expect(key.Plaintext).toHaveLength(24);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(key.Plaintext);
  });
});
