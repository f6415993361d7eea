/** Whatever bytes come in: no exception, no hang, and every range lies inside its file. */

import { array, assert, constantFrom, nat, property, string, tuple, uint8Array } from "fast-check";
import type { Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";

import { renderDiagnostics, sourcesOf } from "../../src/cli/render/diagnostics.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import type { PolicyFile, PolicySet } from "../../src/compiler/policy.ts";
import { hasErrors } from "../../src/model/diagnostic.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { Position, Range } from "../../src/model/source.ts";
import { lakeText, policyFile } from "./policy-text.ts";

/** Every range that a result of the parser can be asked for, near enough. */
function rangesOf(set: PolicySet, diagnostics: readonly Diagnostic[]): readonly Range[] {
  const shown = diagnostics.flatMap(({ range, related = [] }) => [
    ...(range === undefined ? [] : [range]),
    ...related.map((place) => place.range),
  ]);
  const documents = [set.lake, ...set.classifications, ...set.groups].filter((document) => document !== undefined);
  const written = documents.flatMap(({ value, at, keyAt }) => [
    at([]),
    ...Object.keys(value).flatMap((key) => [at([key]), keyAt([key]), at([key, 0, "x"])]),
  ]);
  return [...shown, ...written];
}

function isForward({ line, column, end }: Range): boolean {
  return end.line > line || (end.line === line && end.column >= column);
}

/** Parses and renders, and says what of the result no input may bring about. */
function complaints(file: PolicyFile): readonly string[] {
  const { set, diagnostics } = parsePolicies([file]);
  const lines = new TextDecoder().decode(file.bytes).split("\n");
  const isInside = ({ line, column }: Position): boolean => column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 2;
  const outside = rangesOf(set, diagnostics).filter((range) => !(isInside(range) && isInside(range.end) && isForward(range)));
  const text = renderDiagnostics(diagnostics, { source: sourcesOf([file]) });
  return [
    ...outside.map((range) => `a range outside the file: ${JSON.stringify(range)}`),
    ...(set.lake === undefined && !hasErrors(diagnostics) ? ["neither a lake nor an error"] : []),
    ...(/(?!\n)[\p{Cc}\p{Cf}]/u.test(text) ? ["text that a terminal obeys"] : []),
  ];
}

const words = [
  ..."kind: |Group|Lake|Classification|name: |rules:|principals: |grade: |account: |- |? |: |, |[|]|{|}|&a |*a|*b |!x |!!str |<<: |%YAML 1.1|---|...|\"|'|\\|#|@|`|~|\t|\n|\r\n|\r|  |    |>-|111122223333|0x1|.inf|null|한글|😀|\u202e|\u0000|__proto__: |constructor: |match: a.b".split(
    "|",
  ),
  "|",
];

const good = `${lakeText}admins: [&a A, {permissionSet: B}]\nlocations:\n  - {path: "s3://abc/x", role: R}\n`;

const inputs: readonly [string, Arbitrary<PolicyFile>, number][] = [
  ["any bytes", uint8Array({ maxLength: 300 }).map((bytes) => ({ file: "a.yaml", bytes })), 300],
  ["any text", string({ unit: "binary", maxLength: 200 }).map((text) => policyFile(text)), 300],
  ["anything that looks like YAML", array(constantFrom(...words), { maxLength: 60 }).map((parts) => policyFile(parts.join(""))), 1500],
  [
    "a good document with something foreign put into it",
    tuple(nat(good.length), nat(20), constantFrom(...words)).map(([at, removed, word]) =>
      policyFile(good.slice(0, at) + word + good.slice(at + removed)),
    ),
    1000,
  ],
];

test.each(inputs)("the parser survives %s", (_title, files, numRuns) => {
  const nothingWrong = property(files, (file) => {
    expect(complaints(file)).toEqual([]);
  });
  expect(() => assert(nothingWrong, { numRuns })).not.toThrow();
});

describe("the parser is quick to refuse", () => {
  const size = 50_000;
  const many = (text: string): string => text.repeat(Math.floor(size / text.length));
  test.each([
    ["brackets", many("[")],
    ["closing brackets", many("]")],
    ["dashes in dashes", many("- ")],
    ["keys in keys", many("? ")],
    ["commas", `[${many(",")}`],
    ["mappings", many("{a: ")],
    ["bad escapes", `"${many("\\q")}`],
    ["anchors", many("&a ")],
    ["aliases", many("- *a\n")],
    ["unknown tags", many("- !x y\n")],
    ["directives", many("%a\n")],
    ["documents", many("---\nx\n")],
    ["equal keys", many("a: b\n")],
    ["different keys", Array.from({ length: size / 12 }, (_, index) => `key${index}: x`).join("\n")],
    ["an open quote", `'${many("x\n")}`],
    ["one long line", `kind: ${many("x")}`],
    ["rules with problems", `kind: Classification\nrules:\n${many("  - {mach: a.b, grade: x}\n")}`],
    ["unknown fields", `kind: Group\n${Array.from({ length: size / 10 }, (_, index) => `f${index}: x`).join("\n")}`],
    ["principals of no kind", `${lakeText}admins: [${many("{x: y}, ")}]`],
    ["numbers for principals", `${lakeText}admins: [${many("1, ")}]`],
    ["lakes", many(`---\n${lakeText}`)],
    ["anchors, and aliases of none", `- [${Array.from({ length: size / 20 }, (_, index) => `&a${index} x, *b${index}`).join(", ")}]`],
    [
      "a chain of aliases",
      `a0: &a0 [x]\n${Array.from({ length: 5000 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`).join("\n")}`,
    ],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from("bcdefghijk")
        .map((to, index) => `${to}: &${to} [${many9("abcdefghij"[index] ?? "")}]`)
        .join("\n")}`,
    ],
  ])("%s", (_title, text) => {
    const start = performance.now();
    const { diagnostics } = parsePolicies([policyFile(text)]);
    expect(hasErrors(diagnostics)).toBe(true);
    // A bound that a busy machine keeps; what it guards against takes many times as long, or all memory.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

function many9(alias: string): string {
  return Array.from({ length: 9 }, () => `*${alias}`).join(",");
}
