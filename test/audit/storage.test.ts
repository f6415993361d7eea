/** Findings about governed buckets: what others wrote beside our statements, and what the policies leave open. */

import { describe, expect, test } from "vitest";

import { sidPrefix } from "../../src/model/ours.ts";
import { policy } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { account, claimsBucket, findingsOf, location, seen, table } from "./estate.ts";
import type { Disturbance } from "./estate.ts";
import { bucket, keyPolicy, reading, role, withPolicy } from "./policies-of-others.ts";

test("nothing is found where nothing is wrong", () => {
  expect(seen({})).toEqual([]);
  expect(seen(withPolicy(reading({ Sid: `${sidPrefix("adw")}DenyKey`, Principal: "*" })))).toEqual([]);
  expect(
    seen(
      withPolicy(
        reading({
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          Principal: { Service: "logging.s3.amazonaws.com" },
        }),
      ),
    ),
  ).toEqual([]);
});

describe("an Allow of others", () => {
  test.each([
    ["a role", { AWS: role("macie") }],
    ["a session", { AWS: `arn:aws:sts::${account}:assumed-role/macie/a` }],
    ["the account", { AWS: account }],
    ["the account by its root", { AWS: `arn:aws:iam::${account}:root` }],
  ])("to %s clashes with the Deny of the policies", (_whom, Principal) => {
    expect(seen(withPolicy(reading({ Principal })))).toEqual([`LGF601 failed bucket/${bucket}/Theirs`]);
  });

  test("to those whom the policies spare does not, be it to a session of theirs", () => {
    for (const Principal of [
      { AWS: [role("LakeRegistration"), role("LakegradeApply"), role("BreakGlass")] },
      { AWS: `arn:aws:sts::${account}:assumed-role/LakegradeApply/ci` },
    ])
      expect(seen(withPolicy(reading({ Principal })))).toEqual([]);
    const spared = { ...claimsBucket, directAccess: [role("macie")] };
    expect(seen({ ...withPolicy(reading()), buckets: [spared] })).toEqual([]);
  });

  test("of what is not about objects does not, nor where nothing is denied", () => {
    expect(seen(withPolicy(reading({ Action: "s3:GetBucketTagging", Resource: `arn:aws:s3:::${bucket}` })))).toEqual([]);
    const { directAccess: _all, ...open } = claimsBucket;
    expect(seen({ ...withPolicy(reading()), buckets: [open] })).toEqual([`LGF606 failed bucket/${bucket}`]);
  });

  test.each([
    ["everyone", "*"],
    ["another account", { AWS: "444455556666" }],
    ["a role of another account", { AWS: "arn:aws:iam::444455556666:role/etl" }],
    ["an identity provider", { Federated: "accounts.google.com" }],
    ["a canonical user", { CanonicalUser: "a".repeat(64) }],
  ])("to %s opens the bucket, whatever the conditions", (_whom, Principal) => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
    for (const more of [{ Principal }, { Principal, Condition }]) {
      expect(seen(withPolicy(reading(more)))).toEqual([`LGF602 failed bucket/${bucket}/Theirs`]);
    }
  });

  const cloudFront = { Service: "cloudfront.amazonaws.com" };
  const distribution = "arn:aws:cloudfront::111122223333:distribution/E1";

  test.each([
    ["no condition", undefined],
    ["a condition on something else", { Bool: { "aws:SecureTransport": "true" } }],
    ["any source", { ArnLike: { "aws:SourceArn": "*" } }],
    ["sources of any account", { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::*:distribution/*" } }],
    ["a source where there is one", { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } }],
    ["all sources but one", { StringNotEquals: { "aws:SourceAccount": "111122223333" } }],
  ])("to a service under %s opens the bucket to any account's resources", (_what, Condition) => {
    const [finding, ...rest] = findingsOf(
      withPolicy(reading({ Principal: cloudFront, ...(Condition === undefined ? {} : { Condition }) })),
    );
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: "LGF602", status: "failed" });
    expect(finding?.message).toContain("cloudfront.amazonaws.com for resources of any account");
  });

  test.each([
    { StringEquals: { "AWS:SourceArn": distribution } },
    { StringEquals: { "aws:SourceAccount": "111122223333" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::somebodys-bucket" } },
    { StringEquals: { "aws:SourceOrgID": "o-1" } },
    { "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "o-1/r-1/*" } },
  ])("to a service that acts for a named source is no finding: %j", (Condition) => {
    expect(seen(withPolicy(reading({ Principal: cloudFront, Condition })))).toEqual([]);
  });

  test("to everyone but some opens the bucket, and so does all but some actions", () => {
    const { Principal: _named, Action: _action, ...rest } = reading();
    const allBut = { ...rest, NotPrincipal: { AWS: role("etl") }, NotAction: "s3:DeleteBucket" };
    expect(seen(withPolicy(allBut))).toEqual([`LGF602 failed bucket/${bucket}/Theirs`]);
    expect(findingsOf(withPolicy(allBut))[0]?.message).toContain("everyone");
  });

  test("of another lake is of others", () => {
    expect(seen(withPolicy(reading({ Sid: `${sidPrefix("other")}Allow`, Principal: "*" })))).toHaveLength(1);
  });
});

/** Another bucket with these statements in its policy. */
function elsewhere(...statements: readonly Json[]): Disturbance {
  return { facts: { buckets: [{ name: bucket }, { name: "elsewhere", policy: policy(...statements) }] } };
}

describe("a bucket that no document governs", () => {
  const noDocument = `LGF605 failed bucket/${bucket}`;
  const open = reading({ Principal: { AWS: "444455556666" } });

  test("is looked at where it holds registered locations: what others wrote in its policy is in effect", () => {
    expect(seen({ ...withPolicy(open), buckets: [] })).toEqual([`LGF602 failed bucket/${bucket}/Theirs`, noDocument]);
    const [, clash] = findingsOf({ ...withPolicy(reading()), buckets: [] }).toSorted((a, b) => (a.code < b.code ? 1 : -1));
    expect(clash).toMatchObject({ code: "LGF601", severity: "medium", message: expect.stringContaining("in effect") as string });
    expect(seen({ ...withPolicy(reading({ Principal: { AWS: role("LakeRegistration") } })), buckets: [] })).toEqual([noDocument]);
    expect(seen({ ...withPolicy(deny({})), buckets: [] })).toEqual([`LGF603 failed bucket/${bucket}/Theirs`, noDocument]);
  });

  test("is looked at where it holds managed tables below no location, or statements of the lake that go", () => {
    const found = `LGF602 failed bucket/elsewhere/Theirs`;
    expect(seen(elsewhere(open))).not.toContain(found);
    expect(seen({ ...elsewhere(open), tables: [table("patients", "ssn city", { location: "s3://elsewhere/patients" })] })).toContain(found);
    const ours = reading({ Sid: `${sidPrefix("adw")}DenyDirectAccess`, Effect: "Deny", Principal: "*", Action: "s3:*" });
    expect(seen(elsewhere(open, ours))).toContain(found);
  });

  test("and that could not be read leaves these findings undecided", () => {
    const found = seen({ unread: ["buckets"] });
    for (const code of ["LGF601", "LGF602", "LGF603"]) expect(found).toContain(`${code} unknown buckets`);
  });
});

function deny(more: Json): Json {
  return reading({ Effect: "Deny", Principal: "*", ...more });
}

describe("a Deny of others", () => {
  test("that hits a registration role is found", () => {
    const [finding] = findingsOf(withPolicy(deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": role("etl") } } })));
    expect(finding).toMatchObject({ code: "LGF603", status: "failed" });
    expect(finding?.message).toContain(`${role("LakeRegistration")} s3:GetObject`);
  });

  test("that spares them is not", () => {
    const spared = [role("LakeRegistration"), role("BreakGlass")];
    expect(seen(withPolicy(deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": spared } } })))).toEqual([]);
    expect(seen(withPolicy(deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })))).toEqual([]);
    expect(seen(withPolicy(deny({ Action: "s3:PutObjectTagging" })))).toEqual([]);
  });

  test("on some objects may hit them", () => {
    expect(seen(withPolicy(deny({ Resource: `arn:aws:s3:::${bucket}/private/*` })))).toEqual([`LGF603 unknown bucket/${bucket}/Theirs`]);
    expect(seen(withPolicy(deny({ Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` })))).toEqual([
      `LGF603 failed bucket/${bucket}/Theirs`,
    ]);
  });

  test("that keeps operators from the policy is found", () => {
    const configuring = deny({ Action: "s3:PutBucketPolicy", Resource: `arn:aws:s3:::${bucket}` });
    expect(findingsOf(withPolicy(configuring))[0]?.message).toContain(`${role("LakegradeApply")} s3:PutBucketPolicy`);
  });

  test.each([
    ["a network", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }],
    ["a key that nobody knows", { StringEquals: { "aws:FutureKey": "x" } }],
    ["an operator that nobody knows", { FutureOperator: { "aws:PrincipalArn": "x" } }],
  ])("that depends on %s is not known to hit them, and not known to spare them", (_what, Condition) => {
    expect(seen(withPolicy(deny({ Condition })))).toEqual([`LGF603 unknown bucket/${bucket}/Theirs`]);
  });
});

test("principals that are gone are found in policies of buckets and keys", () => {
  const gone = { AWS: ["AROAEXAMPLEEXAMPLE123", "AIDAEXAMPLEEXAMPLE123"] };
  const inBucket = findingsOf(withPolicy(reading({ Principal: gone })));
  expect(inBucket).toMatchObject([{ code: "LGF604", resource: `bucket/${bucket}` }]);
  expect(inBucket[0]?.message).toContain("AIDAEXAMPLEEXAMPLE123 in Theirs");
  expect(seen(keyPolicy({ Effect: "Allow", Principal: gone, Action: "kms:Decrypt", Resource: "*" }))).toEqual([
    expect.stringMatching(/^LGF604 failed key\//),
  ]);
});

test("a bucket of a registered location without a document is found, once for all of its locations", () => {
  expect(seen({ buckets: [], desired: [location("arn:aws:s3:::adw-claims/warehouse/patients")] })).toEqual([
    `LGF605 failed bucket/${bucket}`,
  ]);
  expect(seen({ desired: [location("arn:aws:s3:::elsewhere/logs")] })).toEqual([]);
});

test("what could not be read leaves these findings undecided", () => {
  const found = seen({ unread: ["buckets", "keys", "s3-bucket-policy"] });
  for (const code of ["LGF601", "LGF602", "LGF603", "LGF604"]) expect(found).toContain(`${code} unknown s3-bucket-policy`);
  for (const code of ["LGF604", "LGF607", "LGF608", "LGF609", "LGF612"]) expect(found).toContain(`${code} unknown keys`);
  for (const code of ["LGF610", "LGF611"]) expect(found).toContain(`${code} unknown buckets`);
});
