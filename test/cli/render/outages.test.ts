/** Outages of a moment in a plan: one line for each group of principals and database, in every format. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import type { Outage } from "../../../src/model/outage.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { formatPlan, parsePlan } from "../../../src/reconciler/plan-file.ts";
import { planOf } from "../../../src/reconciler/plan.ts";
import { desiredStorage } from "../../storage-fixture.ts";
import { plain } from "./plan-with.ts";

function planWith(outages: readonly Outage[]): Plan {
  const header = { tool: { name: "lakegrade", version: "0" }, policies: ["policies"], policyDigest: `sha256:${"0".repeat(64)}` };
  const when = { createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" };
  return planOf({ ...header, ...when, ...(outages.length === 0 ? {} : { outages }) }, desiredStorage(), [], []);
}

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const readers: Outage = {
  principals: ["a", "b", "c", "d", "e"].map(role),
  database: "claims",
  tables: [
    { table: "patients", columns: 3 },
    { table: "visits", columns: 1 },
  ],
  permissions: ["DESCRIBE", "SELECT"],
  from: 40,
  until: 80,
};
const itself: Outage = { ...readers, principals: [role("a")], tables: [], permissions: ["DESCRIBE"], until: 40 };
const many = Array.from({ length: 1000 }, (_, index) => ({ ...readers, database: `db${index}` }));

describe("a plan with outages", () => {
  test("says who misses how much of what, and when", () => {
    const lines = planText(planWith([itself, readers]), plain).split("\n");
    const start = lines.findIndex((line) => line.startsWith("Outages of a moment (2)"));
    expect(lines.slice(start + 1, start + 3)).toEqual([
      "  role/a, role/b, role/c, role/d and 1 more: claims: 4 columns of 2 tables (patients, visits)  DESCRIBE, SELECT, from step 40 until step 80 is done",
      "  role/a: claims: the database itself  DESCRIBE, during step 40",
    ]);
  });

  test("names everybody where everything is asked for", () => {
    expect(planText(planWith([readers]), { ...plain, full: true })).toContain("role/a, role/b, role/c, role/d, role/e: claims");
  });

  test("stays short where there are thousands, and counts the rest", () => {
    const short = planText(planWith(many), plain);
    expect(short.split("\n").length).toBeLessThan(40);
    expect(short).toContain("… and 970 more (--full)");
    expect(planText(planWith(many), { ...plain, full: true }).match(/4 columns/g)).toHaveLength(1000);
  });

  test("says so in Markdown, where names are no markup", () => {
    const text = planMarkdown(planWith([{ ...readers, database: "a|b`c" }]), { full: false, messages: en });
    expect(text).toContain("#### Outages of a moment (1)");
    expect(text).toContain("a&#124;b&#96;c&#58; 4 columns of 2 tables");
  });

  test("says so in Korean", () => {
    expect(planText(planWith([readers]), { ...plain, messages: ko })).toContain("테이블 2개의 열 4개");
  });

  test("keeps them in its file", () => {
    const plan = planWith([itself, readers]);
    expect(parsePlan(formatPlan(plan), "plan.json")).toEqual({ plan });
  });
});

test("a plan without outages says nothing of them", () => {
  expect(planText(planWith([]), plain)).not.toContain("Outages");
  expect(formatPlan(planWith([]))).not.toContain("outages");
});
