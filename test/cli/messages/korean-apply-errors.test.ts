/** Why a change was not made, in Korean: each reason of ours, every advice about an error of AWS, and data that looks like either. */

import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { koApplyError } from "../../../src/cli/messages/ko-apply-errors.ts";
import { koKinds } from "../../../src/cli/messages/ko-progress.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { applyJson, applyText } from "../../../src/cli/render/apply-result.ts";
import { anyKinds } from "../../../src/kinds/registry.ts";
import { AwsError, describeAwsError } from "../../../src/model/aws-error.ts";
import type { AwsErrorCategory } from "../../../src/model/aws-error.ts";
import { changeOf } from "./plan-in-korean.ts";

const hangul = /[가-힣]/;
/** Sentences of ours: several words of small letters one after the other. */
const english = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/;

const categories: Readonly<Record<AwsErrorCategory, true>> = {
  denied: true,
  credentials: true,
  throttled: true,
  missing: true,
  exists: true,
  conflict: true,
  propagation: true,
  quota: true,
  "nothing-revoked": true,
  invalid: true,
  transient: true,
  network: true,
};

describe("an error of AWS", () => {
  test.each(Object.keys(categories) as AwsErrorCategory[])("of category %s keeps AWS's words, with advice in Korean", (category) => {
    const error = koApplyError(describeAwsError(new AwsError("Glue", "GetTables", "Code", "it; did not", category)));
    expect(error).toMatch(/^Glue GetTables: Code: it; did not; [^a-z]*[가-힣]/);
    expect(error.replaceAll(/`[^`]*`/g, "")).not.toMatch(english);
  });

  test.each([
    ["Lake Formation GrantPermissions", "Insufficient Lake Formation permission(s) on claims", "bootstrap"],
    ["S3 PutBucketPolicy", "User is not authorized to perform: s3:PutBucketPolicy", "iam-policy apply"],
    ["S3 GetBucketPolicy", "User is not authorized to perform: s3:GetBucketPolicy", "iam-policy plan"],
  ])("%s says whom to ask for access", (call, message, command) => {
    const [, service = "", operation = ""] = /^(.*) (\w+)$/.exec(call) ?? [];
    const error = koApplyError(describeAwsError(new AwsError(service, operation, "AccessDeniedException", message, "denied")));
    expect(error.startsWith(`${call}: AccessDeniedException: ${message}; `)).toBe(true);
    expect(error.slice(error.indexOf(message) + message.length)).toMatch(new RegExp(`[가-힣].*\`lakegrade ${command}\``));
  });
});

/** Every reason that the kinds give, as they write it, its places filled. */
function reasonsOfKinds(): readonly string[] {
  const directory = new URL("../../../src/kinds/", import.meta.url);
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const sources = files.map((file) => readFileSync(new URL(file, directory), "utf8"));
  return sources.flatMap((source) =>
    [...source.matchAll(/new NotApplied\(\s*`((?:[^`\\]|\\.)*)`/g)].map(([, text = ""]) =>
      text.replaceAll("\\`", "`").replaceAll(/\$\{[^}]*\}/g, "7"),
    ),
  );
}

function places(text: string): number {
  return text.split("7").length;
}

describe("a reason of ours", () => {
  test("that a kind gives is in Korean, with all it names", () => {
    const reasons = reasonsOfKinds();
    expect(reasons.length).toBeGreaterThan(8);
    expect(reasons.map(koApplyError).filter((reason) => !hangul.test(reason) || english.test(reason))).toEqual([]);
    expect(reasons.map((reason) => [reason, places(koApplyError(reason))])).toEqual(reasons.map((reason) => [reason, places(reason)]));
  });

  test("that reading again gives is in Korean, AWS's answer in it too", () => {
    expect(koApplyError("AWS answered, but reading again does not show the change")).toBe(
      "AWS는 응답했으나 다시 읽었을 때 변경이 확인되지 않음",
    );
    const unreadable = describeAwsError(new AwsError("Glue", "GetTables", "Throttling", "slow down", "throttled"));
    expect(koApplyError(`the account could not be read again: ${unreadable}`)).toBe(
      "계정을 다시 읽지 못함: Glue GetTables: Throttling: slow down; AWS가 호출 빈도를 제한합니다. 몇 분 뒤 명령을 다시 실행하십시오",
    );
  });

  test("of another form stays as it is", () => {
    for (const reason of ["", "nothing", "rotation of nothing"]) expect(koApplyError(reason)).toBe(reason);
  });
});

test("a result is in Korean for people, and word for word for programs", () => {
  const error = "AWS answered, but reading again does not show the change";
  const results = [{ change: changeOf("lf-tag", null, { key: "가", value: "1" }), status: "unverified", error } as const];
  const text = applyText(results, (_style, plain) => plain, ko);
  expect(text).toContain("다시 읽었을 때 변경이 확인되지 않음");
  expect(text).not.toContain(error);
  expect(applyJson(results)).toContain(error);
});

test("every kind has a Korean name for those who wait", () => {
  const names = anyKinds.map(({ name }) => name);
  expect(Object.keys(koKinds).toSorted()).toEqual(names.toSorted());
  for (const name of names) expect(ko.progress.kind(name, 7)).toMatch(/^[^a-z]*[가-힣][^a-z]*: 7건 읽음$/);
});
