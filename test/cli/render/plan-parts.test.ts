/** Writes, outages and findings of a plan: keys and groups by their names, and what repeats said once. */

import { describe, expect, test } from "vitest";

import { ko } from "../../../src/cli/messages/ko.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import type { PlanTextOptions } from "../../../src/cli/render/plan-text.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { BucketWrites, WriteChange } from "../../../src/model/write-simulation.ts";
import { formatPlan } from "../../../src/reconciler/plan-file.ts";
import { plain as unnamed, planWith } from "./plan-with.ts";

const keyArn = (id: string): string => `arn:aws:kms:ap-northeast-2:111122223333:key/${id}`;
const own = keyArn("11111111-0000-4000-8000-000000000001");
const other = keyArn("22222222-0000-4000-8000-000000000002");
const group = "arn:aws:identitystore:::group/9067a1b2-0000-4000-8000-000000000003";
const names = new Map([
  [other, "alias/logs (key/22222222…)"],
  [group, "group/Data analysts (9067a1b2…)"],
]);

const plain: PlanTextOptions = { ...unnamed, names };

function finding(index: number, more: Partial<Finding> = {}): Finding {
  return {
    code: "LGF209",
    severity: "informational",
    status: "failed",
    resource: `claims.t${index}`,
    message: `role/r${index} made 1 table of claims`,
    evidence: {},
    controls: [],
    ...more,
  };
}

const change: WriteChange = {
  writer: "arn:aws:iam::111122223333:role/etl",
  relation: "direct access",
  shapes: ["another key"],
  before: { result: "allowed", encryption: { algorithm: "aws:kms", key: other } },
  after: { result: "denied", why: `key ${other} is Disabled` },
  expected: "open",
};

function writesTo(bucket: string, more: Partial<BucketWrites> = {}): BucketWrites {
  return { bucket, key: own, changes: [change], more: 0, ...more };
}

describe("keys and groups go by the names that people know", () => {
  const plan = planWith({
    writes: [writesTo("adw")],
    outages: [{ principals: [group], database: "claims", tables: [], permissions: ["DESCRIBE"], from: 40, until: 40 }],
    findings: [
      finding(0, { code: "LGF602", severity: "high", message: `key ${other} is used by others`, evidence: { examples: [group] } }),
      ...Array.from({ length: 6 }, (_, index) => finding(index, { message: `${group} made ${index} tables` })),
    ],
  });

  test.each([
    ["text", planText(plan, plain)],
    ["Markdown", planMarkdown(plan, plain).replaceAll("`", "")],
  ])("in %s", (_format, text) => {
    expect(text).toContain("allowed (aws:kms, alias/logs (key/22222222…)) → denied");
    expect(text).toContain("key alias/logs (key/22222222…) is Disabled");
    expect(text).toContain("claims: the database itself");
    expect(text).toContain("key alias/logs (key/22222222…) is used by others: group/Data analysts (9067a1b2…)");
    expect(text).toContain("group/Data analysts (9067a1b2…) made 0 tables");
    expect(text).not.toMatch(/arn:aws:(kms|identitystore)/);
  });

  test("what has no name keeps its ARN, and files keep every ARN", () => {
    const text = planText(plan, { ...plain, names: new Map() });
    expect(text).toContain(`${group}: claims: the database itself`);
    expect(text).toContain("allowed (aws:kms, 22222222-0000-4000-8000-000000000002) → denied");
    expect(formatPlan(plan)).toContain(group);
  });
});

/** The report of so many findings with this in common. */
function reportOf(more: Partial<Finding>, length: number): string {
  return planText(planWith({ findings: Array.from({ length }, (_, index) => finding(index, more)) }), plain);
}

