/** Where a text stops being JSON. */

import { expect, test } from "vitest";

import { jsonBreak } from "../../src/model/json-break.ts";

test.each<[string, string, number, number]>([
  ["nothing at all", "", 1, 1],
  ["a text that is cut off", '{"a": [1,\n2', 2, 2],
  ["a comma too many", '{\n  "a": 1,\n}', 3, 1],
  ["a word", "[1,\n 2,\n x]", 3, 2],
  ["a word at the start", "nope", 1, 2],
  ["a comment", '{"a": 1, // one\n"b": 2}', 1, 10],
  ["text behind the end", '{"a": 1}\nx', 2, 1],
  ["a line break in a text", '{"a": "x\ny"}', 1, 9],
  ["a word far from either end", `[${"1,\n".repeat(5000)}x${",\n1".repeat(5000)}]`, 5001, 1],
])("%s", (_, text, line, column) => {
  expect(jsonBreak(text, "a.json")).toMatchObject({ file: "a.json", line, column });
});

test("is nowhere in JSON", () => {
  expect(jsonBreak('{"a": [1, 2.5e3, "\\u00e9", null]}', "a.json")).toBeUndefined();
});
