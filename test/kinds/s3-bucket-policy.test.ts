/** Statements of ours in policies that others write, too: whatever those hold, nothing of it is lost. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { s3BucketPolicy } from "../../src/kinds/s3-bucket-policy/kind.ts";
import type { S3BucketPolicy } from "../../src/kinds/s3-bucket-policy/spec.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import { account } from "../governed-lake.ts";
import { policyOf } from "../policy-document.ts";
import { applyPolicy, liveWith, policyBucket } from "./bucket-policies.ts";

const bucket = "adw-claims";
const prefix = sidPrefix("adw");

function deny(sid: string, from = prefix): PolicyStatement {
  return {
    sid: `${from}${sid}`,
    effect: "Deny",
    principal: { negated: false, byType: { AWS: ["*"] } },
    action: { negated: false, names: ["s3:*"] },
    resource: { negated: false, names: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] },
    conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }],
  };
}

/** What is planned for a bucket with this policy. */
function planned(text: string | undefined, statements: readonly PolicyStatement[], from = prefix): S3BucketPolicy {
  const spec = s3BucketPolicy.complete?.({ bucket, prefix: from, statements, others: "" }, liveWith(bucket, text));
  if (spec === undefined) throw new Error("nothing is known of the bucket");
  return s3BucketPolicy.normalize(spec);
}

interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

function parse(text: string | undefined): Document {
  return JSON.parse(text ?? "null") as Document;
}

