/** Default encryption, public access blocks and rotation: what a change does to access, and what is never written. */

import { describe, expect, test } from "vitest";

import { kmsKeyRotation } from "../../src/kinds/kms-key-rotation/kind.ts";
import type { AnyKind } from "../../src/kinds/registry.ts";
import { kindNamed } from "../../src/kinds/registry.ts";
import { s3BucketEncryption } from "../../src/kinds/s3-bucket-encryption/kind.ts";
import { s3PublicAccessBlock } from "../../src/kinds/s3-public-access-block/kind.ts";
import type { Outcome } from "../../src/kinds/kind.ts";
import type { Ports } from "../../src/aws/ports.ts";
import { liveWith } from "./bucket-policies.ts";
import { changeOf, outcomesOf } from "./changes.ts";

const bucket = "adw-claims";
const key = "arn:aws:kms:ap-northeast-2:111122223333:key/1";

const encrypted = (algorithm: string, of: string | null, ...blocked: string[]) => ({
  bucket,
  algorithm,
  key: of,
  bucketKey: true,
  blocked,
});

describe("a change of encryption", () => {
  test.each([
    ["from S3's keys to one of one's own", encrypted("AES256", null), encrypted("aws:kms", key), "narrows"],
    ["from AWS's key to one of one's own", encrypted("aws:kms", null), encrypted("aws:kms", key), "narrows"],
    ["back to S3's keys", encrypted("aws:kms", key), encrypted("AES256", null), "widens"],
    ["back to AWS's key", encrypted("aws:kms", key), encrypted("aws:kms", null), "widens"],
    ["to another key", encrypted("aws:kms", key), encrypted("aws:kms", `${key}2`), "widens"],
    ["that refuses more", encrypted("aws:kms", key), encrypted("aws:kms", key, "SSE-C"), "narrows"],
    ["that refuses less", encrypted("aws:kms", key, "SSE-C"), encrypted("aws:kms", key), "widens"],
    ["from an alias to the key that it means", { ...encrypted("aws:kms", "alias/adw"), keyArn: key }, encrypted("aws:kms", key), "neutral"],
    [
      "from an alias that means another key",
      { ...encrypted("aws:kms", "alias/adw"), keyArn: `${key}2` },
      encrypted("aws:kms", key),
      "widens",
    ],
    ["from an alias of which nobody knows the key", encrypted("aws:kms", "alias/adw"), encrypted("aws:kms", key), "widens"],
    ["of the algorithm with one key", encrypted("aws:kms", key), encrypted("aws:kms:dsse", key), "neutral"],
  ] as const)("%s", (_what, before, after, impact) => {
    expect(s3BucketEncryption.impact(before, after)).toBe(impact);
  });
});

test("a flag of the public access block that goes widens, whatever comes", () => {
  const block = { bucket, blockPublicAcls: true, ignorePublicAcls: false, blockPublicPolicy: true, restrictPublicBuckets: false };
  expect(s3PublicAccessBlock.impact(block, { ...block, blockPublicPolicy: false, ignorePublicAcls: true })).toBe("widens");
  expect(s3PublicAccessBlock.impact(block, { ...block, ignorePublicAcls: true })).toBe("narrows");
});

/** Applies a creation without any AWS: a call would throw. */
async function applyAlone(kind: AnyKind, after: unknown): Promise<Outcome | undefined> {
  const [outcome] = await outcomesOf(kind, { ports: {} as Ports }, [changeOf(kind, null, after)]);
  return outcome;
}

describe("what a plan file may ask for and nobody gets", () => {
  test("rotation switched off", async () => {
    const outcome = await applyAlone(kindNamed("kms-key-rotation"), { key, enabled: false, periodInDays: null });
    expect(outcome).toMatchObject({ status: "failed", error: expect.stringContaining("never switched off") });
  });

  test("an encryption that is none", async () => {
    const outcome = await applyAlone(kindNamed("s3-bucket-encryption"), encrypted("rot13", null));
    expect(outcome).toMatchObject({ status: "failed", error: expect.stringContaining("`rot13`") });
  });
});

describe("rotation", () => {
  const wanted = { key, enabled: true, periodInDays: null };
  const live = (rotation: { readonly enabled: boolean; readonly periodInDays?: number } | undefined) => {
    const facts = {
      arn: key,
      aliases: [],
      state: "Enabled",
      manager: "CUSTOMER",
      usage: "",
      spec: "",
      origin: "",
      multiRegion: false,
    } as const;
    const { facts: known = { buckets: [], keys: [], managedPolicies: [], catalogKeys: [], workgroups: [] }, ...rest } = liveWith(
      bucket,
      undefined,
    );
    return { ...rest, facts: { ...known, keys: [{ ...facts, ...(rotation === undefined ? {} : { rotation }) }] } };
  };

  test.each([
    [{ enabled: true, periodInDays: 90 }, 90],
    [{ enabled: true }, null],
    [{ enabled: false, periodInDays: 90 }, null],
  ])("keeps the period of a key that is rotated: %o", (rotation, periodInDays) => {
    expect(kmsKeyRotation.complete?.(wanted, live(rotation))).toEqual({ ...wanted, periodInDays });
  });

  test("of a key of which it is not known is left out", () => {
    expect(kmsKeyRotation.complete?.(wanted, live(undefined))).toBeUndefined();
    expect(kmsKeyRotation.complete?.({ ...wanted, key: "alias/other" }, live({ enabled: true }))).toBeUndefined();
  });
});
