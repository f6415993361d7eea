/** Diagnostics for people, programs, code hosts and build servers. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { countDiagnostics, diagnosticsAsJson, renderDiagnostics, sourcesOf } from "../../../src/cli/render/diagnostics.ts";
import { diagnosticsAsJunit } from "../../../src/cli/render/junit.ts";
import { diagnosticsAsSarif } from "../../../src/cli/render/sarif.ts";
import { report } from "../../../src/model/diagnostic.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import type { Range } from "../../../src/model/source.ts";

const exceptions = "kind: Exception\nid: EX-1\n# 예외\ngroup: analyst\n";

function range(file: string, line: number, column: number, length: number): Range {
  return { file, line, column, end: { line, column: column + length } };
}

function show(diagnostic: Diagnostic, sources: Readonly<Record<string, string>>, width?: number): string {
  const files = Object.entries(sources).map(([file, text]) => ({ file, bytes: new TextEncoder().encode(text) }));
  return renderDiagnostics([diagnostic], { source: sourcesOf(files), ...(width === undefined ? {} : { width }) });
}

const unknownGroup = report("LG2005", {
  message: "unknown group `analyst`",
  label: "no group of this name",
  help: "did you mean `analysts`?",
  range: range("policies/exceptions.yaml", 4, 8, 7),
});

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

const several: readonly Diagnostic[] = [
  { ...unknownGroup, related: [{ message: "a group", range: range("policies/groups 1.yaml", 2, 7, 8) }] },
  report("LG1001", { message: '`/x` cannot be read: <permission> & "denied" \u001b[31m\ud800' }),
  { ...report("LG2008", { message: "한글", range: range("/abs/한글#1.yaml", 1, 1, 2) }), severity: "warning" },
];

test("as JSON, everything of a diagnostic is there", () => {
  expect(JSON.parse(diagnosticsAsJson(several))).toEqual({ diagnostics: [several[1], several[2], several[0]] });
});

test("as SARIF 2.1.0, results point to their rule and place", () => {
  expect(diagnosticsAsSarif(several, { name: "lakegrade", version: "1.2.3" })).toMatchInlineSnapshot(`
    "{
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "lakegrade",
              "version": "1.2.3",
              "rules": [
                {
                  "id": "LG1001",
                  "shortDescription": {
                    "text": "a policy file or directory cannot be read"
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                },
                {
                  "id": "LG2005",
                  "shortDescription": {
                    "text": "unknown field"
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                },
                {
                  "id": "LG2008",
                  "shortDescription": {
                    "text": "a value that is not one of the allowed"
                  },
                  "defaultConfiguration": {
                    "level": "warning"
                  }
                }
              ]
            }
          },
          "columnKind": "utf16CodeUnits",
          "results": [
            {
              "ruleId": "LG1001",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "\`/x\` cannot be read: <permission> & \\"denied\\" \\u001b[31m\\ud800"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies"
                    },
                    "region": {
                      "startLine": 1,
                      "startColumn": 1,
                      "endLine": 1,
                      "endColumn": 1
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "primaryLocationLineHash": "d433f0cf56711892:1"
              }
            },
            {
              "ruleId": "LG2008",
              "ruleIndex": 2,
              "level": "warning",
              "message": {
                "text": "한글"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "file:///abs/%ED%95%9C%EA%B8%80%231.yaml"
                    },
                    "region": {
                      "startLine": 1,
                      "startColumn": 1,
                      "endLine": 1,
                      "endColumn": 3
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "primaryLocationLineHash": "8596fe13b707bffe:1"
              }
            },
            {
              "ruleId": "LG2005",
              "ruleIndex": 1,
              "level": "error",
              "message": {
                "text": "unknown group \`analyst\`; did you mean \`analysts\`?"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies/exceptions.yaml"
                    },
                    "region": {
                      "startLine": 4,
                      "startColumn": 8,
                      "endLine": 4,
                      "endColumn": 15
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "primaryLocationLineHash": "a0f04daf8fb76f41:1"
              },
              "relatedLocations": [
                {
                  "id": 0,
                  "message": {
                    "text": "a group"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies/groups%201.yaml"
                    },
                    "region": {
                      "startLine": 2,
                      "startColumn": 7,
                      "endLine": 2,
                      "endColumn": 15
                    }
                  }
                }
              ]
            }
          ]
        }
      ]
    }"
  `);
});

test("as JUnit XML, errors fail and warnings pass", () => {
  expect(diagnosticsAsJunit(several, "lakegrade validate")).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="lakegrade validate" tests="3" failures="2" errors="0" skipped="0">
        <testcase classname="lakegrade validate" name="LG1001"><failure type="LG1001" message="\`/x\` cannot be read: &lt;permission&gt; &amp; &quot;denied&quot; �[31m�">error[LG1001]: \`/x\` cannot be read: &lt;permission&gt; &amp; &quot;denied&quot; �[31m�</failure></testcase>
        <testcase classname="lakegrade validate" name="LG2008 /abs/한글#1.yaml:1:1"><system-out>warning[LG2008]: 한글</system-out></testcase>
        <testcase classname="lakegrade validate" name="LG2005 policies/exceptions.yaml:4:8"><failure type="LG2005" message="unknown group \`analyst\`">error[LG2005]: unknown group \`analyst\`
    help: did you mean \`analysts\`?</failure></testcase>
      </testsuite>
    </testsuites>"
  `);
  expect(diagnosticsAsJunit([], "lakegrade validate")).toContain('tests="1" failures="0"');
});
