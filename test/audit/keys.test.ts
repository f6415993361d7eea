/** Findings about the keys of governed buckets: who else may use them, and whether a bucket has one of its own. */

import { describe, expect, test } from "vitest";

import * as kmsKeyRotation from "../../src/kinds/kms-key-rotation/spec.ts";
import type { Json } from "../access/scene.ts";
import { account, claimsKey, claimsKeyFacts, findingsOf, seen } from "./estate.ts";
import { bucket, keyPolicy, role, withKey } from "./policies-of-others.ts";

function allow(Principal: unknown, more: Json = {}): Json {
  return { Sid: "S", Effect: "Allow", Principal, Action: "kms:*", Resource: "*", ...more };
}

describe("a key policy", () => {
  const key = expect.stringMatching(/^LGF607 failed key\/.*\/S$/) as string;
  const open = expect.stringMatching(/^LGF608 failed key\/.*\/S$/) as string;

  test("that leaves decryption to IAM is told", () => {
    expect(seen(keyPolicy(allow({ AWS: `arn:aws:iam::${account}:root` })))).toEqual([key]);
    expect(seen(keyPolicy(allow({ AWS: account }, { Action: "kms:PutKeyPolicy" })))).toEqual([]);
  });

  test("that lets others use the key is found", () => {
    expect(seen(keyPolicy(allow({ AWS: "444455556666" })))).toEqual([open]);
    expect(seen(keyPolicy(allow("*")))).toEqual([open]);
    expect(seen(keyPolicy(allow("*", { Condition: { StringEquals: { "kms:ViaService": "s3.ap-northeast-2.amazonaws.com" } } })))).toEqual([
      open,
    ]);
    expect(seen(keyPolicy(allow("*", { Condition: { StringEquals: { "kms:CallerAccount": "444455556666" } } })))).toEqual([open]);
    expect(seen(keyPolicy(allow({ AWS: "444455556666" }, { Action: "kms:CreateGrant" })))).toEqual([open]);
    expect(seen(keyPolicy(allow({ AWS: "444455556666" }, { Action: "kms:DescribeKey" })))).toEqual([]);
  });

  test("of a key that no bucket is governed with is nobody's business", () => {
    const other = { ...claimsKeyFacts, arn: claimsKey.replaceAll("1111-", "2222-"), policy: JSON.stringify({ Statement: [allow("*")] }) };
    expect(seen({ facts: { keys: [claimsKeyFacts, other] } })).toEqual([]);
  });
});

describe("a key", () => {
  test("with grants that decrypt is told, with who holds them", () => {
    const grants = [
      { id: "g1", grantee: role("etl"), operations: ["Decrypt"] },
      { id: "g2", grantee: role("etl"), operations: ["DescribeKey"] },
    ];
    const [finding, ...rest] = findingsOf(withKey({ grants }));
    expect([finding, rest]).toMatchObject([{ code: "LGF609", evidence: { grants: ["g1"] } }, []]);
    expect(finding?.message).toContain(role("etl"));
  });

  test.each([claimsKey, claimsKey.split("/").at(-1) ?? "", "alias/adw-claims", claimsKey.replace(/key\/.*/, "alias/adw-claims")])(
    "that another bucket is encrypted with, too, is found: %s",
    (named) => {
      const encryption = { algorithm: "aws:kms", key: named, bucketKey: true, blocked: [] };
      expect(seen({ facts: { buckets: [{ name: bucket }, { name: "results", encryption }] } })).toEqual([
        expect.stringMatching(/^LGF610 failed key\//),
      ]);
    },
  );

  test("that another account calls by the same id is another key", () => {
    const encryption = { algorithm: "aws:kms", key: claimsKey.replace(account, "444455556666"), bucketKey: true, blocked: [] };
    expect(seen({ facts: { buckets: [{ name: "results", encryption }] } })).toEqual([]);
  });

  test.each([
    ["a key of S3", { algorithm: "AES256", bucketKey: false, blocked: [] }],
    ["no key named", { algorithm: "aws:kms", bucketKey: false, blocked: [] }],
    ["AWS's alias", { algorithm: "aws:kms", key: `arn:aws:kms:ap-northeast-2:${account}:alias/aws/s3`, bucketKey: false, blocked: [] }],
  ])("of one's own is missing with %s", (_what, encryption) => {
    const found = seen({
      buckets: [],
      facts: {
        buckets: [
          { name: bucket, encryption },
          { name: "others", encryption },
        ],
      },
    });
    expect(found).toEqual([`LGF605 failed bucket/${bucket}`, `LGF611 failed bucket/${bucket}`]);
  });

  test("that KMS does not rotate is found where the policies ask for it", () => {
    const { rotation: _rotation, ...rest } = claimsKeyFacts;
    const facts = { keys: [{ ...rest, origin: "EXTERNAL" }] };
    const spec = { key: claimsKey, enabled: true, periodInDays: null };
    const desired = [[kmsKeyRotation.address(spec), { kind: "kms-key-rotation", spec }] as const];
    expect(seen({ facts, desired })).toEqual([expect.stringMatching(/^LGF612 failed key\//)]);
    expect(seen({ facts })).toEqual([]);
  });
});
