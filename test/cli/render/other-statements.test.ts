/** What a plan that changes a bucket's policy says of the statements of others in it. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { otherStatements } from "../../../src/cli/render/other-statements.ts";
import { lineText } from "../../../src/cli/render/plan-line.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import { desiredStorage, prefix } from "../../storage-fixture.ts";
import type { Change } from "../../../src/model/change.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { plain, planWith } from "./plan-with.ts";

const bucket = "adw-claims";
const objects = `arn:aws:s3:::${bucket}/*`;

/** One of ours stands third in every policy: positions count it. */
function policyOf(...sids: readonly (string | undefined)[]): string {
  const all = [...sids.slice(0, 2), `${prefix}DenyWrongKey`, ...sids.slice(2)];
  const Statement = all.map((Sid) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS: "444455556666" },
    Action: "s3:GetObject",
    Resource: objects,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function finding(code: string, statement: string, of = bucket): Finding {
  const evidence = { bucket: of, statement };
  return { code, severity: "high", status: "failed", resource: `bucket/${of}/${statement}`, message: "m", evidence, controls: [] };
}

const [policy] = [...desiredStorage({ bucket, key: "arn:aws:kms:ap-northeast-2:111122223333:key/k" }).resources].filter(
  ([, { kind }]) => kind === "s3-bucket-policy",
);

function change(action: "create" | "update" | "delete"): Change {
  if (policy === undefined) throw new Error("the fixture governs a bucket");
  const [address, { kind, spec }] = policy;
  const others = "sha256:0";
  const after = { ...(spec as object), others };
  const before = { ...after, statements: [] };
  const ends = { create: { before: null, after }, update: { before, after }, delete: { before: after, after: null } };
  return { address, kind, action, reason: "declared", impact: "narrows", origins: [], step: 99, ...ends[action] };
}

interface Told {
  readonly action?: "create" | "update" | "delete";
  readonly findings?: readonly Finding[];
  readonly full?: boolean;
  readonly messages?: typeof en;
}

function told(policyText: string | undefined, { action = "update", findings = [], full = false, messages = en }: Told = {}): string {
  const facts = { name: bucket, ...(policyText === undefined ? {} : { policy: policyText }) };
  const only = change(action);
  return lineText(only, [only], { full, messages, others: otherStatements([facts], findings) });
}

describe("a change of a bucket's policy", () => {
  test("names what others wrote, by its Sid or its place, in every action", () => {
    for (const action of ["create", "update", "delete"] as const) {
      const text = told(policyOf("Audit", undefined, undefined), { action });
      expect(text).toMatch(/; 3 statements of others stay \(Audit, statement 2, statement 4\)$/);
      expect(text).not.toContain("beside them");
    }
    expect(told(policyOf("Audit"))).toMatch(/; 1 statement of others stays \(Audit\)$/);
  });

  test("says nothing of others where there are none", () => {
    expect(told(undefined)).not.toContain("others");
    expect(told(JSON.stringify({ Statement: JSON.parse(policyOf()).Statement.slice(0, 1) as unknown }))).not.toContain("of others");
  });

  test("stays short beside 50 of them, unless everything is asked for", () => {
    const sids = Array.from({ length: 50 }, (_none, index) => `Theirs${index}`);
    const findings = sids.slice(10, 20).map((sid) => finding("LGF602", sid));
    const text = told(policyOf(...sids), { findings });
    expect(text).toMatch(
      /; 50 statements of others stay \(Theirs0, Theirs1, Theirs2, Theirs3 and 46 more\); findings about Theirs10 \(LGF602\), .* and 6 more$/,
    );
    expect(text.length).toBeLessThan(400);
    expect(told(policyOf(...sids), { findings, full: true })).toContain("Theirs48, Theirs49)");
  });

  test("says which of them findings tell of, whatever bucket else has a statement of that name", () => {
    const findings = [
      finding("LGF602", "Audit"),
      finding("LGF601", "Audit"),
      finding("LGF603", "statement 4"),
      finding("LGF601", "Scan", "other"),
    ];
    expect(told(policyOf("Audit", "Scan", undefined), { findings })).toMatch(
      /; findings about Audit \(LGF602, LGF601\), statement 4 \(LGF603\)$/,
    );
  });

  test("says it in Korean", () => {
    const findings = [finding("LGF602", "Audit")];
    expect(told(policyOf("Audit", undefined), { findings, messages: ko })).toMatch(
      /; 다른 주체가 작성한 문 2개 유지 \(Audit, 2번째 문\); 점검 결과가 있는 문: Audit \(LGF602\)$/,
    );
  });
});

test("a Sid is text, wherever the plan is shown", () => {
  const plan = planWith({ changes: [change("update")] });
  const others = otherStatements([{ name: bucket, policy: policyOf("\u001B[2J|<b>\n") }], []);
  const text = planText(plan, { ...plain, others });
  expect(text).toContain("1 statement of others stays (");
  expect(text).not.toContain("\u001B");
  const markdown = planMarkdown(plan, { full: false, messages: en, others });
  expect(markdown).toContain("1 statement of others stays");
  expect(markdown).not.toContain("<b>");
});
