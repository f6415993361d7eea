/** Who loses direct reading, in every format: the unexpected first, ten names a line, and the number in the summary. */

import { describe, expect, test } from "vitest";

import { ko } from "../../../src/cli/messages/ko.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import type { BucketReads, LostReaders } from "../../../src/model/lost-reading.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { formatPlan, parsePlan } from "../../../src/reconciler/plan-file.ts";
import { liveDigestOf, planDigest } from "../../../src/reconciler/plan.ts";
import { changeOf } from "../messages/plan-in-korean.ts";
import { plain, planWith } from "./plan-with.ts";

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const set = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Data_0123456789abcdef";
const why = "denied by `LakegradeadwDenyDirectAccess` of the bucket policy";
const lost: LostReaders = { readers: [set, role("reader")], before: "allowed", after: "denied", why, objects: "all" };
const all: BucketReads = {
  buckets: ["adw-claims"],
  lost: [
    lost,
    { ...lost, readers: [role("other")], after: "unknown", objects: "new" },
    { ...lost, readers: Array.from({ length: 14 }, (_, index) => role(`r${String(index).padStart(2, "0")}`)), instead: "Lake Formation" },
  ],
  more: 3,
};

function planOf(...reads: readonly BucketReads[]): Plan {
  const database = { database: "claims", parameters: [] };
  const changes = [changeOf("lf-tag-assignment", null, { key: "grade", value: "1", ...database })];
  return planWith({ changes, reads });
}

function section(text: string, title: string): readonly string[] {
  const rows = text.split("\n");
  const start = rows.findIndex((row) => row.includes(title));
  return start < 0
    ? []
    : rows.slice(
        start,
        rows.findIndex((row, index) => index > start && row === ""),
      );
}

describe("who loses direct reading", () => {
  test("in text: what is lost first, ten names, and how many more", () => {
    expect(section(planText(planOf(all), plain), "Direct reading").join("\n")).toMatchInlineSnapshot(`
      "Direct reading of objects in bucket adw-claims  lost (2), perhaps lost (1), through Lake Formation from now on (14)
        lost (2): permission-set/Data, role/reader  denied by \`LakegradeadwDenyDirectAccess\` of the bucket policy
        perhaps lost, only what is written from now on (1): role/other  denied by \`LakegradeadwDenyDirectAccess\` of the bucket policy
        through Lake Formation from now on (14): role/r00, role/r01, role/r02, role/r03, role/r04, role/r05, role/r06, role/r07, role/r08, role/r09 and 4 more  denied by \`LakegradeadwDenyDirectAccess\` of the bucket policy
        … and 3 more (with policies about reading, not looked at)"
    `);
  });

  test("with every name, if asked for", () => {
    expect(planText(planOf(all), { ...plain, full: true })).toContain("role/r12, role/r13");
    expect(planText(planOf(all), plain)).not.toContain("role/r12");
  });

  test("in Markdown, and in Korean", () => {
    expect(planMarkdown(planOf(all), plain)).toContain(
      "| **lost (2)** | permission-set/Data, role/reader | denied by `LakegradeadwDenyDirectAccess` of the bucket policy |",
    );
    expect(planText(planOf(all), { ...plain, messages: ko })).toContain("중단 (2): permission-set/Data, role/reader");
  });

  test("is counted in the summary, each principal once, those with Lake Formation not at all", () => {
    expect(planText(planOf({ ...all, lost: [lost] }, { ...all, buckets: ["adw-b"], lost: [lost] }), plain)).toContain(
      "; 2 principals lose direct reading.",
    );
    expect(planText(planOf(all), plain)).toContain("; 2 principals lose direct reading; 1 principal may lose direct reading.");
    expect(
      planText(planOf({ ...all, lost: all.lost.slice(2) }), plain)
        .split("\n")
        .at(-2),
    ).not.toContain("direct reading");
  });

  test("says nothing where nobody does", () => {
    const { reads: _reads, ...without } = planOf(all);
    expect(planText(without, plain)).not.toContain("irect reading");
    expect(planMarkdown(without, plain)).not.toContain("irect reading");
  });

  test("shows hostile names as text", () => {
    const hostile = { ...lost, readers: ["a\u001b[2J|b\n# c"] };
    expect(planText(planOf({ ...all, buckets: ["x\u001b[31m"], lost: [hostile] }), plain)).not.toContain("\u001b");
    const markdown = planMarkdown(planOf({ ...all, lost: [hostile] }), plain);
    expect(section(markdown, "Direct reading")).toHaveLength(1);
    expect(markdown).not.toContain("\n# c");
  });
});

/** A plan file with the right digest, whatever is in it. */
function write(plan: Plan): string {
  const { digest: _digest, ...rest } = plan;
  return formatPlan({ ...rest, digest: planDigest(rest) });
}

function read(plan: object): ReturnType<typeof parsePlan> {
  return parsePlan(write(plan as Plan), "plan.json");
}

describe("a plan file", () => {
  const { changes: _changes, liveDigest: _live, ...rest } = planOf(all);
  const saved = { ...rest, changes: [], liveDigest: liveDigestOf([]) };

  test.each([
    ["names nobody", { ...lost, readers: [] }],
    ["certain of nothing", { ...lost, before: "denied" }],
    ["another way", { ...lost, instead: "S3" }],
    ["a member of its own", { ...lost, more: 1 }],
  ])("is none with a line that has %s", (_what, line) => {
    const found = read({ ...saved, reads: [{ ...all, lost: [line] }] });
    expect("diagnostic" in found ? found.diagnostic.message : "").toMatch(/no plan of format version 1/);
  });

  test("may be of a version that did not say it", () => {
    const { reads: _reads, ...old } = saved;
    expect(read(old)).toHaveProperty("plan");
    expect(read(saved)).toHaveProperty("plan.reads", [all]);
  });
});
