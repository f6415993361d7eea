/** Korean phrases and titles: every phrase and every code has its Korean, with the same places to fill. */

import { describe, expect, test } from "vitest";

import { registry } from "../../../src/audit/registry.ts";
import { en } from "../../../src/cli/messages/en.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { koDiagnostics } from "../../../src/cli/messages/ko-diagnostics.ts";
import { koFindings } from "../../../src/cli/messages/ko-findings.ts";
import { diagnosticCodes } from "../../../src/model/diagnostic-codes.ts";
import { filled, functionsOf, hangul, phrasesOf } from "./phrases.ts";

function digits(text: string): readonly string[] {
  return [...text.matchAll(/\d/g)].map(([digit]) => digit).toSorted();
}

/** Phrases that pass on what they are given, and nothing of their own. */
const passingOn = ["titleOf", "cellLabel", "phrase", "applyError", "reason", "securable", "sections.other"];

describe("every phrase", () => {
  test("of one place or more is among those this test fills", () => {
    expect(functionsOf(en).toSorted()).toEqual([...Object.keys(filled(en)), ...passingOn].toSorted());
  });

  test.each([...phrasesOf(ko), ...Object.entries(filled(ko))].filter(([key]) => key !== "language"))("%s is Korean", (_key, phrase) => {
    expect(phrase).toMatch(hangul);
  });

  test("has the same places to fill in both languages", () => {
    const [english, korean] = [filled(en), filled(ko)];
    for (const [key, phrase] of Object.entries(english)) expect([key, digits(korean[key] ?? "")]).toEqual([key, digits(phrase)]);
  });
});

describe("every code", () => {
  test("of a diagnostic has a Korean title of its own", () => {
    expect(Object.keys(koDiagnostics)).toEqual(Object.keys(diagnosticCodes));
    expect(Object.values(koDiagnostics).filter((title) => !hangul.test(title))).toEqual([]);
    expect(new Set(Object.values(koDiagnostics)).size).toBe(Object.keys(diagnosticCodes).length);
  });

  test("of a finding has a Korean title of its own", () => {
    expect(Object.keys(koFindings).toSorted()).toEqual(registry.map(({ code }) => code).toSorted());
    expect(Object.values(koFindings).filter((title) => !hangul.test(title))).toEqual([]);
    expect(new Set(Object.values(koFindings)).size).toBe(registry.length);
  });
});

describe("titles whose words are easily put wrong", () => {
  test("a glob is a pattern, and no globe", () => {
    const globs = Object.values(koDiagnostics).filter((title) => /glob|글로브/.test(title));
    expect(globs).toEqual(["한 데이터베이스에 여러 glob 패턴이 일치함", "일치하는 데이터베이스가 없는 glob 패턴"]);
  });

  test("what is conditional or passed on is the grant, and not the data", () => {
    expect([koFindings["LGF204"], koFindings["LGF205"], koFindings["LGF206"]]).toEqual([
      "관리 대상 데이터에 대한 재부여 가능한 정책 외 권한 부여",
      "관리 대상 데이터에 대한 조건부 정책 외 권한 부여",
      "관리 대상 데이터에 대한 읽기 외의 정책 외 권한 부여",
    ]);
  });
});
