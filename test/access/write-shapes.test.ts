/** What comes of each way to write, under the statements that keep wrong keys out. */

import { describe, expect, test } from "vitest";

import {
  byIam,
  key,
  keyArn,
  mayUseKey,
  mayWrite,
  objects,
  otherArn,
  outcomes,
  policy,
  resultOf,
  role,
  roleArn,
  sseKms,
  sseS3,
  titlesOf,
} from "./scene.ts";
import type { Json, Scene } from "./scene.ts";
import { customerKeys, deny, headerOptional, headerRequired, strictKey } from "./statements.ts";

const writer = role("etl", mayWrite, mayUseKey);
const both = (titles: readonly string[]): readonly string[] => titles.flatMap((title) => [title, `${title}, multipart`]);

describe("a bucket without a policy", () => {
  const found = outcomes({ roles: [writer] }, "etl");

  test("takes every encryption but the one it blocks", () => {
    expect(titlesOf(found, "denied")).toEqual(both(["SSE-C"]));
    expect(titlesOf(found, "unknown")).toEqual([]);
  });

  test.each([
    ["no header", "allowed aws:kms right key"],
    ["key ARN", "allowed aws:kms right key"],
    ["key id", "allowed aws:kms right key"],
    ["key alias", "allowed aws:kms right key"],
    ["aws:kms without key", "allowed aws:kms other key"],
    ["another key", "allowed aws:kms other key"],
    ["aws:kms:dsse", "allowed aws:kms:dsse right key"],
    ["AES256", "allowed AES256"],
  ])("encrypts %s: %s", (title, expected) => {
    expect(resultOf(found, title)).toBe(expected);
    expect(resultOf(found, `${title}, multipart`)).toBe(expected);
  });

  test("encrypts without a header as its default says", () => {
    expect(resultOf(outcomes({ roles: [writer], encryption: sseS3 }, "etl"), "no header")).toBe("allowed AES256");
    expect(resultOf(outcomes({ roles: [writer], encryption: { ...sseKms, blocked: [] } }, "etl"), "SSE-C")).toBe("allowed SSE-C");
    const managed = outcomes({ roles: [writer], encryption: { algorithm: "aws:kms", bucketKey: true, blocked: [] } }, "etl");
    expect(managed.get("no header")).toEqual({
      result: "allowed",
      encryption: { algorithm: "aws:kms", key: keyArn.replace(/key\/.*/, "key/aws/s3") },
    });
  });
});

describe("statements that keep wrong keys out", () => {
  const found = outcomes({ roles: [writer], bucketPolicy: headerOptional, encryption: { ...sseKms, blocked: [] } }, "etl");

  test("let writers leave the header out or name the key by its ARN, in one request or in parts", () => {
    expect(titlesOf(found, "allowed")).toEqual(both(["no header", "key ARN"]));
  });

  test("deny every wrong key and algorithm, under every reading of AWS's documents", () => {
    expect(titlesOf(found, "denied")).toEqual(both(["aws:kms without key", "another key", "aws:kms:dsse", "AES256", "SSE-C"]));
  });

  test("leave open whether other names of the key are taken: AWS does not say which name policies see", () => {
    expect(titlesOf(found, "unknown")).toEqual(both(["key id", "key alias"]));
    expect(found.get("key alias")).toMatchObject({ why: expect.stringContaining("DenyWrongKmsKey") });
  });
});

