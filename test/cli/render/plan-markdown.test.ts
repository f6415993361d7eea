/** Markdown of a plan: whatever names and messages hold comes out as text. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import type { PlanViewOptions } from "../../../src/cli/render/plan-view.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import type { Change } from "../../../src/model/change.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { planWith } from "./plan-with.ts";

/** A plan with this name wherever something from outside is shown: a table, a role, a policy file, a finding. */
function planNaming(name: string): Plan {
  const finding: Finding = {
    code: "LGF401",
    severity: "high",
    status: "failed",
    resource: name,
    message: `message ${name} end`,
    evidence: {},
    controls: [],
  };
  const range = { file: `policies/${name}.yaml`, line: 1, column: 1, end: { line: 1, column: 2 } };
  const shared = { action: "create", reason: "declared", impact: "widens", before: null, origins: [range], step: 10 } as const;
  const changes: readonly Change[] = [
    {
      ...shared,
      address: "lf-tag-assignment/grade/claims/x",
      kind: "lf-tag-assignment",
      after: { key: "grade", value: "3", database: "claims", table: name },
    },
    {
      ...shared,
      address: "lf-grant/x/table/claims/x",
      kind: "lf-grant",
      after: {
        principal: `arn:aws:iam::111122223333:role/${name}`,
        securable: { type: "table", database: "claims", table: name },
        permissions: ["SELECT"],
        grantable: [],
      },
    },
  ];
  return planWith({ changes, findings: [finding] });
}

