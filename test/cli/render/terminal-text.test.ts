/** Text from outside on a terminal: harmless, and as wide as it looks. */

import { array, assert, property, string, tuple, nat } from "fast-check";
import { describe, expect, test } from "vitest";

import { cellWidth, fitCells, fitLastCells, padCells, printable } from "../../../src/cli/render/terminal-text.ts";

describe("printable", () => {
  test.each([
    ["an escape sequence", "a\u001b[31mb", "a\\u{1b}[31mb"],
    ["line breaks and tabs", "a\r\n\tb", "a\\r\\n\\tb"],
    ["a C1 control sequence introducer", "\u009b2K", "\\u{9b}2K"],
    ["a right-to-left override", "user\u202etxt.exe", "user\\u{202e}txt.exe"],
    ["zero-width space and joiner, soft hyphen", "a\u200bb\u200dc\u00ad", "a\\u{200b}b\\u{200d}c\\u{ad}"],
    ["a byte order mark inside", "a\ufeffb", "a\\u{feff}b"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["invisible tag characters", "a\u{e0041}", "a\\u{e0041}"],
    ["a lone surrogate", "a\ud800b", "a\\u{d800}b"],
    ["a Hangul filler", "a\u3164b", "a\\u{3164}b"],
  ])("shows %s as an escape", (_title, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("leaves words of any script as they are", () => {
    const text = "grade 등급 級 درجة 😀 é `quoted` \\ 1";
    expect(printable(text)).toBe(text);
  });

  test("leaves nothing that a terminal obeys, and changes nothing when repeated", () => {
    const harmless = property(string({ unit: "binary" }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(printable(shown)).toBe(shown);
    });
    expect(() => assert(harmless, { numRuns: 1000 })).not.toThrow();
  });
});

describe("cell width", () => {
  test.each([
    ["grade", 5],
    ["등급", 4],
    ["級", 2],
    ["ｆｕｌｌ", 8],
    ["😀", 2],
    ["🇰🇷", 2],
    ["e\u0301", 1],
    ["\u1112\u1161\u11ab", 2],
    ["→ ─ é ß", 7],
    ["𠀀", 2],
    ["", 0],
  ])("of %s is %i", (text, cells) => {
    expect(cellWidth(text)).toBe(cells);
  });

  test("a cut text never takes more cells than it may", () => {
    const fits = property(tuple(array(string({ unit: "grapheme" })), nat(20)), ([parts, cells]) => {
      const text = parts.join("등");
      expect(cellWidth(fitCells(text, cells))).toBeLessThanOrEqual(cells);
      expect(text.startsWith(fitCells(text, cells))).toBe(true);
      expect(cellWidth(fitLastCells(text, cells))).toBeLessThanOrEqual(cells);
      expect(text.endsWith(fitLastCells(text, cells))).toBe(true);
      expect(cellWidth(padCells(text, cells))).toBeGreaterThanOrEqual(cells);
    });
    expect(() => assert(fits)).not.toThrow();
  });

  test("a wide character is not cut in half", () => {
    expect(fitCells("가나", 3)).toBe("가");
    expect(fitLastCells("가나", 3)).toBe("나");
    expect(padCells("가", 4)).toBe("가  ");
  });
});