describe("statements that want the header", () => {
  const found = outcomes({ roles: [writer], bucketPolicy: [...headerOptional, headerRequired] }, "etl");

  test("stop writers that leave it out", () => {
    expect(found.get("no header")).toEqual({ result: "denied", why: "denied by `DenyNoHeader` of the bucket policy" });
    expect(resultOf(found, "no header, multipart")).toBe("denied");
    expect(resultOf(found, "key ARN")).toBe("allowed aws:kms right key");
  });

  test("leave parts open, which name no encryption", () => {
    expect(resultOf(found, "key ARN, multipart")).toBe("unknown");
  });

  test("in the form that looks at the key alone take the default key only if AWS shows it", () => {
    const strict = outcomes({ roles: [writer], bucketPolicy: [strictKey] }, "etl");
    expect(resultOf(strict, "no header")).toBe("unknown");
    expect(resultOf(strict, "key ARN")).toBe("allowed aws:kms right key");
    expect(resultOf(strict, "AES256")).toBe("denied");
  });

  test("may tell requests that make an object from those that begin an upload", () => {
    const beginning = deny("Beginning", {
      StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      Bool: { "s3:ObjectCreationOperation": "false" },
    });
    const told = outcomes({ roles: [writer], bucketPolicy: [beginning] }, "etl");
    expect([resultOf(told, "key ARN"), resultOf(told, "key ARN, multipart")]).toEqual(["allowed aws:kms right key", "denied"]);
  });

  test("about SSE-C stop it where the bucket does not", () => {
    const open = { ...sseKms, blocked: [] };
    expect(resultOf(outcomes({ roles: [writer], encryption: open, bucketPolicy: [customerKeys] }, "etl"), "SSE-C")).toBe("denied");
  });
});

const of = (name: string, scene: Scene): string => resultOf(outcomes(scene, name), "no header");

const within = (value: string): Json => ({
  ...mayUseKey,
  Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": value } },
});

describe("rights of the writer", () => {
  test("to write come from its policies or from the bucket's", () => {
    expect(outcomes({ roles: [role("idle", mayUseKey)] }, "idle").get("no header")).toEqual({
      result: "denied",
      why: "no identity policy allows s3:PutObject",
    });
    const named = { Effect: "Allow", Principal: { AWS: roleArn("idle") }, Action: "s3:PutObject", Resource: objects };
    expect(of("idle", { roles: [role("idle", mayUseKey)], bucketPolicy: [named] })).toBe("allowed aws:kms right key");
  });

  test("to the key come from its policies where the key policy leaves it to IAM, from the key policy, or from a grant", () => {
    const roles = [role("poor", mayWrite)];
    expect(outcomes({ roles }, "poor").get("no header")).toEqual({
      result: "denied",
      why: "no identity policy allows kms:GenerateDataKey",
    });
    const direct = { Effect: "Allow", Principal: { AWS: roleArn("poor") }, Action: ["kms:GenerateDataKey"], Resource: "*" };
    const found = outcomes({ roles, keys: [key(keyArn, { policy: policy(byIam, direct) })] }, "poor");
    expect(resultOf(found, "no header")).toBe("allowed aws:kms right key");
    expect(found.get("no header, multipart")).toEqual({ result: "denied", why: "no identity policy allows kms:Decrypt" });
    const grant = { id: "g", grantee: roleArn("poor"), operations: ["GenerateDataKey", "Decrypt"] };
    expect(of("poor", { roles, keys: [key(keyArn, { grants: [grant] })] })).toBe("allowed aws:kms right key");
  });

  test("end where the key policy does not know IAM", () => {
    const other = { Effect: "Allow", Principal: { AWS: roleArn("other") }, Action: "kms:*", Resource: "*" };
    expect(outcomes({ roles: [writer], keys: [key(keyArn, { policy: policy(other) })] }, "etl").get("no header")).toEqual({
      result: "denied",
      why: "no key policy allows kms:GenerateDataKey",
    });
  });

  test("meet the encryption context: the bucket with a bucket key, else the object", () => {
    const roles = [role("narrow", mayWrite, within(objects))];
    expect(of("narrow", { roles })).toBe("denied");
    expect(of("narrow", { roles, encryption: { ...sseKms, bucketKey: false } })).toBe("allowed aws:kms right key");
    const wide = [role("narrow", mayWrite, within(objects.replace("/*", "")))];
    expect(of("narrow", { roles: wide })).toBe("allowed aws:kms right key");
  });

  test("are limited by a permissions boundary", () => {
    const arn = "arn:aws:iam::111122223333:policy/limit";
    const bounded = { ...writer, policies: { ...(writer.policies ?? { id: "", trust: "", inline: [], attached: [] }), boundary: arn } };
    const managedPolicies = [{ arn, document: policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }) }];
    expect(outcomes({ roles: [bounded], managedPolicies }, "etl").get("no header")).toMatchObject({
      why: "no permissions boundary allows s3:PutObject",
    });
    expect(of("etl", { roles: [bounded] })).toBe("unknown");
  });

  test("are nothing to a key that is disabled, of another use, or not there", () => {
    const roles = [writer];
    expect(outcomes({ roles, keys: [key(keyArn, { state: "PendingDeletion" })] }, "etl").get("no header")).toEqual({
      result: "denied",
      why: `key ${keyArn} is PendingDeletion`,
    });
    expect(of("etl", { roles, keys: [key(keyArn, { usage: "SIGN_VERIFY", spec: "RSA_2048" })] })).toBe("denied");
    expect(of("etl", { roles, keys: [] })).toBe("unknown");
    expect(of("etl", { roles, keys: [key(otherArn)], encryption: { ...sseKms, key: "alias/gone" } })).toBe("unknown");
  });
});

