/** Roles that need a bucket's key and may not use it. */

import { expect, test } from "vitest";

import type { KeyFacts } from "../../src/model/account-facts.ts";
import { assess } from "../../src/audit/assess.ts";
import type { Role } from "../../src/model/state.ts";
import { byIam, key, keyArn, liveOf, mayUseKey, mayWrite, objects, policy, role, roleArn } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { claimsBucket, estate } from "./estate.ts";

/** Findings of a bucket with these roles: `registration` of its location, `etl` in `directAccess`. */
function found(roles: readonly Role[], keys: readonly KeyFacts[] = [key()]): readonly string[] {
  const { live, desired } = estate();
  const buckets = [{ ...claimsBucket, key: keyArn, registrationRoles: [roleArn("registration")], directAccess: [roleArn("etl")] }];
  const { facts } = liveOf({ keys });
  const findings = assess({ live: { ...live, roles, ...(facts === undefined ? {} : { facts }) }, desired: { ...desired, buckets } });
  return findings.flatMap(({ code, severity, status, message, evidence }) =>
    code === "LGF620" ? [`${severity} ${status} ${message} ${JSON.stringify(evidence["actions"])}`] : [],
  );
}

const mayRead: Json = { Effect: "Allow", Action: "s3:GetObject", Resource: objects.replace("/*", "/warehouse/*") };

test("nothing is found where they may, or need not", () => {
  expect(found([role("registration", mayWrite, mayRead, mayUseKey), role("etl")])).toEqual([]);
});

test("readers need to decrypt, writers also to make data keys", () => {
  const generate = { ...mayUseKey, Action: "kms:GenerateDataKey" };
  expect(found([role("registration", mayRead, generate), role("etl", mayWrite)])).toEqual([
    'high failed role/etl may not use the key of adw-claims: no identity policy allows kms:GenerateDataKey ["kms:GenerateDataKey","kms:Decrypt"]',
    'high failed role/registration may not use the key of adw-claims: no identity policy allows kms:Decrypt ["kms:Decrypt"]',
  ]);
});

test("the key policy, the key's state and the encryption context count", () => {
  const roles = [role("registration", mayRead, mayUseKey)];
  expect(found(roles, [key(keyArn, { policy: policy({ ...byIam, Action: "kms:Describe*" }) })])).toHaveLength(1);
  expect(found(roles, [key(keyArn, { state: "Disabled" })])).toHaveLength(1);
  const narrow = { ...mayUseKey, Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": objects } } };
  expect(found([role("registration", mayRead, narrow)])).toHaveLength(1);
});

test("what could not be read is unknown, and principals without policies are left out", () => {
  const { policy: _policy, ...unread } = key();
  const [only, ...rest] = found([role("registration", mayRead, mayUseKey)], [unread]);
  expect(rest).toEqual([]);
  expect(only).toMatch(/^medium unknown role\/registration perhaps may not use the key of adw-claims: /);
  const { policies: _policies, ...bare } = role("registration", mayRead);
  expect(found([bare])).toEqual([]);
});
