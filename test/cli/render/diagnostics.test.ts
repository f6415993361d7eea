/** Diagnostics for people: the place in the policies, and what to do there. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { countDiagnostics, renderDiagnostics, sourcesOf } from "../../../src/cli/render/diagnostics.ts";
import { report } from "../../../src/model/diagnostic.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { range, unknownGroup } from "./unknown-group.ts";

const exceptions = "kind: Exception\nid: EX-1\n# 예외\ngroup: analyst\n";

function show(diagnostic: Diagnostic, sources: Readonly<Record<string, string>>, width?: number): string {
  const files = Object.entries(sources).map(([file, text]) => ({ file, bytes: new TextEncoder().encode(text) }));
  return renderDiagnostics([diagnostic], { source: sourcesOf(files), ...(width === undefined ? {} : { width }) });
}

describe("as text", () => {
  test("the source line is shown and underlined, the label and the help follow", () => {
    expect(show(unknownGroup, { "policies/exceptions.yaml": exceptions })).toBe(
      [
        "error[LG2005]: unknown group `analyst`",
        "  ┌─ policies/exceptions.yaml:4:8",
        "4 │ group: analyst",
        "  │        ^^^^^^^ no group of this name",
        "  = help: did you mean `analysts`?",
      ].join("\n"),
    );
  });

  test("related places follow, in line with the widest line number", () => {
    const related = [{ message: "first given here", range: range("b.yaml", 1, 1, 4) }];
    const text = `${"\n".repeat(11)}kind: Lake\n`;
    expect(
      show(report("LG1008", { message: "twice", range: range("a.yaml", 12, 1, 4), related }), { "a.yaml": text, "b.yaml": "kind: X\n" }),
    ).toBe(
      [
        "error[LG1008]: twice",
        "   ┌─ a.yaml:12:1",
        "12 │ kind: Lake",
        "   │ ^^^^",
        "   ┌─ b.yaml:1:1",
        " 1 │ kind: X",
        "   │ ---- first given here",
      ].join("\n"),
    );
  });

  test("carets stand under wide characters, combining marks and tabs", () => {
    const line = "\t한글😀e\u0301: 값값 x";
    const start = line.indexOf("값");
    const lines = show(report("LG2009", { message: "m", range: range("a.yaml", 1, start + 1, 2) }), { "a.yaml": line }).split("\n");
    expect(lines.slice(2)).toEqual(["1 │   한글😀e\u0301: 값값 x", "  │            ^^^^"]);
  });

  test("a long line is cut around the place, and says so", () => {
    const line = `${"한".repeat(100)}target${"x".repeat(100)}`;
    const lines = show(report("LG2009", { message: "m", range: range("a.yaml", 1, 101, 6) }), { "a.yaml": line }, 30).split("\n");
    expect(lines.slice(2)).toEqual([`1 │ …${"한".repeat(7)}target${"x".repeat(8)}…`, `  │ ${" ".repeat(15)}^^^^^^`]);
  });

  test("a megabyte of one line costs nothing", () => {
    const line = "x".repeat(1_000_000);
    const many = Array.from({ length: 1000 }, (_, index) =>
      report("LG2009", { message: "m", range: range("a.yaml", 1, 500_000 + index, 3) }),
    );
    const start = performance.now();
    const text = renderDiagnostics(many, { source: () => line });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(text.length).toBeLessThan(300_000);
  });

  test("a place over several lines is underlined to the end of its first line", () => {
    const place = { file: "a.yaml", line: 1, column: 4, end: { line: 3, column: 1 } };
    expect(
      show(report("LG2007", { message: "m", range: place }), { "a.yaml": "a: |\r\n  b\r\n" })
        .split("\n")
        .slice(2),
    ).toEqual(["1 │ a: |", "  │    ^"]);
  });

  test("without a source the place is still named, without a place the message stands alone", () => {
    expect(show(unknownGroup, {})).toBe(
      "error[LG2005]: unknown group `analyst`\n  ┌─ policies/exceptions.yaml:4:8\n  │ no group of this name\n  = help: did you mean `analysts`?",
    );
    expect(show(report("LG1002", { message: "no policy file", help: "write one" }), {})).toBe(
      "error[LG1002]: no policy file\n  = help: write one",
    );
  });

  test("hostile text cannot reach the terminal: not from a message, a file name, a label, a help or a source line", () => {
    const evil = "\u001b[2J\u202e\u200b\r";
    const hostile = report("LG2005", {
      message: evil,
      label: evil,
      help: evil,
      range: range(evil, 1, 1, 20),
      related: [{ message: evil, range: range(`${evil}2`, 1, 1, 1) }],
    });
    const text = show(hostile, { [evil]: `${evil}kind: Lake`, [`${evil}2`]: evil });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("\\u{1b}[2J\\u{202e}\\u{200b}\\r");
  });

  test("styles wrap the parts and change nothing else", () => {
    const sources = { source: () => exceptions };
    const styled = renderDiagnostics([unknownGroup], { ...sources, style: (style, text) => `<${style}>${text}</>` });
    expect(styled).toContain("<error>error[LG2005]</>");
    expect(styled.replaceAll(/<\/?\w*>/g, "")).toBe(renderDiagnostics([unknownGroup], sources));
  });

  test("diagnostics come in the order of their places, those without a place first", () => {
    const text = renderDiagnostics(
      [
        report("LG2005", { message: "c", range: range("b.yaml", 1, 1, 1) }),
        report("LG2005", { message: "b", range: range("a.yaml", 9, 1, 1) }),
        report("LG1002", { message: "a" }),
      ],
      { source: () => undefined },
    );
    expect([...text.matchAll(/: ([abc])$/gm)].map(([, letter]) => letter)).toEqual(["a", "b", "c"]);
  });
});

test("counts say how many problems there are", () => {
  const warning: Diagnostic = { ...unknownGroup, severity: "warning" };
  expect(countDiagnostics([], en)).toBe("no problems");
  expect(countDiagnostics([unknownGroup, warning, unknownGroup], en)).toBe("2 errors, 1 warning");
  expect(countDiagnostics([warning, warning], en)).toBe("2 warnings");
});
