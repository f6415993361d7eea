/** Every diagnostic code has a page of its own and a test that sees it. */

import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { diagnosticCodes } from "../../src/model/diagnostic-codes.ts";

const codes = Object.keys(diagnosticCodes);
const pages = "docs/diagnostics";

/** What tests say: the expected diagnostics of cases, and the tests themselves. This file names no code. */
const evidence = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^cases[/\\].*[/\\]expected\.(txt|json)|\.test\.ts)$/.test(file))
  .map((file) => readFileSync(`test/${file}`, "utf8"))
  .join("\n");

describe.each(codes)("%s", (code) => {
  test("has a page with its title, what happened, why, and what to do", () => {
    const page = readFileSync(`${pages}/${code}.md`, "utf8");
    const title = Object.entries(diagnosticCodes).find(([name]) => name === code)?.[1].title;
    expect(page.split("\n", 1)[0]).toBe(`# ${code}: ${title}`);
    expect(page.match(/^## .*$/gm)).toEqual(["## What happened", "## Why it is a problem", "## What to do"]);
  });

  test("is seen in a test", () => {
    expect(evidence.includes(code)).toBe(true);
  });
});

test("there is no page for a code that does not exist", () => {
  const known = new Set([...codes.map((code) => `${code}.md`), "README.md"]);
  expect(readdirSync(pages).filter((page) => !known.has(page))).toEqual([]);
});
