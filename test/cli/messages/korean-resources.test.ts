/** What a Korean report says of resources and securables, and data that looks like a phrase. */

import { readdirSync, readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ko } from "../../../src/cli/messages/ko.ts";
import { koLabels, koTopics, koValues } from "../../../src/cli/messages/ko-cells.ts";
import { lineText } from "../../../src/cli/render/plan-line.ts";
import { topicOf } from "../../../src/kinds/describe-statements.ts";
import { anyKinds, kindNamed } from "../../../src/kinds/registry.ts";
import type { Change } from "../../../src/model/change.ts";
import type { PolicyStatement } from "../../../src/model/iam/policy-document.ts";
import type { Securable } from "../../../src/model/securable.ts";
import { formatExpression } from "../../../src/model/tag-expression.ts";
import { specs } from "../../arbitraries.ts";
import { changeOf } from "./plan-in-korean.ts";
import { hangul } from "./phrases.ts";

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
