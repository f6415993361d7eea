/** The result of an apply for people: failures of one cause once, whatever resources their errors name. */

import { expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { applyText } from "../../../src/cli/render/apply-result.ts";
import { byCause, causeOf } from "../../../src/cli/render/failure-causes.ts";
import type { Change } from "../../../src/model/change.ts";
import type { ChangeResult } from "../../../src/reconciler/apply.ts";
import { changeOf } from "../../access/scene.ts";

function failure(table: string, error?: string, status: ChangeResult["status"] = "failed"): ChangeResult {
  const change: Change = { ...changeOf("lf-tag-assignment", {}), address: `lf-tag-assignment/grade/claims/${table}` };
  return error === undefined ? { change, status } : { change, status, error };
}

const text = (...results: readonly ChangeResult[]): readonly string[] => applyText(results, (_style, plain) => plain, en).split("\n");

const denied = (table: string): ChangeResult => failure(table, `Insufficient permission(s): Required ALTER on ${table}`);

test("a failure of its own is one line", () => {
  expect(text(denied("a"), failure("b", "slow down")).slice(0, 3)).toEqual([
    "2 failed:",
    "  lf-tag-assignment/grade/claims/a: Insufficient permission(s): Required ALTER on a",
    "  lf-tag-assignment/grade/claims/b: slow down",
  ]);
});

test("failures alike show the message once, the first addresses, and how many there are", () => {
  const many = Array.from({ length: 1000 }, (_, index) => denied(`t${index}`));
  expect(text(...many, failure("b", "slow down")).slice(0, 9)).toEqual([
    "1001 failed:",
    "  1000 alike: Insufficient permission(s): Required ALTER on t0",
    ...[0, 1, 2, 3, 4].map((index) => `    lf-tag-assignment/grade/claims/t${index}`),
    "    … and 995 more",
    "  lf-tag-assignment/grade/claims/b: slow down",
  ]);
});

test("many causes are cut short, and so are changes without any", () => {
  const causes = Array.from({ length: 25 }, (_, index) => failure("t", `cause ${index}`));
  const lines = text(...causes, ...causes.map((_, index) => failure(`u${index}`, undefined, "not-attempted")));
  expect(lines.filter((line) => line === "  … and 5 more")).toHaveLength(2);
  expect(lines).toHaveLength(2 * (1 + 20 + 1 + 1) + 2);
});

test("a cause is the error without the names of what failed, whole words of them", () => {
  const address = "lf-tag-assignment/grade/claims/age/이름";
  expect(causeOf(address, "message of age, table claims.age (이름)")).toBe("message of …, table ….… (…)");
  const results = [denied("a"), failure("b", "slow down"), denied("c")];
  expect(byCause(results).map((group) => group.map(({ change }) => change.address.slice(-1)))).toEqual([["a", "c"], ["b"]]);
});
