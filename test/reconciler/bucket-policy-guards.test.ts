/** What S3 would not take is refused at the plan, with who is to do something about it. */

import { describe, expect, test } from "vitest";

import { address as locationAddress } from "../../src/kinds/lf-location/spec.ts";
import { s3BucketPolicy } from "../../src/kinds/s3-bucket-policy/kind.ts";
import { statementJson } from "../../src/model/iam/format-policy.ts";
import { normalStatements } from "../../src/model/iam/normal-statement.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState } from "../../src/model/state.ts";
import { liveWith } from "../kinds/bucket-policies.ts";
import { account, region } from "../governed-lake.ts";
import { desiredStorage, prefix, statementsFor } from "../storage-fixture.ts";

const bucket = "adw-claims";
const key = `arn:aws:kms:${region}:${account}:key/11111111-1111-1111-1111-111111111111`;

/** A bucket with these statements, those of lakes read as their resources. */
async function holding(...statements: readonly object[]): Promise<LiveState> {
  const live = liveWith(bucket, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  const context = { facts: live.facts } as unknown as Parameters<typeof s3BucketPolicy.read>[0];
  const { specs } = await s3BucketPolicy.read(context);
  const resources = specs.map(
    (spec) => [s3BucketPolicy.address(spec), { kind: "s3-bucket-policy", spec: s3BucketPolicy.normalize(spec) }] as const,
  );
  return { ...live, resources: new Map(resources) };
}

function statement(sid: string, more: object = {}): object {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: `arn:aws:s3:::${bucket}/*`, ...more };
}

/** A statement with a value of this text. */
function padded(sid: string, text: string): object {
  return statement(sid, { Condition: { StringEquals: { "aws:PrincipalTag/x": text } } });
}

/** Statements of about this many bytes in all. */
function filling(sid: (index: number) => string, bytes: number): readonly object[] {
  const each = 1000;
  return Array.from({ length: Math.ceil(bytes / each) }, (_, index) =>
    padded(sid(index), "x".repeat(each - JSON.stringify(padded(sid(index), "")).length)),
  );
}

async function refusals(live: LiveState | Promise<LiveState>, desired = desiredStorage({ bucket, key })): Promise<readonly string[]> {
  const { refusals: all } = await reconcile(await live, desired, undefined);
  return all.map(({ code, message }) => `${code} ${message}`);
}

describe("the size of a policy", () => {
  test("within what S3 takes is no matter, beyond it is an error that says who holds how much", async () => {
    const theirs = filling((index) => `Theirs${index}`, 12_000);
    expect(await refusals(holding(...theirs))).toEqual([]);
    const lake = filling((index) => `${sidPrefix("other")}Deny${index}`, 9_000);
    const [refusal = "", ...rest] = await refusals(holding(...theirs, ...lake));
    expect(rest).toEqual([]);
    const [, size, own, ofLakes, others] =
      /^LG5020 .* would have (\d+) bytes, more than the 20480 that S3 takes: (\d+) of this lake, (\d+) of other lakes, (\d+) of others$/.exec(
        refusal,
      ) ?? [];
    expect([ofLakes, others]).toEqual(["9000", "12000"]);
    expect(Number(size)).toBe(Number(own) + 21_000);
    expect(Number(own)).toBeGreaterThan(300);
  });

  test("counts bytes, not characters", async () => {
    expect(await refusals(holding(padded("Theirs", "주".repeat(8_000))))).toEqual([expect.stringMatching(/^LG5020 /)]);
  });

  test("does not keep ours from going", async () => {
    const ours = filling((index) => `${prefix}Deny${index}`, 21_000);
    const live = await holding(...ours);
    expect((await reconcile(live, desiredStorage(), undefined)).changes).toMatchObject([{ action: "delete" }]);
    expect(await refusals(live, desiredStorage())).toEqual([]);
  });
});

/** Statements of others of exactly so many bytes in all, the commas between them counted; more than 2,000. */
function padding(bytes: number): readonly object[] {
  const whole = filling((index) => `Theirs${index}`, bytes - 2_000);
  const rest = bytes - Buffer.byteLength(JSON.stringify(whole)) + 1;
  return [...whole, padded("Rest", "x".repeat(rest - JSON.stringify(padded("Rest", "")).length))];
}

/** This lake's statements that ask for a key and spare these roles, as a bucket holds them. */
function ownStatements(keyArn: string, ...roles: readonly string[]): readonly PolicyStatement[] {
  const sparing = {
    sid: `${prefix}DenyDirectAccess`,
    effect: "Deny" as const,
    principal: { negated: false, byType: { AWS: ["*"] } },
    action: { negated: false, names: ["s3:*"] },
    resource: { negated: false, names: [`arn:aws:s3:::${bucket}/*`] },
    conditions: [{ operator: "ArnNotLike", key: "aws:PrincipalArn", values: roles }],
  };
  return normalStatements([...statementsFor({ bucket, key: keyArn }), sparing]);
}

const sizeOf = (statements: readonly PolicyStatement[]): number =>
  Buffer.byteLength(JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementJson) }));

