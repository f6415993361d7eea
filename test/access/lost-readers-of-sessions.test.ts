/** Who loses reading where policies name sessions: which session of a role reads is not known, so the role perhaps loses it. */

import { describe, expect, test } from "vitest";

import type { Role } from "../../src/model/state.ts";
import { byBucket, closing, decrypt, lines, read } from "./closed-bucket.ts";
import { account, key, keyArn, objects, policy, policyChange, role, roleArn, sseS3 } from "./scene.ts";
import type { Json, Scene } from "./scene.ts";

const nightly = `arn:aws:sts::${account}:assumed-role/etl/nightly`;
const etlId = "AROAETLXXXXXXXXXXXXXX";
const sparing = (...ids: readonly string[]): Json => ({
  Sid: "Sessions",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: objects,
  Condition: { StringNotLike: { "aws:userid": ids } },
});

const boundary = {
  arn: `arn:aws:iam::${account}:policy/bound`,
  document: policy({ Effect: "Allow", Action: "*", Resource: "*", Condition: { StringLike: { "aws:userid": "*:nightly" } } }),
};
const etl = role("etl", read, decrypt);
const bounded: Role = { ...etl, policies: { id: etlId, trust: "{}", inline: [], attached: [], ...etl.policies, boundary: boundary.arn } };

describe("readers of whom only sessions are named", () => {
  const letIn = { ...read, Principal: { AWS: nightly } };
  const ways: readonly (readonly [string, Scene])[] = [
    ["the bucket's policy lets one session in", { roles: [role("etl", decrypt), role("other", decrypt)], bucketPolicy: [letIn] }],
    ["a Deny spares sessions of a name", { roles: [role("etl", read, decrypt)], bucketPolicy: [sparing("*:nightly")] }],
    ["a Deny spares names that end so", { roles: [role("etl", read, decrypt)], bucketPolicy: [sparing("*nightly@example.com")] }],
    [
      "a Deny spares one session of one role, and the others are denied today",
      { roles: [role("etl", read, decrypt), role("other", read, decrypt)], bucketPolicy: [sparing(`${etlId}:nightly`)] },
    ],
    [
      "a Deny spares all but one session's own role",
      { roles: [role("etl", read, decrypt), role("other", read, decrypt)], bucketPolicy: [sparing(`${etlId}*nightly`)] },
    ],
    [
      "its own policy allows one session",
      { roles: [role("etl", { ...read, Condition: { StringLike: { "aws:userid": "*:nightly" } } }, decrypt)] },
    ],
    [
      "its own policy allows each session a folder of its own",
      { roles: [role("etl", { ...read, Resource: objects.replace("*", "home/${aws:userid}/*") }, decrypt)] },
    ],
    ["its boundary allows one session", { roles: [bounded], managedPolicies: [boundary] }],
    [
      "the key's policy names one session",
      {
        roles: [role("etl", read), role("other", read)],
        keys: [key(keyArn, { policy: policy({ ...decrypt, Principal: { AWS: nightly } }) })],
      },
    ],
    [
      "a grant on the key names one session",
      {
        roles: [role("etl", read), role("other", read)],
        keys: [key(keyArn, { grants: [{ id: "g", grantee: nightly, operations: ["Decrypt"] }] })],
      },
    ],
  ];

  test.each(ways)("perhaps lose it, and nobody else does: %s", (_way, scene) => {
    expect(lines(scene, [policyChange(closing())])).toEqual([
      { readers: ["etl"], before: "unknown", after: "denied", why: byBucket, objects: "all" },
    ]);
  });

  test("lose nothing where the bucket goes on sparing their role", () => {
    for (const [, scene] of ways) expect(lines(scene, [policyChange(closing(roleArn("etl")))])).toEqual([]);
  });

  test("leave others certain: sessions of one role tell nothing of another", () => {
    const barred = { ...read, Effect: "Deny", Principal: { AWS: nightly } };
    const roles = [role("etl", read, decrypt), role("other", read, decrypt)];
    const closed = lines({ roles, bucketPolicy: [barred] }, [policyChange(closing())]);
    expect(closed).toMatchObject([
      { readers: ["other"], before: "allowed", after: "denied" },
      { readers: ["etl"], before: "unknown", after: "denied" },
    ]);
  });

  test("are no services: these have no sessions and are not spared", () => {
    const letInService = { ...read, Principal: { Service: "delivery.example.amazonaws.com" } };
    expect(lines({ bucketPolicy: [letInService, sparing("*:nightly")], encryption: sseS3 }, [policyChange(closing())])).toEqual([]);
  });

  test("do not have Lake Formation instead where only one session may ask", () => {
    const vend: Json = { Effect: "Allow", Action: "lakeformation:GetDataAccess", Resource: "*" };
    const all = role("all", read, decrypt, vend);
    const some = role("some", read, decrypt, vend, {
      ...vend,
      Effect: "Deny",
      Condition: { StringLike: { "aws:userid": "*:nightly" } },
    });
    const found = lines({ roles: [all, some] }, [policyChange(closing())], () => true);
    expect(found).toMatchObject([{ readers: ["some"] }, { readers: ["all"], instead: "Lake Formation" }]);
    expect(found[0]).not.toHaveProperty("instead");
  });
});