const result = (scene: Scene, title = "no header"): string => resultOf(outcomes(scene, "etl"), title);

describe("what is not known", () => {
  const roles = [writer];

  test.each([
    ["an address", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
    ["a network", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }],
    ["an organization", { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }],
    ["a tag", { StringNotEquals: { "aws:PrincipalTag/team": "claims" } }],
    ["a variable", { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}" } }],
    ["an operator of tomorrow", { StringFuzzyEquals: { "aws:PrincipalArn": "x" } }],
  ])("a Deny that depends on %s makes a write unknown", (_what, condition) => {
    expect(
      result({ roles, bucketPolicy: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: objects, Condition: condition }] }),
    ).toBe("unknown");
  });

  test("an Allow that depends on it, too", () => {
    const where = { ...mayWrite, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } };
    expect(result({ roles: [role("etl", where, mayUseKey)] })).toBe("unknown");
  });

  test("an Allow on a place that a tag names, too", () => {
    const own = { ...mayWrite, Resource: objects.replace("/*", "/${aws:PrincipalTag/team}/*") };
    expect(result({ roles: [role("etl", own, mayUseKey)] })).toBe("unknown");
    const { Resource: _resource, ...anywhere } = mayWrite;
    expect(result({ roles: [role("etl", { ...anywhere, NotResource: own.Resource }, mayUseKey)] })).toBe("unknown");
    const elsewhere = { ...own, Resource: own.Resource.replace("adw-claims", "other") };
    expect(result({ roles: [role("etl", elsewhere, mayUseKey)] })).toBe("denied");
  });

  test("but not where something certain decides", () => {
    const somewhere = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: objects,
      Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    };
    expect(result({ roles, bucketPolicy: [somewhere, ...headerOptional] }, "AES256")).toBe("denied");
    const elsewhere = { ...somewhere, Action: "s3:GetObject" };
    expect(result({ roles, bucketPolicy: [elsewhere] })).toBe("allowed aws:kms right key");
  });

  test("policies that could not be read decide nothing", () => {
    const { policies: _unread, ...unread } = writer;
    expect(result({ roles: [unread] })).toBe("unknown");
    expect(result({ roles: [unread], bucketPolicy: headerOptional }, "AES256")).toBe("denied");
    const { policy: _policy, ...noPolicy } = key();
    expect(result({ roles, keys: [noPolicy] })).toBe("unknown");
    const { grants: _grants, ...noGrants } = key(keyArn, { policy: policy({ ...byIam, Action: "kms:Describe*" }) });
    expect(result({ roles, keys: [noGrants] })).toBe("unknown");
    const attached = { ...writer, policies: { id: "AROA", trust: "{}", inline: [], attached: ["arn:aws:iam::aws:policy/Unread"] } };
    expect(result({ roles: [attached] })).toBe("unknown");
    const broken = role("etl");
    const malformed = { ...broken, policies: { id: "AROA", trust: "{}", inline: [{ name: "own", document: "{" }], attached: [] } };
    expect(result({ roles: [malformed] })).toBe("unknown");
  });
});
