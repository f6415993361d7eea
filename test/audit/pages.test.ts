/** Every control has a page and every page a control. */

import { readFileSync, readdirSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { registry } from "../../src/audit/registry.ts";

describe("the page of", () => {
  for (const { code, title } of registry) {
    test(`${code} says what was seen, why it matters, what to do`, () => {
      const lines = readFileSync(`docs/findings/${code}.md`, "utf8").split("\n");
      expect(lines[0]).toBe(`# ${code}: ${title}`);
      expect(lines.filter((line) => line.startsWith("## "))).toEqual(["## What was seen", "## Why it matters", "## What to do"]);
    });
  }
});

test("pages and codes are the same set, and codes are unique and sorted", () => {
  const codes = registry.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].toSorted());
  expect(readdirSync("docs/findings").filter((name) => name.startsWith("LGF"))).toEqual(codes.map((code) => `${code}.md`));
});

test("framework ids are of one form", () => {
  for (const { controls } of registry) for (const id of controls) expect(id).toMatch(/^ISMS-P \d\.\d{1,2}\.\d{1,2}$/);
});
