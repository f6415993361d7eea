/** Aliases of KMS through the SDK's client: what they name, where they move, and where AWS does not take them. */

import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";

import { clientsOf, errorOf, nameOf, testSandbox } from "./clients.ts";
import { create } from "./kms-keys.ts";

describe("aliases", () => {
  test("move to another key of the same type and usage", async () => {
    let now = new Date("2026-11-01T00:00:00Z");
    const { kms } = clientsOf(testSandbox({ now: () => now }));
    const former = await create(kms);
    const next = await create(kms);
    const update = (TargetKeyId: string, AliasName = "alias/adw") => kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
    expect(await nameOf(update(next.KeyId))).toBe("NotFoundException");
    await kms.send(new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: former.KeyId }));
    now = new Date("2026-11-02T00:00:00Z");
    await update(next.Arn);
    expect((await kms.send(new DescribeKeyCommand({ KeyId: "alias/adw" }))).KeyMetadata?.KeyId).toBe(next.KeyId);
    expect((await kms.send(new ListAliasesCommand({}))).Aliases).toMatchObject([
      { AliasName: "alias/adw", TargetKeyId: next.KeyId, CreationDate: new Date("2026-11-01T00:00:00Z"), LastUpdatedDate: now },
    ]);

    const asymmetric = await create(kms, { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" });
    expect(await nameOf(update(asymmetric.KeyId))).toBe("ValidationException");
    expect(await nameOf(update("alias/adw"))).toBe("NotFoundException");
    expect(await nameOf(update("12345678-1234-1234-1234-123456789012"))).toBe("NotFoundException");
    expect(await nameOf(update(former.KeyId, "alias/aws/s3"))).toBe("NotAuthorizedException");
    expect(await nameOf(update(former.KeyId, "adw"))).toBe("ValidationException");
    // Away from a key that is to be deleted, but not to it.
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: next.KeyId }));
    await update(former.KeyId);
    expect(await nameOf(update(next.KeyId))).toBe("KMSInvalidStateException");
  });

  test("are names of one key, and not those of AWS", async () => {
    const { kms } = clientsOf(testSandbox());
    const [{ KeyId }, other] = [await create(kms), await create(kms)];
    await kms.send(new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: KeyId }));
    const again = new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: other.KeyId });
    expect((await errorOf(kms.send(again))).name).toBe("AlreadyExistsException");
    expect((await errorOf(kms.send(new CreateAliasCommand({ AliasName: "adw", TargetKeyId: KeyId })))).name).toBe("ValidationException");
    const reserved = new CreateAliasCommand({ AliasName: "alias/aws/s3", TargetKeyId: KeyId });
    expect((await errorOf(kms.send(reserved))).name).toBe("NotAuthorizedException");
    expect((await kms.send(new ListAliasesCommand({ KeyId }))).Aliases).toMatchObject([{ AliasName: "alias/adw", TargetKeyId: KeyId }]);
    expect((await kms.send(new ListAliasesCommand({ KeyId: other.KeyId }))).Aliases).toEqual([]);
    await kms.send(new DeleteAliasCommand({ AliasName: "alias/adw" }));
    expect((await errorOf(kms.send(new DeleteAliasCommand({ AliasName: "alias/adw" })))).name).toBe("NotFoundException");
  });

  test("are not taken by operations that change a key", async () => {
    const { kms } = clientsOf(testSandbox());
    const { KeyId } = await create(kms);
    await kms.send(new CreateAliasCommand({ AliasName: "alias/adw", TargetKeyId: KeyId }));
    expect((await errorOf(kms.send(new DisableKeyCommand({ KeyId: "alias/adw" })))).name).toBe("NotFoundException");
  });

  test("of AWS make the managed key when it is first asked for", async () => {
    const { kms } = clientsOf(testSandbox());
    const first = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(first.KeyMetadata).toMatchObject({ KeyManager: "AWS", KeyState: "Enabled" });
    const second = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(second.KeyMetadata?.Arn).toBe(first.KeyMetadata?.Arn);
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId: first.KeyMetadata?.KeyId }))).toMatchObject({
      KeyRotationEnabled: true,
    });
    const disable = new DisableKeyCommand({ KeyId: first.KeyMetadata?.KeyId });
    expect((await errorOf(kms.send(disable))).name).toBe("AccessDeniedException");
  });
});
