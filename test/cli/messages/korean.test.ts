/** Korean reports: every phrase, code and label has its Korean, and no English of ours is left around the data. */

import { readdirSync, readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { registry } from "../../../src/audit/registry.ts";
import { en } from "../../../src/cli/messages/en.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { koLabels, koTopics, koValues } from "../../../src/cli/messages/ko-cells.ts";
import { koDiagnostics } from "../../../src/cli/messages/ko-diagnostics.ts";
import { koFindings } from "../../../src/cli/messages/ko-findings.ts";
import { applyText } from "../../../src/cli/render/apply-result.ts";
import { countDiagnostics, renderDiagnostics } from "../../../src/cli/render/diagnostics.ts";
import { lineText } from "../../../src/cli/render/plan-line.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import { topicOf } from "../../../src/kinds/describe-statements.ts";
import { anyKinds, kindNamed } from "../../../src/kinds/registry.ts";
import type { Change } from "../../../src/model/change.ts";
import { diagnosticCodes } from "../../../src/model/diagnostic-codes.ts";
import type { PolicyStatement } from "../../../src/model/iam/policy-document.ts";
import { report } from "../../../src/model/diagnostic.ts";
import type { Securable } from "../../../src/model/securable.ts";
import { formatExpression } from "../../../src/model/tag-expression.ts";
import { specs } from "../../arbitraries.ts";
import { changeOf, findingsOf, planOf } from "./plan-in-korean.ts";

const hangul = /[가-힣]/;

/** Every phrase of a language by its key, with plain arguments where it takes some. */
function phrasesOf(messages: object, prefix = ""): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, phrase]: [string, unknown]) => {
    if (typeof phrase === "string") return [[`${prefix}${key}`, phrase] as const];
    if (typeof phrase === "object" && phrase !== null) return phrasesOf(phrase, `${prefix}${key}.`);
    return [];
  });
}

/** Every phrase with places to fill, by its key. */
function functionsOf(messages: object, prefix = ""): readonly string[] {
  return Object.entries(messages).flatMap(([key, phrase]: [string, unknown]) => {
    if (typeof phrase === "function") return [`${prefix}${key}`];
    return typeof phrase === "object" && phrase !== null ? functionsOf(phrase, `${prefix}${key}.`) : [];
  });
}

/** Phrases with places to fill, filled with numbers, which both languages write alike. */
function filled(messages: typeof en): Readonly<Record<string, string>> {
  const [a, b] = ["7", "8"];
  return {
    errors: messages.errors(7),
    warnings: messages.warnings(7),
    files: messages.files(7),
    "sections.tag": messages.sections.tag(a),
    narrowsAndWidens: messages.narrowsAndWidens(a),
    "drift.notAsked": messages.drift.notAsked(a),
    "drift.notAskedOfColumn": messages.drift.notAskedOfColumn(a),
    "drift.missing": messages.drift.missing(a),
    "drift.otherwise": messages.drift.otherwise(a, b),
    "openNow.carrying": messages.openNow.carrying(a, 7, b, "9"),
    "openNow.readableBy": messages.openNow.readableBy(a),
    differsElsewhere: messages.differsElsewhere(7),
    removed: messages.removed(a),
    heldOn: messages.heldOn(a, b),
    mayPassOn: messages.mayPassOn(a),
    withColumns: messages.withColumns(a),
    "others.stay": messages.others.stay(7, b),
    "others.found": messages.others.found(b),
    "others.at": messages.others.at(7),
    tables: messages.tables(7),
    "writes.title": messages.writes.title(a, 8),
    "outages.count": messages.outages.count(7),
    "outages.columnsOfTables": messages.outages.columnsOfTables(7, 8),
    "outages.steps": messages.outages.steps(7, 8),
    grantsOn: messages.grantsOn(7, "table"),
    statement: messages.statement("Deny", a),
    andMore: messages.andMore(a, 8),
    hiddenBlocks: messages.hiddenBlocks(7, 8),
    hiddenSections: messages.hiddenSections(7),
    hiddenLines: messages.hiddenLines(7, 8, 9),
    widenNothing: messages.widenNothing(7),
    planCounts: messages.planCounts(7, 8, 9),
    widens: messages.widens(7),
    narrows: messages.narrows(7),
    leftOut: messages.leftOut(7),
    findingCount: messages.findingCount(7),
    andSo: messages.andSo(7),
    outcomeCount: messages.outcomeCount(7, messages.outcomes.failed),
    moreOfThem: messages.moreOfThem(7),
    applied: messages.applied(7),
    appliedPartly: messages.appliedPartly(1, 2, 3, 4, 5),
    "progress.catalog": messages.progress.catalog(7),
    "progress.kind": messages.progress.kind("7", 8),
    "progress.permissionSets": messages.progress.permissionSets(7),
    "progress.provisioning": messages.progress.provisioning(a),
    policiesOfPlan: messages.policiesOfPlan(a),
    askToApply: messages.askToApply(a, b),
    appliedSoFar: messages.appliedSoFar(7, 8),
    waiting: messages.waiting(7),
    unrefined: messages.unrefined(7),
    saved: messages.saved(a, b),
    guardrailsWritten: messages.guardrailsWritten(7, b),
    "rolePolicy.caller": messages.rolePolicy.caller(a, 8),
    "rolePolicy.identity-center": messages.rolePolicy["identity-center"](a, 8),
    notRead: messages.notRead(a, b),
    nextAfterInit: messages.nextAfterInit(a),
  };
}

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

