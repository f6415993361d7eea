/** Who loses reading by a plan, on accounts made by hand: what is certain, what may be, and that asking a few is asking all. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { callerOfRole } from "../../src/access/bucket-writers.ts";
import { lostReaders } from "../../src/access/lost-readers.ts";
import { lossOf } from "../../src/access/lost-reading-of.ts";
import { simulateWrites } from "../../src/access/simulate-writes.ts";
import type { Change } from "../../src/model/change.ts";
import type { Role } from "../../src/model/state.ts";
import { byBucket, closing, decrypt, lines, nobody, read, simulated } from "./closed-bucket.ts";
import {
  account,
  bucket,
  byIam,
  changeOf,
  governed,
  key,
  keyArn,
  liveOf,
  objects,
  otherArn,
  policy,
  policyChange,
  role,
  roleArn,
  sseKms,
  sseS3,
  statementsOf,
} from "./scene.ts";
import type { Json, Scene } from "./scene.ts";

const guardrail = (name: string): Change =>
  changeOf("iam-role-policy", {
    role: name,
    policy: "lakegrade-adw",
    statements: statementsOf({ Sid: "LakegradeadwDenyObjects", Effect: "Deny", Action: "s3:GetObject*", Resource: objects }),
  });

describe("who loses reading", () => {
  test("is who certainly read and certainly does not", () => {
    const roles = [
      role("b", read, decrypt),
      role("a", read, decrypt),
      role("keyless", read),
      role("writer"),
      role("emergency", read, decrypt),
    ];
    expect(lines({ roles }, [policyChange(closing())])).toEqual([
      { readers: ["a", "b"], before: "allowed", after: "denied", why: byBucket, objects: "all" },
    ]);
  });

  test("may be who perhaps reads, or perhaps goes on", () => {
    const unread: Role = { name: "unread", arn: roleArn("unread"), path: "/" };
    const atHome = role("home", { ...read, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }, decrypt);
    const closed = lines({ roles: [unread, atHome] }, [policyChange(closing())]);
    expect(closed).toEqual([{ readers: ["home", "unread"], before: "unknown", after: "denied", why: byBucket, objects: "all" }]);
    const away: Json = { ...closing(), Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
    const open = lines({ roles: [role("a", read, decrypt), unread] }, [policyChange(away)]);
    expect(open).toMatchObject([{ readers: ["a"], before: "allowed", after: "unknown" }]);
  });

  test("has lost one path, although it reads no other", () => {
    const below = role("below", { ...read, Resource: objects.replace("*", "sales/2024/*") }, decrypt);
    const elsewhere = role("elsewhere", { ...read, Resource: "arn:aws:s3:::adw-other/*" }, decrypt);
    expect(lines({ roles: [below, elsewhere] }, [policyChange(closing())])).toMatchObject([{ readers: ["below"] }]);
  });

  test("has a guardrail that it had not", () => {
    const roles = [role("analyst", read, decrypt), role("other", read, decrypt)];
    expect(lines({ roles }, [guardrail("analyst")])).toMatchObject([
      { readers: ["analyst"], why: "denied by `LakegradeadwDenyObjects` of the identity policy" },
    ]);
  });

  test("may not decrypt with the key that the bucket gets: what is there it reads on", () => {
    const onlyOld = role("old", read, { ...decrypt, Resource: keyArn });
    const toOther = changeOf("s3-bucket-encryption", { bucket, algorithm: "aws:kms", key: otherArn, bucketKey: true, blocked: [] });
    const keys = [key(), key(otherArn)];
    const expected = [{ readers: ["old"], why: "no identity policy allows kms:Decrypt", objects: "new" }];
    expect(lines({ roles: [onlyOld, role("both", read, decrypt)], keys }, [toOther])).toMatchObject(expected);
    const toKms = changeOf("s3-bucket-encryption", { ...sseKms, bucket });
    const keyless = lines({ roles: [role("old", read)], encryption: sseS3 }, [toKms]);
    expect(keyless).toMatchObject(expected);
  });

  test("is of another account that the bucket lets in, as far as one can know, and a service", () => {
    const partner = "arn:aws:iam::999900001111:role/partner";
    const letIn: Json = {
      Effect: "Allow",
      Principal: { AWS: partner, Service: "delivery.example.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: objects,
    };
    const found = lines({ bucketPolicy: [letIn], encryption: sseS3 }, [policyChange(closing())]);
    expect(found).toMatchObject([
      { readers: ["delivery.example.amazonaws.com"], before: "allowed", after: "denied" },
      { readers: ["partner"], before: "unknown", after: "denied" },
    ]);
  });
});

/** An analyst whose boundary allows these actions, space between them. */
function bounded(boundary: string): Scene {
  const analyst = role("analyst", read, decrypt, { Effect: "Allow", Action: "lakeformation:GetDataAccess", Resource: "*" });
  const arn = `arn:aws:iam::${account}:policy/bound`;
  const bound = { ...analyst, policies: { id: "AROA", trust: "{}", inline: [], attached: [], ...analyst.policies, boundary: arn } };
  return {
    roles: [bound],
    managedPolicies: [{ arn, document: policy({ Effect: "Allow", Action: boundary.split(" "), Resource: "*" }) }],
  };
}