describe("findings that are only for information", () => {
  const six = Array.from({ length: 6 }, (_, index) => finding(index));

  test("fold where many have one code, with how many there are and the first few", () => {
    expect(
      planText(planWith({ findings: six }), plain)
        .split("\n")
        .slice(2, -3),
    ).toEqual([
      "Findings (6)",
      "  informational LGF209  6 findings: implicit grant of a table's creator",
      "    role/r0 made 1 table of claims",
      "    role/r1 made 1 table of claims",
      "    role/r2 made 1 table of claims",
      "    … and 3 more (--full)",
      "  `docs/findings/<CODE>.md` says of each code what to do",
    ]);
  });

  test("fold in Markdown to one row, and do not use up the rows of others", () => {
    const text = planMarkdown(
      planWith({ findings: [...Array.from({ length: 500 }, (_, index) => finding(index)), finding(0, { code: "LGF405" })] }),
      plain,
    );
    expect(text).toContain(
      "| informational | LGF209 | 500 findings: implicit grant of a table's creator<br>role/r0 made 1 table of claims<br>",
    );
    expect(text).toContain("<br>… and 497 more |");
    expect(text).toContain("\n\n`docs/findings/<CODE>.md` says of each code what to do\n");
    expect(text).toContain("| informational | LGF405 |");
    expect(text).not.toMatch(/_and \d+ more_/);
  });

  test("carry their title in the reader's language once", () => {
    const text = planText(planWith({ findings: six }), { ...plain, messages: ko });
    expect(text).toContain("LGF209  점검 결과 6건: 테이블 생성자의 암시적 권한\n    role/r0 made");
  });

  test("are all listed with --full, and in the file", () => {
    const plan = planWith({ findings: six });
    expect(planText(plan, { ...plain, full: true }).match(/ LGF209 {2}role\/r\d made/g)).toHaveLength(6);
    expect(planMarkdown(plan, { ...plain, full: true }).match(/\| LGF209 \| role/g)).toHaveLength(6);
    expect(formatPlan(plan).match(/"LGF209"/g)).toHaveLength(6);
  });

  test("stay apart where they are few, where they are worse, and where nobody could decide", () => {
    expect(reportOf({}, 5).match(/ LGF209 /g)).toHaveLength(5);
    expect(reportOf({ severity: "low" }, 9).match(/ LGF209 /g)).toHaveLength(9);
    expect(reportOf({ status: "unknown" }, 9).match(/unknown {7}LGF209 /g)).toHaveLength(9);
  });
});

function headings(writes: readonly BucketWrites[], more: Partial<PlanTextOptions> = {}): readonly string[] {
  const lines = planText(planWith({ writes }), { ...plain, ...more }).split("\n");
  return lines.filter((line) => /^(Writes to|버킷 쓰기)/.test(line));
}

describe("buckets of which the same is said", () => {
  test("stand in one section", () => {
    const writes = ["a", "b"].map((bucket, index) => writesTo(bucket, { key: index === 0 ? own : keyArn("x") }));
    expect(headings(writes)).toEqual(["Writes to buckets a, b"]);
    expect(headings(writes, { messages: ko })).toEqual(["버킷 쓰기 a, b"]);
    expect(planMarkdown(planWith({ writes }), plain)).toContain("#### Writes to buckets a, b\n");
  });

  test("are all named with --full, and counted otherwise", () => {
    const writes = Array.from({ length: 14 }, (_, index) => writesTo(`b${index}`));
    expect(headings(writes)).toEqual(["Writes to buckets b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11 and 2 more"]);
    expect(headings(writes, { full: true })[0]).toContain("b12, b13");
  });

  test.each<[string, Partial<BucketWrites>]>([
    ["outcome", { changes: [{ ...change, after: { result: "unknown", why: `key ${other} is Disabled` } }] }],
    ["reason", { changes: [{ ...change, after: { result: "denied", why: "the bucket blocks SSE-C" } }] }],
    ["writer", { changes: [{ ...change, writer: "arn:aws:iam::111122223333:role/other" }] }],
    ["key before", { key: other }],
    ["number of roles", { more: 1 }],
  ])("stand apart where they differ in one %s", (_what, more) => {
    expect(headings([writesTo("a"), writesTo("b", more)])).toEqual(["Writes to bucket a", "Writes to bucket b"]);
  });
});