const rolesOf = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:iam::${account}:role/${name}${index}`);

function withLocation<State extends Pick<LiveState, "resources">>(state: State, role: string): State {
  const spec = { arn: `arn:aws:s3:::${bucket}/warehouse`, role, hybrid: false, federation: false, privileged: false };
  return { ...state, resources: new Map([...state.resources, [locationAddress(spec), { kind: "lf-location", spec }]]) };
}

describe("the size of a policy during an apply", () => {
  const oldKey = key.replace(/1$/, "2");

  test("is refused where the old key and the new one are too long together, with both sizes and what to do", async () => {
    const [before, after] = [
      ownStatements(oldKey, "arn:aws:iam::111122223333:role/etl"),
      ownStatements(key, "arn:aws:iam::111122223333:role/etl"),
    ];
    // The comma between the statements of others and ours is one byte.
    const left = 20_480 - sizeOf(after) - 1;
    const live = await holding(...padding(left), ...before.map(statementJson));
    const desired = desiredStorage({ bucket, key, statements: after });
    const { refusals: found } = await reconcile(live, desired, undefined);
    expect(found).toMatchObject([{ code: "LG5020", range: { file: "policies/buckets.yaml" } }]);
    const { message, help } = { message: "", help: "", ...found[0] };
    const [, size, own, others, final] =
      /would have (\d+) bytes during the apply, more than the 20480 that S3 takes, because it takes the old key and the new one until the end: (\d+) of this lake, 0 of other lakes, (\d+) of others; after the apply it would have (\d+)$/.exec(
        message,
      ) ?? [];
    expect(Number(size)).toBe(20_480 + `,"${oldKey}"[]`.length);
    expect([Number(own) + Number(others), Number(final)]).toEqual([Number(size), 20_480]);
    expect(help).toContain("first all else that changes about the bucket, then the key;");
    expect(help).toContain(`make room for ${Number(size) - 20_480} bytes until the apply is done`);
    // With that room it is planned.
    const roomier = await holding(...padding(left - (Number(size) - 20_480)), ...before.map(statementJson));
    expect(await refusals(roomier, desired)).toEqual([]);
  });

  test("is refused where a location moves and its new role is one too many beside all whom the policy spares until the end, and not in two plans", async () => {
    const [was, is] = [rolesOf("reader", 12), rolesOf("analyst", 10)];
    const [old, next] = [`arn:aws:iam::${account}:role/OldRegistration`, `arn:aws:iam::${account}:role/NewRegistration`];
    const before = ownStatements(key, ...was, old);
    const others = padding(20_480 - sizeOf(before) - 1);
    const live = withLocation(await holding(...others, ...before.map(statementJson)), old);
    const moved = withLocation(desiredStorage({ bucket, key, statements: ownStatements(key, ...is, next) }), next);
    const found = (await reconcile(live, moved, undefined)).refusals.filter(({ code }) => code === "LG5020");
    expect(found).toMatchObject([
      {
        message: expect.stringContaining("because it spares whom it spared and whom it is to spare until the end"),
        help: expect.stringContaining("first all else that changes about the bucket, then the locations;"),
      },
    ]);
    // The first plan leaves the location where it is, and the second moves it alone.
    const unmoved = withLocation(desiredStorage({ bucket, key, statements: ownStatements(key, ...is, old) }), old);
    expect((await reconcile(live, unmoved, undefined)).refusals.filter(({ code }) => code === "LG5020")).toEqual([]);
    const halfway = withLocation(await holding(...others, ...ownStatements(key, ...is, old).map(statementJson)), old);
    expect((await reconcile(halfway, moved, undefined)).refusals.filter(({ code }) => code === "LG5020")).toEqual([]);
  });
});

describe("principals that are gone", () => {
  const old = statement("Old", { Principal: { AWS: ["AROAEXAMPLEEXAMPLE123", `arn:aws:iam::${account}:role/etl`] } });

  test("stop every change of the policy that names them: S3 takes none", async () => {
    expect(await refusals(holding(statement("Fine"), old))).toEqual([
      expect.stringMatching(/^LG5021 .*`AROAEXAMPLEEXAMPLE123` in statement `Old`$/),
    ]);
    expect(await refusals(holding(old, statement(`${prefix}DenyInsecureTransport`)), desiredStorage())).toEqual([
      expect.stringMatching(/^LG5021 /),
    ]);
  });

  test("in our own statements stop nothing: they are replaced", async () => {
    expect(await refusals(holding(statement(`${prefix}AllowEtl`, { Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } })))).toEqual([]);
  });
});

describe("a public policy", () => {
  test("is refused where public policies are blocked, whoever is named by being left out", async () => {
    const open = statement("Open", { Effect: "Allow" });
    const allBut = {
      Effect: "Allow",
      NotPrincipal: { AWS: `arn:aws:iam::${account}:role/etl` },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${bucket}/*`,
    };
    expect(await refusals(holding(open, allBut))).toEqual([expect.stringMatching(/^LG5023 .*: statement `Open`, statement 2 of others$/)]);
  });

  test("is left to S3 where a condition may hold it to fixed values", async () => {
    expect(
      await refusals(holding(statement("Org", { Effect: "Allow", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }))),
    ).toEqual([]);
  });
});

describe("a governed bucket", () => {
  test("of which nothing is known is not governed blindly", async () => {
    for (const live of [liveWith("another", undefined), liveWith(bucket, "{")]) {
      expect(await refusals(live)).toEqual([expect.stringMatching(/^LG5022 /)]);
    }
  });
});
