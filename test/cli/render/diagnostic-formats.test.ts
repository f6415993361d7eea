/** Diagnostics for programs, code hosts and build servers. */

import { expect, test } from "vitest";

import { diagnosticsAsJson } from "../../../src/cli/render/diagnostics.ts";
import { diagnosticsAsJunit } from "../../../src/cli/render/junit.ts";
import { diagnosticsAsSarif } from "../../../src/cli/render/sarif.ts";
import { report } from "../../../src/model/diagnostic.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { range, unknownGroup } from "./unknown-group.ts";

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
