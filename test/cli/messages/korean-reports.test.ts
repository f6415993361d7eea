/** Korean reports hold no English of ours around the data. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { koTopics, koValues } from "../../../src/cli/messages/ko-cells.ts";
import { koFindings } from "../../../src/cli/messages/ko-findings.ts";
import { applyText } from "../../../src/cli/render/apply-result.ts";
import { countDiagnostics, renderDiagnostics } from "../../../src/cli/render/diagnostics.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import { report } from "../../../src/model/diagnostic.ts";
import { changeOf, findingsOf, planOf } from "./plan-in-korean.ts";
import { filled, phrasesOf } from "./phrases.ts";

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

  test("findings carry their Korean title, and the exact message after it", () => {
    const [finding] = findingsOf();
    expect(planText(planOf(), options)).toContain(`${finding?.code}  ${koFindings[finding?.code ?? ""]}: ${finding?.message}`);
  });
});
