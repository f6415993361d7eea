/** Markdown of a plan: whatever names and messages hold comes out as text. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import type { Change } from "../../../src/model/change.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { summarize } from "../../../src/reconciler/plan.ts";

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
  const digest = `sha256:${"0".repeat(64)}`;
  return {
    formatVersion: 1,
    tool: { name: "lakegrade", version: "0.0.0" },
    lake: { name: "adw", account: "111122223333", region: "ap-northeast-2" },
    policies: ["policies"],
    policyDigest: digest,
    liveDigest: digest,
    createdAt: "2026-01-01T00:00:00.000Z",
    today: "2026-01-01",
    changes,
    findings: [finding],
    summary: summarize(changes, [finding]),
    digest,
  };
}

/** The text a reader sees for character references. */
function decoded(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_reference, code: string) => String.fromCharCode(Number(code)));
}

const options = { full: true, messages: en };

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
    expect(markdown).not.toContain(name);
    const [, row = ""] = /^(\| high .*)$/m.exec(markdown) ?? [];
    expect(row.replace(/&#\d+;/g, "").slice("| high | LGF401 | ".length, -" |".length)).not.toMatch(/[\\`*_{}[\]()#+!|~$&<>@:]|www\./i);
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
