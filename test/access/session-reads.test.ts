/** Laws of reading by whichever session: what is said for certain holds for every session, and one role's sessions do not make another open. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { viewOf } from "../../src/access/account-view.ts";
import { callerOfRole } from "../../src/access/bucket-writers.ts";
import { idsNamed, isSessionOf } from "../../src/access/role-sessions.ts";
import { readJudge } from "../../src/access/session-reads.ts";
import { judgeRead } from "../../src/access/simulate-write.ts";
import type { Caller } from "../../src/access/simulate-write.ts";
import { compilePattern, matchesPattern } from "../../src/model/iam/pattern.ts";
import { decrypt, read } from "./closed-bucket.ts";
import { account, bucket, byIam, key, keyArn, liveOf, objects, policy, role, roleArn } from "./scene.ts";
import type { Json } from "./scene.ts";

const ids = { etl: "AROAETLXXXXXXXXXXXXXX", other: "AROAOTHERXXXXXXXXXXXX" };
const sessions = ["nightly", "simulated", "alice@example.com"];
const sessionArn = (name: string, session: string): string => `arn:aws:sts::${account}:assumed-role/${name}/${session}`;

const userIdValues = [
  "*",
  "AROA*",
  "AROAETL*",
  `${ids.etl}:*`,
  `${ids.etl}:nightly`,
  `${ids.other}:nightly`,
  `${ids.other}:*`,
  ids.etl,
  "x:*",
  "*l*",
  "*:nightly",
  "*nightly",
  "AROA*alice@*",
  "AROA?TL*ly",
  "AROA?????XXXXXXXXXXXX:n*",
  "aroaetl*:NIGHTLY",
  `${ids.etl}?nightly`,
];
const userIds = fc.constantFrom(...userIdValues);
const condition = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          "StringLike",
          "StringNotLike",
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "ForAnyValue:StringLike",
        ),
        fc.array(userIds, { minLength: 1, maxLength: 2 }),
      )
      .map(([operator, values]) => ({ [operator]: { "aws:userid": values } })),
  },
);
const resource = fc.constantFrom(objects, objects, objects.replace("*", "${aws:userid}/*"), objects.replace("*", `${ids.etl}:nightly/*`));
const effect = fc.constantFrom("Allow", "Allow", "Deny");
const own = fc.record({ Effect: effect, Action: fc.constantFrom("s3:GetObject", "*"), Resource: resource, Condition: condition });
const names = fc.array(
  fc.constantFrom(
    roleArn("etl"),
    roleArn("other"),
    sessionArn("etl", "nightly"),
    sessionArn("other", "nightly"),
    sessionArn("etl", "alice@example.com"),
  ),
  { minLength: 1, maxLength: 3 },
);
const who = fc.oneof(
  fc.constant<Json>({ Principal: "*" }),
  names.map((AWS): Json => ({ Principal: { AWS } })),
  names.map((AWS): Json => ({ NotPrincipal: { AWS } })),
);
const shared = fc
  .tuple(fc.record({ Effect: effect, Action: fc.constant("s3:GetObject"), Resource: resource, Condition: condition }), who)
  .map(([statement, principal]): Json => ({ ...statement, ...principal }));
const ofKey = fc
  .tuple(condition, who)
  .map(([Condition, principal]): Json => ({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*", Condition, ...principal }));

function withSession(caller: Caller, name: string, session: string): Caller {
  const { principal } = caller;
  if (principal.kind !== "role-session") throw new Error("a role has sessions");
  const id = principal.id?.replace(/:.*$/, `:${session}`);
  return { ...caller, principal: { ...principal, arn: sessionArn(name, session), ...(id === undefined ? {} : { id }) } };
}

test("what is certain for whichever session is so for each", () => {
  const settled = { allowed: 0, denied: 0, unknown: 0 };
  fc.assert(
    fc.property(
      fc.array(own, { maxLength: 2 }),
      fc.array(shared, { maxLength: 2 }),
      fc.option(ofKey),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom("etl", "other"),
      (rights, bucketPolicy, keyStatement, isGranted, reads, name) => {
        const grants = isGranted ? [{ id: "g", grantee: sessionArn("etl", "nightly"), operations: ["Decrypt"] }] : [];
        const keys = [key(keyArn, { policy: policy(keyStatement ?? byIam), grants })];
        const reader = role(name, ...rights, ...(reads ? [read] : []), ...(isGranted ? [] : [decrypt]));
        const view = viewOf(liveOf({ roles: [reader], keys, ...(bucketPolicy.length === 0 ? {} : { bucketPolicy }) }));
        const place = view.buckets.get(bucket);
        if (place === undefined) throw new Error("the scene has a bucket");
        const caller = callerOfRole(view, reader);
        const judge = readJudge(view, caller);
        for (const object of ["a", `${ids.etl}:nightly/a`]) {
          const { result } = judge(place, object);
          settled[result] += 1;
          if (result === "unknown") continue;
          for (const session of sessions) {
            const one = judgeRead(view, place, object, withSession(caller, name, session)).result;
            expect(one === result || one === "unknown", `${session} is ${one}, all are ${result}`).toBe(true);
          }
        }
      },
    ),
    { numRuns: 700 },
  );
  for (const count of Object.values(settled)) expect(count).toBeGreaterThan(20);
});

function matches(value: string, id: string): boolean {
  return matchesPattern(compilePattern([{ text: value, literal: false }]), id);
}

test("the ids that a value may be about are all that it matches", () => {
  const id = fc.tuple(fc.constantFrom(...Object.values(ids)), fc.constantFrom(...sessions)).map((parts) => parts.join(":"));
  fc.assert(
    fc.property(userIds, id, (value, text) => !matches(value, text) || matches(idsNamed(value), text)),
    { numRuns: 500 },
  );
});

describe("a session", () => {
  const { principal } = callerOfRole(viewOf(liveOf({})), { ...role("etl"), arn: `arn:aws:iam::${account}:role/jobs/etl` });

  test.each([
    [sessionArn("etl", "x"), true],
    [sessionArn("etl2", "x"), false],
    [sessionArn("etl", "x").replace(account, "999900001111"), false],
    [roleArn("etl"), false],
  ])("%s is of the role: %s", (name, expected) => {
    expect(isSessionOf(name, principal)).toBe(expected);
    expect(isSessionOf(name, { kind: "role", arn: `arn:aws:iam::${account}:role/jobs/etl`, account })).toBe(expected);
  });
});
