/** Bytes that are no honest text: what is refused, and where. */

import { describe, expect, test } from "vitest";

import { parsePolicies } from "../../src/compiler/parse.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { lakeText, policyFile } from "./policy-text.ts";

function only(bytes: Uint8Array): Diagnostic | undefined {
  const { diagnostics } = parsePolicies([{ file: "a.yaml", bytes }]);
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0];
}

describe("LG1004: bytes that are not UTF-8", () => {
  test.each([
    ["a Latin-1 letter", [0x61, 0x0a, 0x62, 0xe9, 0x63], 2, 2],
    ["an overlong slash", [0xc0, 0xaf], 1, 1],
    ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 1, 2],
    ["a character cut off by the end", [0x61, 0xed, 0x95], 1, 2],
    ["a continuation alone", [0x80], 1, 1],
    ["UTF-16 with its byte order mark", [0xff, 0xfe, 0x6b, 0x00], 1, 1],
  ])("%s is shown at its place", (_title, bytes, line, column) => {
    expect(only(Uint8Array.from(bytes))).toMatchObject({ code: "LG1004", range: { file: "a.yaml", line, column } });
  });

  test("the place is right behind characters of several bytes", () => {
    const bytes = [...new TextEncoder().encode("# 한글 😀\n# é"), 0xe9];
    expect(only(Uint8Array.from(bytes))).toMatchObject({ range: { line: 2, column: 4, end: { line: 2 } } });
  });
});

describe("LG1005: characters that hide something", () => {
  test.each([
    ["NUL", "\u0000", "U+0000"],
    ["an escape sequence", "\u001b[2K", "U+001B"],
    ["a lone carriage return", "\r", "U+000D"],
    ["DEL", "\u007f", "U+007F"],
    ["a C1 control character", "\u009b", "U+009B"],
    ["a right-to-left override", "\u202e", "U+202E"],
    ["an isolate", "\u2066", "U+2066"],
  ])("%s, even in a comment", (_title, character, name) => {
    const problem = only(policyFile(`${lakeText}# x${character}y\n`).bytes);
    expect(problem).toMatchObject({ code: "LG1005", range: { line: 6, column: 4, end: { line: 6, column: 5 } } });
    expect(problem?.message).toContain(name);
  });

  test("other scripts and emoji are fine, joiners included", () => {
    const { diagnostics } = parsePolicies([policyFile(`${lakeText}# 한글 עברית 👩‍👩‍👧 \u0085\n`)]);
    expect(diagnostics).toEqual([]);
  });
});