const foreign = {
  notPrincipal: {
    Effect: "Deny",
    NotPrincipal: { AWS: ["arn:aws:iam::444455556666:root"] },
    Action: "s3:Delete*",
    Resource: `arn:aws:s3:::${bucket}/*`,
  },
  notAction: {
    Sid: "Keep",
    Effect: "Allow",
    Principal: "*",
    NotAction: ["s3:Put*"],
    NotResource: "arn:aws:s3:::other/*",
    Condition: { Bool: { "aws:SecureTransport": true } },
  },
  dangling: {
    Sid: "Old",
    Effect: "Allow",
    Principal: { AWS: ["AROAEXAMPLEEXAMPLE123", "AIDAEXAMPLEEXAMPLE123"] },
    Action: ["s3:GetObject"],
    Resource: [`arn:aws:s3:::${bucket}/*`],
  },
  scalar: {
    Sid: "Logs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 }, StringEquals: { "aws:SourceAccount": "111122223333" } },
  },
  sameSid: {
    Sid: "Logs",
    Effect: "Allow",
    Principal: { CanonicalUser: "a".repeat(64) },
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
  },
  unknownElement: {
    Sid: "New",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: `arn:aws:s3:::${bucket}/*`,
    Surprise: { of: ["the", "future"] },
  },
  lookAlike: { Sid: `${prefix}x`, Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
  otherCase: {
    Sid: `${prefix.toLowerCase()}DenyKey`,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
  },
  longerLake: {
    Sid: `${sidPrefix("adwx")}DenyKey`,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
  },
  noSid: { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
} as const;

const statement = fc.constantFrom(...Object.values(foreign));

describe("statements of others", () => {
  test("stay as they are, whatever they hold, through creation, change and deletion of ours", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 50 }),
        fc.constantFrom("2008-10-17", "2012-10-17", undefined),
        async (others, version) => {
          const head = { ...(version !== undefined && { Version: version }), Id: "others" };
          const text = JSON.stringify({ ...head, Statement: others });
          const s3 = policyBucket(text);
          const one = planned(text, [deny("DenyTls")]);
          const two = planned(text, [deny("DenyTls"), deny("DenyKey")]);
          for (const [before, after, sids] of [
            [null, one, 1],
            [one, two, 2],
            [two, null, 0],
          ] as const) {
            expect(await applyPolicy(s3, before, after)).toMatchObject({ status: "done" });
            const { Statement, ...rest } = parse(s3.text);
            expect(Statement.slice(0, others.length)).toEqual(others);
            expect(Statement).toHaveLength(others.length + sids);
            expect(rest).toEqual(head);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are kept when the document holds one statement without a list", async () => {
    const s3 = policyBucket(JSON.stringify({ Version: "2012-10-17", Statement: foreign.notPrincipal }));
    await applyPolicy(s3, null, planned(s3.text, [deny("DenyTls")]));
    expect(parse(s3.text).Statement).toEqual([foreign.notPrincipal, expect.objectContaining({ Sid: `${prefix}DenyTls` })]);
  });

  test("of another lake are others, and each lake finds its own", async () => {
    const theirs = sidPrefix("adw-2");
    const s3 = policyBucket(undefined);
    await applyPolicy(s3, null, planned(undefined, [deny("DenyTls")]));
    await applyPolicy(s3, null, planned(s3.text, [deny("DenyTls", theirs)], theirs));
    expect(parse(s3.text).Statement.map(({ Sid }) => Sid)).toEqual([`${prefix}DenyTls`, `${theirs}DenyTls`]);
    const context = { facts: liveWith(bucket, s3.text).facts } as unknown as Parameters<typeof s3BucketPolicy.read>[0];
    const { specs } = await s3BucketPolicy.read(context);
    expect(specs.map((spec) => [spec.prefix, spec.statements.map(({ sid }) => sid)])).toEqual([
      [prefix, [`${prefix}DenyTls`]],
      [theirs, [`${theirs}DenyTls`]],
    ]);
    await applyPolicy(s3, planned(s3.text, [deny("DenyTls")]), null);
    expect(parse(s3.text).Statement.map(({ Sid }) => Sid)).toEqual([`${theirs}DenyTls`]);
  });

  test("that changed since the plan stop the change, and nothing is written", async () => {
    const before = policyOf(foreign.scalar);
    const after = planned(before, [deny("DenyTls")]);
    for (const now of [undefined, policyOf(foreign.scalar, foreign.noSid)]) {
      const s3 = policyBucket(now);
      expect(await applyPolicy(s3, null, after)).toMatchObject({
        status: "failed",
        error: expect.stringMatching(/changed since the plan; make a new plan/),
      });
      expect([s3.text, s3.calls.map(([operation]) => operation)]).toEqual([now, ["GetBucketPolicy"]]);
    }
  });

  test("that only look otherwise than at the plan stop nothing", async () => {
    const before = policyOf({ ...foreign.scalar, Action: ["s3:PutObject"] }, foreign.noSid);
    const s3 = policyBucket(policyOf(foreign.noSid, foreign.scalar));
    expect(await applyPolicy(s3, null, planned(before, [deny("DenyTls")]))).toMatchObject({ status: "done" });
    expect(parse(s3.text).Statement.slice(0, 2)).toEqual([foreign.noSid, foreign.scalar]);
  });

  test("written between reading and writing are the one window S3 leaves: nothing stands between the two calls", async () => {
    const s3 = policyBucket(policyOf(foreign.noSid));
    const one = planned(s3.text, [deny("DenyTls")]);
    let reads = 0;
    s3.afterRead = () => (reads += 1);
    await applyPolicy(s3, null, one);
    expect(s3.calls.map(([operation]) => operation)).toEqual(["GetBucketPolicy", "PutBucketPolicy"]);
    expect(reads).toBe(1);
  });

  test("that are not understood are not written over", async () => {
    for (const text of [
      "{",
      "[]",
      '{"Version": "2030-01-01", "Statement": []}',
      '{"Statement": [{"Effect": "Perhaps", "Action": "s3:*"}]}',
      "",
    ]) {
      const s3 = policyBucket(text);
      const outcome = await applyPolicy(s3, null, { bucket, prefix, statements: [deny("DenyTls")], others: "" });
      expect(outcome).toMatchObject({ status: "failed", error: expect.stringMatching(/not understood|holds no policy/) });
      expect(s3.text).toBe(text);
    }
  });
});

describe("statements of ours", () => {
  test("that are there already are not written again", async () => {
    const s3 = policyBucket(undefined);
    const one = planned(undefined, [deny("DenyTls")]);
    await applyPolicy(s3, null, one);
    await applyPolicy(s3, null, one);
    expect(s3.calls.map(([operation]) => operation)).toEqual(["GetBucketPolicy", "PutBucketPolicy", "GetBucketPolicy"]);
  });

  test("go with the policy only when nothing else is in it", async () => {
    const s3 = policyBucket(undefined);
    const one = planned(undefined, [deny("DenyTls")]);
    await applyPolicy(s3, null, one);
    expect(await applyPolicy(s3, one, null)).toMatchObject({ status: "done" });
    expect([s3.text, s3.calls.at(-1)?.[0]]).toEqual([undefined, "DeleteBucketPolicy"]);
    expect(await applyPolicy(s3, one, null)).toMatchObject({ status: "done" });
  });

  test("that somebody doubled or changed by hand are replaced", async () => {
    const s3 = policyBucket(
      JSON.stringify({ Version: "2012-10-17", Statement: [1, 2].map(() => ({ ...foreign.noSid, Sid: `${prefix}DenyTls` })) }),
    );
    expect(await applyPolicy(s3, null, planned(s3.text, [deny("DenyTls")]))).toMatchObject({ status: "done" });
    expect(parse(s3.text).Statement).toEqual([expect.objectContaining({ Sid: `${prefix}DenyTls`, Effect: "Deny" })]);
  });

  test("are written to a bucket of the lake's account only, and never with consent to lock its owner out", async () => {
    const s3 = policyBucket(undefined);
    const one = planned(undefined, [deny("DenyTls")]);
    await applyPolicy(s3, null, one);
    await applyPolicy(s3, one, null);
    expect(s3.calls).toHaveLength(4);
    for (const [, input] of s3.calls) {
      expect(input).toMatchObject({ Bucket: bucket, ExpectedBucketOwner: account });
      expect(input).not.toHaveProperty("ConfirmRemoveSelfBucketAccess");
    }
  });
});

function specWith(...statements: readonly PolicyStatement[]): S3BucketPolicy {
  return { bucket, prefix, statements, others: "" };
}

describe("a change", () => {
  const allow: PolicyStatement = { ...deny("AllowEtl"), effect: "Allow" };

  test.each([
    ["adds a Deny", specWith(deny("A")), specWith(deny("A"), { ...deny("B"), conditions: [] }), "narrows"],
    ["takes a Deny", specWith(deny("A")), specWith(), "widens"],
    ["adds an Allow", null, specWith(allow), "widens"],
    ["takes an Allow", specWith(allow), null, "narrows"],
    ["denies under fewer conditions", specWith(deny("A")), specWith({ ...deny("A"), conditions: [] }), "narrows"],
    ["denies under more conditions", specWith({ ...deny("A"), conditions: [] }), specWith(deny("A")), "widens"],
    ["only names a statement anew", specWith(deny("A")), specWith(deny("B")), "neutral"],
  ] as const)("that %s", (_what, before, after, impact) => {
    expect(s3BucketPolicy.impact(before, after)).toBe(impact);
  });

  test("of a bucket of which nothing is known is not planned", () => {
    expect(s3BucketPolicy.complete?.(specWith(deny("A")), liveWith("another", undefined))).toBeUndefined();
    expect(s3BucketPolicy.complete?.(specWith(deny("A")), liveWith(bucket, "{"))).toBeUndefined();
  });
});