describe("Lake Formation instead", () => {
  test("is for those whose grants reach tables there and who may ask", () => {
    const change = [guardrail("analyst")];
    expect(lines(bounded("*"), change, () => true)).toMatchObject([{ readers: ["analyst"], instead: "Lake Formation" }]);
    expect(lines(bounded("*"), change)[0]).not.toHaveProperty("instead");
    expect(lines(bounded("s3:* kms:*"), change, () => true)[0]).not.toHaveProperty("instead");
  });
});

const resources = [
  "*",
  objects,
  objects.replace("*", "a/*"),
  "arn:aws:s3:::adw-*",
  "arn:aws:s3:::other/*",
  `${objects.slice(0, -1)}\${aws:userid}/*`,
];
const ownStatement = fc.record({
  Sid: fc.constantFrom("one", "two"),
  Effect: fc.constantFrom("Allow", "Allow", "Deny"),
  Action: fc.constantFrom("s3:GetObject", "s3:*", "kms:Decrypt", "*", "ec2:*"),
  Resource: fc.constantFrom(...resources, keyArn),
  Condition: fc.constantFrom(
    {},
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/r1*" } },
    { StringEquals: { "aws:SourceVpc": "vpc-1" } },
    { StringLike: { "aws:userid": "AROAR2*" } },
    { StringLike: { "aws:userid": "AROAR2*:nightly" } },
  ),
});
const sessionOf = (name: string): string => `arn:aws:sts::${account}:assumed-role/${name}/nightly`;
const ofSessions = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.constant("s3:GetObject"),
  Resource: fc.constant(objects),
  Principal: fc.constantFrom("*", { AWS: [sessionOf("r1"), roleArn("r3")] }, { AWS: sessionOf("r2") }),
  Condition: fc.constantFrom(
    {},
    ...["AROAR1XXXXXXXXXXXXXXX:nightly", "AROAR2*nightly", "AROAR?1*", "*:nightly", "AROAR2*:*", "AROAR11*"].map((id) => ({
      StringNotLike: { "aws:userid": id },
    })),
  ),
});
const spared = fc.subarray([roleArn("r1"), roleArn("r2*"), "arn:aws:iam::*:role/r?", roleArn("none")]);
const names = ["r1", "r2", "r3", "r11", "r21"];

test("asking about one of those who are alike is asking about each", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(ownStatement, { maxLength: 3 }), { minLength: 5, maxLength: 5 }),
      spared,
      fc.boolean(),
      fc.array(ofSessions, { maxLength: 2 }),
      fc.constantFrom(roleArn("r1"), sessionOf("r1")),
      (own, some, byName, sessions, granted) => {
        const roles = names.map((name, index) => role(name, ...(own[index] ?? [])));
        const keyPolicy = policy(byName ? { ...byIam, Principal: { AWS: granted }, Action: "kms:Decrypt" } : byIam);
        const scene = {
          roles,
          keys: [key(keyArn, { policy: keyPolicy })],
          bucketPolicy: [{ ...read, Principal: { AWS: roleArn("r3") } }, ...sessions],
        };
        const simulation = simulated(scene, [policyChange(closing(...some))]);
        const { before, after, locations } = simulation;
        const [was, is] = [before.buckets.get(bucket), after.buckets.get(bucket)];
        if (was === undefined || is === undefined) throw new Error("the scene has a bucket");
        const each = roles.flatMap((one) => {
          const loss = lossOf({ before, after, was, is, locations }, callerOfRole(before, one), callerOfRole(after, one));
          return loss === undefined ? [] : [[one.arn, loss] as const];
        });
        const found = lostReaders(simulation, nobody).flatMap(({ lost }) =>
          lost.flatMap(({ readers, ...loss }) => readers.map((reader) => [reader, loss] as const)),
        );
        expect(new Map(found)).toEqual(new Map(each));
        expect(found).toHaveLength(each.length);
      },
    ),
  );
});

test("of very many who are all different a bounded number is asked about, and the others are counted", () => {
  const roles = Array.from({ length: 500 }, (_, index) =>
    role(`r${index}`, { ...read, Resource: objects.replace("*", `${index}/*`) }, decrypt),
  );
  const [found] = lostReaders(simulated({ roles }, [policyChange(closing())]), nobody);
  expect(found?.lost.flatMap(({ readers }) => readers)).toHaveLength(300);
  expect(found?.more).toBe(200);
});

test("thousands who are alike are all named, and buckets of which the same is said stand together", () => {
  const roles = Array.from({ length: 2005 }, (_, index) => role(`r${String(index).padStart(4, "0")}`, { ...read, Resource: "*" }, decrypt));
  const live = liveOf({ roles });
  const [first] = live.facts?.buckets ?? [];
  const all = ["adw-a", "adw-b", "adw-c"];
  const facts = {
    keys: [],
    managedPolicies: [],
    catalogKeys: [],
    workgroups: [],
    ...live.facts,
    buckets: first === undefined ? [] : all.map((name) => ({ ...first, name })),
  };
  const changes = all.map((name): Change => {
    const change = policyChange({ ...closing(), Resource: `arn:aws:s3:::${name}/*` });
    return { ...change, after: { ...(change.after as object), bucket: name } };
  });
  const simulation = simulateWrites(
    { ...live, facts },
    all.map((name) => governed({ name })),
    changes,
  );
  const reads = simulation === undefined ? [] : lostReaders(simulation, nobody);
  expect(reads.map(({ buckets, lost, more }) => [buckets, lost.map(({ readers }) => readers.length), more])).toEqual([[all, [2005], 0]]);
});