/** The text a reader sees for code spans and character references. */
function decoded(markdown: string): string {
  return markdown.replaceAll("`", "").replace(/&#(\d+);/g, (_reference, code: string) => String.fromCharCode(Number(code)));
}

const options: PlanViewOptions = { full: true, messages: en };

const lines = (name: string): number => planMarkdown(planNaming(name), options).split("\n").length;

describe("comes out as text", () => {
  test.each([
    "<b>bold</b>",
    "<img src=x onerror=alert(1)>",
    "https://x.example/a",
    "www.x.example",
    "WWW.x.example",
    "@name",
    "$x$",
    "$`x`$",
    ":smile:",
    "`code`",
    "a|b|c",
    "[text](url)",
    "![image](url)",
    "**strong** _em_ ~~gone~~",
    "#1 GH-1",
    "&lt;b&gt; &amp;",
    "\\",
    "{{x}}",
  ])("%s", (name) => {
    const markdown = planMarkdown(planNaming(name), options);
    const shown = decoded(markdown);
    // The finding, the table, the role and the file.
    expect(shown.split(name).length - 1).toBeGreaterThanOrEqual(4);
    const [, row = ""] = /^(\| high .*)$/m.exec(markdown) ?? [];
    const cell = row.slice("| high | LGF401 | ".length, -" |".length);
    // Spans end where they begin, and hold neither backticks nor ends of cells.
    const outside = cell.replace(/(?<![^ ])`[^`|\\ ]+`(?![^ ])/g, "").replace(/&#\d+;/g, "");
    expect(outside).not.toMatch(/[\\`*_{}[\]#+!|~$&<>@:]|www\./i);
  });

  test("an ARN is readable where nobody renders Markdown", () => {
    const arn = "arn:aws:iam::111122223333:user/first_last";
    expect(planMarkdown(planNaming(arn), options)).toContain(`| high | LGF401 | message \`${arn}\` end |`);
  });

  test("a name over several lines stays in its cell", () => {
    for (const name of ["a\nb", "a\r\nb", "a\u2028b", "a\n\n# heading", "a\n| x | y |"]) expect(lines(name)).toBe(lines("plain"));
  });

  test("every row of a table has as many cells as its head", () => {
    const markdown = planMarkdown(planNaming("a|b\\|c"), options);
    const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
    const counts = new Set(rows.map((row) => row.split("|").length - 1));
    expect([rows.length > 6, counts]).toEqual([true, new Set([5, 4])]);
  });
});

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

/** A lake where 150 databases of 20 tables change their domain, with some of everything else. */
function largePlan(impactOf: (database: number) => Change["impact"] = () => "narrows"): Plan {
  const shared = { action: "update", reason: "value-differs", origins: [], step: 20 } as const;
  const tags: readonly Change[] = Array.from({ length: 150 }, (_, database) =>
    Array.from({ length: 20 }, (__, table): Change => {
      const of = { key: "domain", database: `database-${database}`, table: `table-${table}` };
      const [before, after] = [
        { ...of, value: "old" },
        { ...of, value: `new-${database}` },
      ];
      return { ...shared, kind: "lf-tag-assignment", address: `tag/${database}/${table}`, impact: impactOf(database), before, after };
    }),
  ).flat();
  const [grant] = planNaming("patients").changes.filter(({ kind }) => kind === "lf-grant");
  const [finding] = planNaming("patients").findings;
  if (grant === undefined || finding === undefined) throw new Error("a plan of a grant and a finding");
  const changes = [...tags, grant];
  return planWith({
    changes,
    findings: [finding],
    outages: [{ principals: [role("reader")], database: "claims", tables: [], permissions: ["SELECT"], from: 40, until: 80 }],
    writes: [
      {
        bucket: "adw-claims",
        key: "alias/adw",
        changes: [
          {
            writer: role("etl"),
            relation: "direct access",
            shapes: ["no header"],
            before: { result: "allowed", encryption: { algorithm: "AES256" } },
            after: { result: "denied", why: "Deny wrong key" },
            expected: "open",
          },
        ],
        more: 0,
      },
    ],
  });
}

const short: PlanViewOptions = { full: false, messages: en };
const headings = (markdown: string): readonly string[] => [...markdown.matchAll(/^#### (.*?)(?: \(|$)/gm)].map(([, title = ""]) => title);

describe("of a plan too long for a comment", () => {
  test("holds outages and writes behind the summary, every section, and the findings", () => {
    const markdown = planMarkdown(largePlan(), short);
    expect(markdown.length).toBeLessThan(65_536);
    expect(headings(markdown)).toEqual(["Outages of a moment", "Writes to bucket adw-claims", "LF-Tag domain", "Grants", "Findings"]);
    expect(markdown).toContain("role/patients");
    expect(markdown).not.toContain("do not fit here");
  });

  test("says how many lines and changes of a section are left out", () => {
    const markdown = planMarkdown(largePlan(), short);
    const rows = markdown.split("\n").filter((line) => line.includes("domain old → new")).length;
    expect(rows).toBeGreaterThan(300);
    expect(markdown).toContain(`… and ${3000 - rows} more lines with ${3000 - rows} changes, none of which widens access`);
    expect(planMarkdown(largePlan(), options).match(/domain old → new/g)).toHaveLength(3000);
  });

  test("keeps what widens access, wherever it stands among the rest", () => {
    const markdown = planMarkdown(
      largePlan((database) => (database === 149 ? "widens" : "narrows")),
      short,
    );
    expect(markdown.match(/new-149 \|/g)).toHaveLength(20);
    expect(markdown).toContain("none of which widens access");
  });

  test("counts what widens access where not even that fits", () => {
    const markdown = planMarkdown(
      largePlan(() => "widens"),
      short,
    );
    const rows = markdown.split("\n").filter((line) => line.includes("domain old → new")).length;
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toContain(`with ${3000 - rows} changes, ${3000 - rows} of which widen access`);
    expect(headings(markdown)).toContain("Grants");
  });

  test("leaves out a section that is too long by itself, and no other", () => {
    const plan = largePlan();
    const [write] = plan.writes ?? [];
    const [change] = write?.changes ?? [];
    if (write === undefined || change === undefined) throw new Error("a plan with a write");
    const changes = Array.from({ length: 500 }, (_, index) => ({
      ...change,
      writer: `${change.writer}-${index}`,
      shapes: [`shape ${index}`],
    }));
    const markdown = planMarkdown({ ...plan, writes: [{ ...write, bucket: "adw-huge", changes }, write] }, short);
    expect(headings(markdown)).toEqual(["Outages of a moment", "Writes to bucket adw-claims", "LF-Tag domain", "Grants", "Findings"]);
    expect(markdown).toContain("1 more section does not fit here");
  });
});

test("the summary counts outages, in text and in Markdown", () => {
  expect(planMarkdown(largePlan(), short)).toContain("; 1 outage of a moment. 1 finding.**");
  expect(planText(largePlan(), { ...short, style: (_style, text) => text })).toContain("; 1 outage of a moment. 1 finding.\n");
});

test("a section is one table, whether its blocks widen access or not", () => {
  const plan = planNaming("patients");
  const [grant] = plan.changes.filter(({ kind }) => kind === "lf-grant");
  if (grant === undefined) throw new Error("a plan of a grant");
  const other: Change = {
    ...grant,
    address: "lf-grant/y/table/claims/x",
    action: "delete",
    impact: "narrows",
    before: { ...(grant.after as object), principal: role("other") },
    after: null,
  };
  const markdown = planMarkdown({ ...plan, changes: [grant, other], findings: [] }, options);
  expect(markdown).toContain("#### Grants (2)");
  expect(markdown.match(/^\| --- /gm)).toHaveLength(1);
});
