/** Selectors: what they match, what they refuse, and how long they may take. */

import { describe, expect, test } from "vitest";

import { globMatches, parseGlob } from "../../src/compiler/glob.ts";
import { indexNames } from "../../src/compiler/name-index.ts";
import { alternativesLimit, exactName, parsePattern, parseSelector, patternMatches } from "../../src/compiler/selector.ts";
import type { NamePattern, PatternProblem, Selector } from "../../src/compiler/selector.ts";

function patternOf(text: string): NamePattern {
  const pattern = parsePattern(text);
  if ("problem" in pattern) throw new Error(pattern.message);
  return pattern;
}

function matches(text: string, table: string, column: string): boolean {
  const selector: Selector | PatternProblem = parseSelector(text);
  if ("problem" in selector) throw new Error(selector.message);
  return patternMatches(selector.table, table) && patternMatches(selector.column, column);
}

describe("a selector", () => {
  test.each([
    ["patients.ssn", "patients", "ssn", true],
    ["patients.ssn", "patients", "ssn2", false],
    ["patients.ssn", "patient", "ssn", false],
    ["PATIENTS.Ssn", "patients", "ssn", true],
    ["*.ssn", "anything", "ssn", true],
    ["pat*.{ssn,passport}", "patients", "passport", true],
    ["pat*.{ssn,passport}", "patients", "passports", false],
    ["patients.{home,work}_{zip,city}", "patients", "work_zip", true],
    ["patients.{home,work}_{zip,city}", "patients", "work_home", false],
    ["p?t*.*_no", "pets", "account_no", true],
    ["p?t*.*_no", "pts", "account_no", false],
    ["*.a*b*c", "t", "aXbYbZc", true],
    ["*.a*b", "t", "ab", true],
    ["*.ab*ba", "t", "aba", false],
    ["{a.b}.{c.d}", "a.b", "c.d", true],
    ["고객.주민*", "고객", "주민등록번호", true],
    ["t.이름", "t", "이름".normalize("NFD"), true],
    ["t.이?", "t", "이름".normalize("NFD"), true],
    ["t.a+b(c)[d]^$", "t", "a+b(c)[d]^$", true],
  ])("%s on %s.%s: %s", (text, table, column, expected) => {
    expect(matches(text, table, column)).toBe(expected);
  });

  test.each([
    ["ssn", "syntax"],
    [".ssn", "syntax"],
    ["t.", "syntax"],
    [".", "syntax"],
    ["a..b", "syntax"],
    ["t.{a", "syntax"],
    ["t.a}", "syntax"],
    ["t.}a{", "syntax"],
    ["t.{a,{b,c}}", "syntax"],
    ["t.{}", "syntax"],
    ["t.{a,,b}", "syntax"],
    ["{t.a,u.b}", "syntax"],
    ["t.address.city", "struct-path"],
    ["t.{a,b}.c", "struct-path"],
  ])("%s is refused: %s", (text, problem) => {
    expect(parseSelector(text)).toMatchObject({ problem });
  });

  test("stands for a bounded number of names", () => {
    expect(patternOf("{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}").literals.size).toBe(alternativesLimit);
    expect(parsePattern("{a,b}".repeat(200))).toMatchObject({ problem: "too-many" });
  });

  test("is exact only without globs and braces", () => {
    expect(exactName(patternOf("Claims"))).toBe("claims");
    for (const text of ["*", "claim?", "{claims}", "{a,b}"]) expect(exactName(patternOf(text))).toBeUndefined();
  });
});

describe("hostile globs stay fast", () => {
  // With backtracking a single one of these would take longer than anybody waits.
  test("for one name", () => {
    const glob = parseGlob(`${"*a".repeat(1000)}*b`);
    const started = performance.now();
    for (let round = 0; round < 100; round += 1) expect(globMatches(glob, `${"a".repeat(5000)}c`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("for many names in an index", () => {
    const find = indexNames(
      Array.from({ length: 300 }, (_, index) => patternOf(`*a*a*a*a*b${index}`)),
      (pattern) => pattern,
    );
    const started = performance.now();
    for (let name = 0; name < 20_000; name += 1) expect(find(`${"a".repeat(20)}${name}`)).toEqual([]);
    expect(find("aaaab17")).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