function statementOf(name: string, effect: "Allow" | "Deny"): PolicyStatement {
  return { sid: `Lakegradeadw${effect}${name}`, effect, action: { negated: false, names: ["s3:*"] }, conditions: [] };
}

function shown(change: Change): string {
  return lineText(change, [change], { full: true, messages: ko });
}

describe("what kinds say of their resources", () => {
  /** Shown in words of the plan's own. */
  const worded = new Set(["lf-tag", "lf-tag-assignment", "lf-grant"]);

  test.each(anyKinds.map(({ name }) => name).filter((name) => !worded.has(name)))("%s has Korean labels and values", (name) => {
    const arbitrary = specs[name];
    if (arbitrary === undefined) throw new Error(`no arbitrary for the specs of ${name}`);
    const cells = fc.sample(arbitrary, { numRuns: 300, seed: 1 }).flatMap((spec) => kindNamed(name).describe(spec));
    const labels = new Set(cells.map(({ label }) => label));
    expect([...labels].filter((label) => !hangul.test(koLabels[label] ?? ""))).toEqual([]);
    const phrases = new Set(cells.flatMap(({ value, words }) => (words === "phrase" ? [value] : [])));
    expect([...phrases].filter((value) => !hangul.test(ko.phrase(value)) && /[a-z]{3} /.test(value))).toEqual([]);
    // Several words of small letters are words of ours; names, ARNs and JSON are not. So are the fixed phrases, whatever they look like.
    const data = new Set(cells.flatMap(({ value, words }) => (words === undefined ? [value] : [])));
    expect([...data].filter((value) => /^[a-z]+:?( [a-z]+)+$/.test(value) || koValues[value] !== undefined)).toEqual([]);
  });

  test("every statement has a Korean topic", () => {
    const directory = new URL("../../../src/compiler/lower/", import.meta.url);
    const sources = readdirSync(directory).map((file) => readFileSync(new URL(file, directory), "utf8"));
    const sids = sources.flatMap((source) => [...source.matchAll(/"((?:Allow|Deny)[A-Z]\w+)"/g)].map(([, name]) => `Lakegradeadw${name}`));
    expect(sids.length).toBeGreaterThan(15);
    const topics = sids.map((sid) => topicOf(sid) ?? sid);
    expect(topics.filter((topic) => koTopics[topic] === undefined)).toEqual([]);
    expect(Object.values(koTopics).filter((topic) => !hangul.test(topic))).toEqual([]);
  });

  test("statements are told in Korean, and data that looks like a phrase is not", () => {
    const of = { bucket: "nothing", prefix: "Lakegradeadw", others: "" };
    const [before, after] = [
      { ...of, statements: [statementOf("WrongKey", "Deny")] },
      { ...of, statements: [statementOf("WrongKey", "Deny"), statementOf("DataAccess", "Allow")] },
    ];
    expect(shown(changeOf("s3-bucket-policy", null, after))).toBe("버킷: nothing; 허용: 데이터 접근; 거부: 잘못된 키");
    expect(shown(changeOf("s3-bucket-policy", before, after))).toBe("추가: 데이터 접근 허용");
    const location = { arn: "arn:aws:s3:::adw", role: "nobody", hybrid: false };
    expect(shown(changeOf("lf-location", null, location))).toContain("읽기·쓰기에 쓰는 역할: nobody");
  });
});

/** Words that English phrases are made of and Korean ones are not: none of them may be in a Korean report. */
const englishWords = new Set(
  wordsOf([
    ...[...phrasesOf(en), ...Object.entries(filled(en))].map(([, phrase]) => phrase),
    ...Object.keys(koTopics),
    ...Object.keys(koValues),
  ]),
);
for (const word of wordsOf([...phrasesOf(ko), ...Object.entries(filled(ko))].map(([, phrase]) => phrase))) englishWords.delete(word);

