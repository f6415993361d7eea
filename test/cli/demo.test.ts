/** What the demo tells beside the commands it runs. */

import path from "node:path";

import { expect, test } from "vitest";

import { withoutTold } from "../../src/cli/demo/run-command.ts";
import { whoReads } from "../../src/cli/demo/who-reads.ts";
import { processIo } from "../../src/cli/io.ts";
import { en } from "../../src/cli/messages/en.ts";
import { lakeOf, loadPolicies } from "../../src/cli/policies.ts";
import { openSandbox } from "../../src/cli/sandbox-account.ts";
import { root } from "../examples/policy-set.ts";

function findings(...lines: readonly string[]): string {
  return ["before", `Findings (${lines.length})`, ...lines, "", "No changes.", ""].join("\n");
}

test("a finding is told once, and what is new is told with it", () => {
  const told = new Set<string>();
  const first = findings("  high  a", "  low  b");
  expect(withoutTold(first, told)).toBe(first);
  expect(withoutTold(findings("  high  a", "  high  c", "\u001b[2m  low  b\u001b[0m"), told)).toBe(
    "before\nFindings (3)\n  high  c\n  … and 2 lines as above\n\nNo changes.\n",
  );
  expect(withoutTold("  high  a\n", told)).toBe("  high  a\n");
});

test("everybody whom a group of the example names has a line: roles, people, groups of Identity Center and ARNs", async () => {
  const io = processIo({ isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: async () => undefined }, en);
  const loaded = await loadPolicies([path.join(root, "policies")]);
  const { account, region } = lakeOf(loaded).value;
  const sandbox = await openSandbox(io, { account, region, loaded, catalogFile: path.join(root, "examples", "insurer-catalog.json") });
  const lines = whoReads(sandbox, loaded, "claims", "patients").trimEnd().split("\n");
  const principals = loaded.set.groups.flatMap(({ value: { name, principals: named } }) => named.map(() => name));
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(principals);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}fraud +clearance 2 {2}fraud-investigators +reads \d+ of \d+ columns/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}marketing +clearance 3 {2}default\/marketing +reads /));
});
