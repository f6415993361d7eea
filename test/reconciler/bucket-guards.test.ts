/** Guards on buckets: what a plan must not do to keys, to the writers of Lake Formation, and to whoever makes it. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { simulateWrites } from "../../src/access/simulate-writes.ts";
import type { Change } from "../../src/model/change.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { GovernedBucket } from "../../src/model/governed-bucket.ts";
import { guardBuckets } from "../../src/reconciler/guard/buckets.ts";
import {
  account,
  bucket,
  byIam,
  changeOf,
  governed,
  key,
  keyArn,
  liveOf,
  mayUseKey,
  mayWrite,
  objects,
  policy,
  policyChange,
  role,
  roleArn,
  sseKms,
  sseS3,
} from "../access/scene.ts";
import type { Json, Scene } from "../access/scene.ts";
import { headerOptional, headerRequired, reencryption, replicaAlgorithm, replicaKey, wrongAlgorithm } from "../access/statements.ts";
import { bucketStatements, identityStatements } from "../access/write-scenarios.ts";

const toKms: Change = changeOf("s3-bucket-encryption", { bucket, algorithm: "aws:kms", key: keyArn, bucketKey: true, blocked: ["SSE-C"] });

function refusals(scene: Scene, changes: readonly Change[], more: Partial<GovernedBucket> = {}): readonly Diagnostic[] {
  const live = liveOf(scene);
  const simulation = simulateWrites(live, [governed(more)], changes);
  return simulation === undefined ? [] : guardBuckets(simulation, live.caller);
}

const everything: Json = { Effect: "Allow", Action: "*", Resource: "*" };
const registration = { registrationRoles: [roleArn("registration")] };
const lakeFormation = role("registration", mayWrite, mayUseKey);
const apply = role("apply", everything);

const message = (found: readonly Diagnostic[]): string => found.map(({ code, message: text }) => `${code} ${text}`).join("\n");

const codes = (found: readonly Diagnostic[]): readonly string[] => found.map(({ code }) => code);

const spares = (statement: Json, name: string): Json => ({
  ...statement,
  Condition: { ...(statement["Condition"] as Json), ArnNotLike: { "aws:PrincipalArn": roleArn(name) } },
});

const keepsOut = (exempt: string): Json => ({
  Sid: "ProtectConfiguration",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:PutBucketPolicy", "s3:PutEncryptionConfiguration"],
  Resource: `arn:aws:s3:::${bucket}`,
  Condition: { ArnNotLike: { "aws:PrincipalArn": exempt } },
});

const registering = (...own: readonly Json[]): Scene => ({ encryption: sseS3, roles: [role("registration", ...own), apply] });

describe("a plan that keeps wrong keys out", () => {
  test("is not refused", () => {
    const scene = { encryption: sseS3, roles: [lakeFormation, apply, role("etl", everything)] };
    expect(refusals(scene, [toKms, policyChange(...headerOptional)], { ...registration, directAccess: [roleArn("etl")] })).toEqual([]);
  });

  test("is not looked at where nothing in it bears on writes", () => {
    expect(simulateWrites(liveOf({}), [governed()], [changeOf("lf-tag", { key: "grade", value: "1" })])).toBeUndefined();
    expect(simulateWrites(liveOf({}), [], [toKms])).toBeUndefined();
  });
});

test("no statements or rights of others let a wrong key in beside ours", () => {
  const others = Object.values(bucketStatements).map((statement) => statement(keyArn));
  const property = fc.property(fc.subarray(others), fc.subarray(Object.values(identityStatements)), (theirs, rights) => {
    const scene = { bucketPolicy: theirs, roles: [role("friend", ...rights), apply] };
    const changes = [toKms, policyChange(...headerOptional)];
    const found = refusals({ ...scene, encryption: sseS3 }, changes, { directAccess: [roleArn("friend")] });
    expect(codes(found)).not.toContain("LG5040");
  });
  fc.assert(property, { numRuns: 12 });
});

describe("a plan that lets a wrong key in is refused (LG5040)", () => {
  test("for anybody, named or not", () => {
    const found = refusals({ roles: [apply] }, [policyChange(wrongAlgorithm)]);
    expect(message(found)).toMatch(/^LG5040 after the plan bucket `adw-claims` takes objects that its key does not encrypt: /);
    expect(message(found)).toContain("another key, another key, multipart");
  });

  test("where the default encryption is not governed", () => {
    const found = refusals({ encryption: sseS3, roles: [apply] }, [policyChange(...headerOptional)]);
    expect(message(found)).toContain("writing with no header, no header, multipart");
  });

  test("where a statement spares somebody who is not break-glass", () => {
    const roles = [apply, role("emergency", everything), role("friend", everything)];
    const forBreakGlass = headerOptional.map((statement) => spares(statement, "emergency"));
    expect(refusals({ roles }, [policyChange(...forBreakGlass)])).toEqual([]);
    const found = refusals({ roles }, [policyChange(...headerOptional.map((statement) => spares(statement, "friend")))]);
    expect(message(found)).toContain("`role/friend` writing with");
  });

  test("where it cannot be shown that it does not", () => {
    const uncertain = headerOptional.map((statement) => ({
      ...statement,
      Condition: { ...(statement["Condition"] as Json), StringNotEquals: { "aws:PrincipalTag/exempt": "yes" } },
    }));
    expect(message(refusals({ roles: [apply] }, [policyChange(...uncertain)]))).toContain("may take objects");
  });

  test("through another account that the bucket's policy lets in", () => {
    const guest = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "s3:PutObject", Resource: objects };
    const own = policyChange(...headerOptional.map((statement) => ({ ...statement, Principal: { AWS: `arn:aws:iam::${account}:root` } })));
    const keys = [key(keyArn, { policy: policy(byIam, { ...byIam, Principal: "*" }) })];
    expect(message(refusals({ roles: [apply], bucketPolicy: [guest], keys }, [own]))).toContain("arn:aws:iam::444455556666:root");
  });
});

function without(left: Json): readonly Json[] {
  return headerOptional.filter((statement) => statement !== left);
}

describe("a plan that leaves other ways to a wrong key is refused (LG5040)", () => {
  test.each([
    ["encrypting objects anew", reencryption, "by s3:UpdateObjectEncryption"],
    ["replicas with another key", replicaKey, "by s3:ReplicateObject with another key, s3:ReplicateObject without the key"],
    ["replicas with S3's keys or the client's", replicaAlgorithm, "by s3:ReplicateObject with"],
  ])("%s", (_what, statement, shown) => {
    const alone = statement === replicaAlgorithm ? without(replicaKey).filter((one) => one !== statement) : without(statement);
    const found = message(refusals({ roles: [apply] }, [policyChange(...alone)]));
    expect(found).toMatch(/^LG5040 after the plan objects of bucket `adw-claims` get a key that is not the bucket's: /);
    expect(found).toContain(shown);
  });

  test("for a role whose rights reach part of the bucket, and not for break-glass", () => {
    const here = { Effect: "Allow", Action: "s3:UpdateObjectEncryption", Resource: objects.replace("*", "warehouse/*") };
    const spared = [...without(reencryption), spares(reencryption, "friend")];
    const scene = { roles: [apply, role("friend", here)] };
    expect(message(refusals(scene, [policyChange(...spared)], { directAccess: [roleArn("friend")] }))).toContain("`role/friend` by");
    expect(refusals(scene, [policyChange(...spared)], { breakGlass: [roleArn("friend")] })).toEqual([]);
  });
});

describe("a registration role that may write", () => {
  test("may not lose it to the key (LG5041)", () => {
    const [found, ...rest] = refusals(
      { encryption: sseS3, roles: [role("registration", mayWrite), apply] },
      [toKms, policyChange(...headerOptional)],
      registration,
    );
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      code: "LG5041",
      message:
        "the plan stops registration role `role/registration` from writing to bucket `adw-claims` (no header): no identity policy allows kms:GenerateDataKey",
    });
  });

  test("may not lose it to the encryption context that a bucket key brings", () => {
    const narrow = { ...mayUseKey, Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": objects } } };
    const scene = { encryption: { ...sseKms, bucketKey: false }, roles: [role("registration", mayWrite, narrow), apply] };
    expect(codes(refusals(scene, [toKms, policyChange(...headerOptional)], registration))).toEqual(["LG5041"]);
  });

  test("may not lose it to a key that is not enabled", () => {
    const scene = { encryption: sseS3, roles: [lakeFormation, apply], keys: [key(keyArn, { state: "Disabled" })] };
    expect(codes(refusals(scene, [toKms, policyChange(...headerOptional)], registration))).toEqual(["LG5041"]);
  });

  test("may not lose it to a statement, nor to what nobody can decide", () => {
    const shut = { ...headerRequired, Sid: "Shut", Condition: {} };
    expect(codes(refusals({ roles: [lakeFormation, apply] }, [policyChange(...headerOptional, shut)], registration))).toEqual(["LG5041"]);
    const perhaps = { ...shut, Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } };
    const [found] = refusals({ roles: [lakeFormation, apply] }, [policyChange(...headerOptional, perhaps)], registration);
    expect(found?.message).toContain("may stop registration role");
  });

  test("may not lose what it perhaps has: who writes from one network only is a writer", () => {
    const inside = { ...mayWrite, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } };
    const changes = [toKms, policyChange(...headerOptional)];
    expect(codes(refusals(registering(inside), changes, registration))).toEqual(["LG5041"]);
    expect(codes(refusals(registering(inside, mayUseKey), changes, registration))).toEqual([]);
  });

  test("has to send the header where the policies want that, and may", () => {
    const changes = [policyChange(...headerOptional, headerRequired)];
    expect(refusals({ roles: [lakeFormation, apply] }, changes, { ...registration, writers: "header-required" })).toEqual([]);
    expect(codes(refusals({ roles: [lakeFormation, apply] }, changes, registration))).toEqual(["LG5041"]);
  });

  test("is not asked to write when it does not today", () => {
    expect(
      refusals({ encryption: sseS3, roles: [role("registration"), apply] }, [toKms, policyChange(...headerOptional)], registration),
    ).toEqual([]);
  });
});

describe("a plan that locks its own caller out is refused (LG5042)", () => {
  test("with what would be lost", () => {
    const [found] = refusals({ roles: [apply] }, [policyChange(...headerOptional, keepsOut(roleArn("other")))]);
    expect(found).toMatchObject({
      code: "LG5042",
      message: `the plan locks its own caller out of bucket \`adw-claims\`: \`${roleArn("apply")}\` would lose s3:PutBucketPolicy, s3:PutEncryptionConfiguration`,
    });
  });

  test("not where the caller is spared, or could do nothing before", () => {
    const changes = [policyChange(...headerOptional, keepsOut(roleArn("apply")))];
    expect(refusals({ roles: [apply] }, changes)).toEqual([]);
    const shut = [policyChange(...headerOptional, keepsOut(roleArn("other")))];
    expect(refusals({ roles: [role("apply", mayWrite)] }, shut)).toEqual([]);
  });

  test("also for a user, whose policies nobody read", () => {
    const caller = `arn:aws:iam::${account}:user/somebody`;
    const found = refusals({ roles: [], caller }, [policyChange(...headerOptional, keepsOut(roleArn("other")))]);
    expect(found.map(({ code }) => code)).toEqual(["LG5042"]);
    expect(refusals({ roles: [], caller }, [policyChange(...headerOptional)])).toEqual([]);
  });

  test("not for the account's root user, whom no bucket policy keeps from its policy", () => {
    const caller = `arn:aws:iam::${account}:root`;
    const shut = { ...keepsOut(roleArn("other")), Action: "s3:PutBucketPolicy" };
    expect(refusals({ roles: [], caller }, [policyChange(...headerOptional, shut)])).toEqual([]);
  });
});
