/** What S3 would not take is refused at the plan, with who is to do something about it. */

import { describe, expect, test } from "vitest";

import { s3BucketPolicy } from "../../src/kinds/s3-bucket-policy/kind.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState } from "../../src/model/state.ts";
import { liveWith } from "../kinds/bucket-policies.ts";
import { account, region } from "../governed-lake.ts";
import { desiredStorage, prefix } from "../storage-fixture.ts";

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

/** Statements of about this many bytes in all. */
function filling(sid: (index: number) => string, bytes: number): readonly object[] {
  const each = 1000;
  return Array.from({ length: Math.ceil(bytes / each) }, (_, index) => {
    const empty = statement(sid(index), { Condition: { StringEquals: { "aws:PrincipalTag/x": "" } } });
    return statement(sid(index), {
      Condition: { StringEquals: { "aws:PrincipalTag/x": "x".repeat(each - JSON.stringify(empty).length) } },
    });
  });
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
    expect(
      await refusals(holding(statement("Theirs", { Condition: { StringEquals: { "aws:PrincipalTag/x": "주".repeat(8_000) } } }))),
    ).toEqual([expect.stringMatching(/^LG5020 /)]);
  });

  test("does not keep ours from going", async () => {
    const ours = filling((index) => `${prefix}Deny${index}`, 21_000);
    const live = await holding(...ours);
    expect((await reconcile(live, desiredStorage(), undefined)).changes).toMatchObject([{ action: "delete" }]);
    expect(await refusals(live, desiredStorage())).toEqual([]);
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
