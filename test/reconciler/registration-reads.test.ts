/** A guard on reading: what a registration role may read today it may read after a plan, or Lake Formation would read for nobody there. */

import { describe, expect, test } from "vitest";

import { simulateWrites } from "../../src/access/simulate-writes.ts";
import { address } from "../../src/kinds/lf-location/spec.ts";
import type { Change } from "../../src/model/change.ts";
import { guardRegistrationReads } from "../../src/reconciler/guard/registration-reads.ts";
import {
  bucket,
  byIam,
  changeOf,
  governed,
  key,
  keyArn,
  liveOf,
  mayUseKey,
  objects,
  policy,
  policyChange,
  role,
  roleArn,
  sseS3,
} from "../access/scene.ts";
import type { Json, Scene } from "../access/scene.ts";
import { headerOptional } from "../access/statements.ts";

const location = { arn: `arn:aws:s3:::${bucket}/old`, role: roleArn("reader"), hybrid: false, federation: false, privileged: false };
const mayRead: Json = { Effect: "Allow", Action: "s3:GetObject", Resource: objects };
const mayReadOld: Json = { ...mayRead, Resource: objects.replace("*", "old/2024/*") };
const mayDecrypt: Json = { ...mayUseKey, Action: "kms:Decrypt" };
const toKms: Change = changeOf("s3-bucket-encryption", { bucket, algorithm: "aws:kms", key: keyArn, bucketKey: true, blocked: [] });
const guardrail = (...denied: readonly string[]): Change =>
  changeOf("iam-role-policy", {
    role: "reader",
    policy: "lakegrade-adw",
    statements: [
      {
        sid: "LakegradeadwDenyObjects",
        effect: "Deny",
        action: { negated: false, names: denied },
        resource: { negated: false, names: ["*"] },
        conditions: [],
      },
    ],
  });

function refusals(scene: Scene, changes: readonly Change[], locations = [location]): readonly string[] {
  const live = liveOf(scene);
  const resources = new Map(locations.map((spec) => [address(spec), { kind: "lf-location", spec }]));
  const simulation = simulateWrites(live, [governed()], changes);
  if (simulation === undefined) throw new Error("nothing bears on the bucket");
  return guardRegistrationReads(simulation, { ...live, resources }, changes).map(({ code, message }) => `${code} ${message}`);
}

const reader = (...own: readonly Json[]): Scene => ({ roles: [role("reader", ...own)] });
const stops = (why: string): readonly string[] => [
  `LG5041 the plan stops registration role \`role/reader\` from reading below \`arn:aws:s3:::${bucket}/old\`: ${why}`,
];

describe("a registration role that only reads", () => {
  test("keeps its objects: a guardrail on it is refused", () => {
    const denied = stops("denied by `LakegradeadwDenyObjects` of the identity policy");
    expect(refusals(reader(mayRead, mayDecrypt), [guardrail("s3:GetObject*")])).toEqual(denied);
    expect(refusals(reader(mayReadOld, mayDecrypt), [guardrail("s3:GetObject*")])).toEqual(denied);
    expect(refusals(reader(mayRead, mayDecrypt), [guardrail("s3:PutObject")])).toEqual([]);
  });

  test("keeps the key", () => {
    const denied = stops("denied by `LakegradeadwDenyObjects` of the identity policy");
    expect(refusals(reader(mayRead, mayDecrypt), [guardrail("kms:Decrypt")])).toEqual(denied);
    expect(refusals({ ...reader(mayRead), encryption: sseS3 }, [guardrail("kms:Decrypt")])).toEqual([]);
  });

  test("is not kept off by the bucket's policy", () => {
    const shut: Json = { Sid: "LakegradeadwDenyDirectAccess", Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: objects };
    const denied = stops("denied by `LakegradeadwDenyDirectAccess` of the bucket policy");
    expect(refusals(reader(mayRead, mayDecrypt), [policyChange(...headerOptional, shut)])).toEqual(denied);
    expect(refusals(reader(mayRead, mayDecrypt), [policyChange(...headerOptional)])).toEqual([]);
  });

  test("can decrypt with the key that is going to be the bucket's", () => {
    const before = { encryption: sseS3 };
    expect(refusals({ ...before, ...reader(mayRead) }, [toKms])).toEqual(stops("no identity policy allows kms:Decrypt"));
    expect(refusals({ ...before, ...reader(mayRead, mayDecrypt) }, [toKms])).toEqual([]);
  });

  test("is not said to go on where that is not known", () => {
    const { policy: _unread, ...unread } = key();
    const [found = ""] = refusals({ ...reader(mayRead, mayDecrypt), encryption: sseS3, keys: [unread] }, [toKms]);
    expect(found).toMatch(/^LG5041 the plan may stop registration role `role\/reader` from reading below /);
  });

  test("is not asked to read what it may not read today", () => {
    expect(refusals(reader(mayDecrypt), [guardrail("s3:GetObject*")])).toEqual([]);
    expect(refusals(reader(mayRead), [guardrail("s3:GetObject*")])).toEqual([]);
  });
});

test("one refusal names a role, and counts its locations in the bucket", () => {
  const more = { ...location, arn: `arn:aws:s3:::${bucket}/older` };
  const [found, ...others] = refusals(reader(mayRead, mayDecrypt), [guardrail("s3:GetObject*")], [location, more]);
  expect(found).toMatch(/; and below 1 location more$/);
  expect(others).toEqual([]);
});

test("a role of another account is not cut off by a deny, though nobody read its policies", () => {
  const theirs = { ...location, role: "arn:aws:iam::444455556666:role/reader" };
  const shut: Json = { Sid: "LakegradeadwDenyDirectAccess", Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: objects };
  const guest: Json = { Effect: "Allow", Principal: { AWS: theirs.role }, Action: "s3:GetObject", Resource: objects };
  const keys = [key(keyArn, { policy: policy(byIam, { ...byIam, Principal: { AWS: theirs.role } }) })];
  expect(refusals({ bucketPolicy: [guest], keys }, [policyChange(...headerOptional, shut)], [theirs])).toHaveLength(1);
  expect(refusals({ bucketPolicy: [guest], keys }, [policyChange(...headerOptional)], [theirs])).toEqual([]);
});

test("a role that the bucket lets in by one of its sessions is not cut off unnoticed: Lake Formation names the session", () => {
  const shut: Json = { Sid: "LakegradeadwDenyDirectAccess", Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: objects };
  const session = roleArn("reader").replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/AWSLF-00";
  const guest: Json = { Effect: "Allow", Principal: { AWS: session }, Action: "s3:GetObject", Resource: objects };
  const scene = { ...reader(mayDecrypt), bucketPolicy: [guest] };
  expect(refusals(scene, [policyChange(...headerOptional, shut)])).toEqual(
    stops("denied by `LakegradeadwDenyDirectAccess` of the bucket policy"),
  );
  expect(refusals(scene, [policyChange(guest, ...headerOptional)])).toEqual([]);
});

test("locations that are registered elsewhere, and with a role that nobody has named, are none of it", () => {
  const elsewhere = { ...location, arn: "arn:aws:s3:::elsewhere/old" };
  const nobody = { ...location, role: "" };
  expect(refusals(reader(mayRead, mayDecrypt), [guardrail("s3:GetObject*")], [elsewhere, nobody])).toEqual([]);
});