/** The words of texts but for names in capitals, such as IAM and CREATE_TABLE. */
function wordsOf(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => [...text.matchAll(/[A-Za-z_]{2,}/g)].map(([word]) => word))
    .flatMap((word) => (/^[A-Z_]+$/.test(word) ? [] : [word.toLowerCase()]));
}

function leftIn(text: string): readonly string[] {
  // Names of products stay as they are.
  return wordsOf([text.replaceAll("Lake Formation", "")]).filter((word) => englishWords.has(word));
}

describe("a Korean report holds no English of ours", () => {
  const options = { full: true, messages: ko, style: (_style: string, text: string) => text } as const;

  test("the words looked for are the ones English reports have", () => {
    expect(leftIn(planText(planOf(), { ...options, messages: en })).length).toBeGreaterThan(20);
  });

  test("plans", () => {
    expect(leftIn(planText(planOf(), options))).toEqual([]);
    expect(leftIn(planText(planOf(), { ...options, full: false }))).toEqual([]);
    expect(
      leftIn(planText({ ...planOf(), changes: [], summary: { ...planOf().summary, create: 0, update: 0, delete: 0 } }, options)),
    ).toEqual([]);
  });

  test("plans in Markdown, but for the name of the command", () => {
    expect(
      leftIn(
        planMarkdown(planOf(), options)
          .replace("### lakegrade plan:", "")
          .replaceAll(/<\/?\w+>/g, ""),
      ),
    ).toEqual([]);
  });

  test("diagnostics", () => {
    const range = { file: "가.yaml", line: 1, column: 1, end: { line: 1, column: 2 } };
    const found = [
      report("LG3020", { message: "가", help: "나", range, related: [{ message: "다", range }] }),
      report("LG3021", { message: "가" }),
    ];
    expect(leftIn(renderDiagnostics(found, { source: () => "가나다", messages: ko }).replaceAll("yaml", ""))).toEqual([]);
    expect(countDiagnostics(found, ko)).toBe("오류 1건, 경고 1건");
  });

  test("outcomes", () => {
    const results = (["done", "failed", "unverified", "not-attempted"] as const).map((status) => ({
      change: { ...changeOf("lf-tag", null, { key: "가", value: "1" }), address: "가" },
      status,
    }));
    expect(leftIn(applyText(results, options.style, ko))).toEqual([]);
    expect(leftIn(applyText(results.slice(0, 1), options.style, ko))).toEqual([]);
  });

  test("every type of securable says what it is, and nothing else", () => {
    const [database, table] = ["claims", "patients"];
    const expression = [{ key: "grade", values: ["2", "3"] }];
    const phrases: readonly (readonly [Securable, string])[] = [
      [{ type: "catalog" }, "데이터 카탈로그"],
      [{ type: "database", database }, "데이터베이스 claims"],
      [{ type: "table", database, table }, "테이블 claims.patients"],
      [{ type: "all-tables", database }, "claims의 모든 테이블"],
      [{ type: "columns", database, table, columns: ["ssn", "city"] }, "claims.patients의 열(ssn, city)"],
      [{ type: "columns-except", database, table, excluded: ["ssn", "city"] }, "claims.patients의 열(ssn, city 제외)"],
      [{ type: "data-cells-filter", database, table, filter: "seoul" }, "claims.patients의 데이터 셀 필터 seoul"],
      [{ type: "data-location", arn: "arn:aws:s3:::adw" }, "위치 arn:aws:s3:::adw"],
      [{ type: "lf-tag", key: "grade", values: ["1", "2"] }, "LF 태그 grade=1|2"],
      [{ type: "lf-tag-policy", target: "table", expression }, `${formatExpression(expression)}인 테이블`],
      [{ type: "lf-tag-policy-named", target: "database", name: "open" }, "표현식 open에 해당하는 데이터베이스"],
      [{ type: "lf-tag-expression", name: "open" }, "LF 태그 표현식 open"],
      [{ type: "unknown", raw: {} }, "알 수 없는 유형의 리소스"],
    ];
    for (const [securable, phrase] of phrases) expect(ko.securable(securable)).toBe(phrase);
    expect(ko.heldOn("SELECT", ko.securable({ type: "columns-except", database, table, excluded: ["ssn"] }))).toBe(
      "claims.patients의 열(ssn 제외)에 대한 SELECT",
    );
  });

  test("findings carry their Korean title, and the exact message after it", () => {
    const [finding] = findingsOf();
    expect(planText(planOf(), options)).toContain(`${finding?.code}  ${koFindings[finding?.code ?? ""]}: ${finding?.message}`);
  });
});
