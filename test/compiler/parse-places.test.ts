/** Ranges of paths: exact to the character, however a document is written. */

import { describe, expect, test } from "vitest";

import { parsePolicies } from "../../src/compiler/parse.ts";
import type { Path } from "../../src/compiler/policy.ts";
import { lakeText, policyFile, textIn } from "./policy-text.ts";

const text = `# 한글 주석
kind: Classification
database: "claims"   # quoted
default:   3
owner: |
  Claims
  data
rules:
  - {match: "patients.{ssn}", grade: &g 1, class: [a, 'b c']}
  - match: >-
      *.first
    grade: *g
    except:
      - organizations.*
  - &shared {match: x.y, grade: 2}
  - *shared
`;

describe.each([
  ["with line feeds", text],
  ["with CRLF", text.replaceAll("\n", "\r\n")],
  ["as the second document", `${lakeText}---\n${text}`],
])("places in a document %s", (_title, written) => {
  const document = parsePolicies([policyFile(written)]).set.classifications[0];
  const at = (...path: Path): string | undefined => document && textIn(written, document.at(path)).replaceAll("\r", "");
  const keyAt = (...path: Path): string | undefined => document && textIn(written, document.keyAt(path));

  test("of values", () => {
    expect(at()).toBe("Classification");
    expect(at("kind")).toBe("Classification");
    expect(at("database")).toBe('"claims"');
    expect(at("default")).toBe("3");
    expect(at("owner")).toBe("|\n  Claims\n  data");
    expect(at("rules", 0)).toBe(`{match: "patients.{ssn}", grade: &g 1, class: [a, 'b c']}`);
    expect(at("rules", 0, "match")).toBe('"patients.{ssn}"');
    expect(at("rules", 0, "grade")).toBe("1");
    expect(at("rules", 0, "class", 1)).toBe("'b c'");
    expect(at("rules", 1, "match")).toBe(">-\n      *.first");
    expect(at("rules", 1, "except")).toBe("- organizations.*");
    expect(at("rules", 1, "except", 0)).toBe("organizations.*");
  });

  test("of aliases: the alias itself, and behind it what it stands for", () => {
    expect(at("rules", 1, "grade")).toBe("*g");
    expect(at("rules", 3)).toBe("*shared");
    expect(at("rules", 3, "match")).toBe("x.y");
    expect(keyAt("rules", 3, "match")).toBe("match");
  });

  test("of keys", () => {
    expect(keyAt("database")).toBe("database");
    expect(keyAt("rules", 0, "class")).toBe("class");
    expect(keyAt("rules", 0, "class", 0)).toBe("a");
    expect(keyAt()).toContain("kind: Classification");
  });

  test("of what was not written: the nearest that was", () => {
    expect(at("newColumns")).toBe("Classification");
    expect(at("rules", 0, "optional")).toBe(at("rules", 0));
    expect(at("rules", 9, "match")).toBe(at("rules"));
    expect(at("database", "x", 1)).toBe('"claims"');
    expect(at("constructor")).toBe("Classification");
  });
});
