/** Two lists of statements as one. */

import { expect, test } from "vitest";

import type { NameElement, PolicyStatement } from "../../../src/model/iam/policy-document.ts";
import { unionStatements } from "../../../src/model/iam/union-statements.ts";

function deny(sid: string, action: NameElement, resource: NameElement): PolicyStatement {
  return { effect: "Deny", sid, action, resource, conditions: [] };
}

const all = { negated: false, names: ["*"] };
const names = (...given: readonly string[]): NameElement => ({ negated: false, names: given });
const allBut = (...given: readonly string[]): NameElement => ({ negated: true, names: given });

test.each([
  ["named", deny("A", names("s3:GetObject"), all)],
  ["named by exception", deny("A", allBut("s3:GetObject"), allBut("arn:aws:s3:::b/*"))],
])("a statement of both, %s, is there once", (_how, statement) => {
  expect(unionStatements([statement], [statement])).toHaveLength(1);
});

test("names are joined where they alone differ, and nothing is joined that would say more", () => {
  const [get, put] = [deny("A", names("s3:GetObject"), all), deny("A", names("s3:PutObject"), all)];
  expect(unionStatements([get], [put]).map(({ action }) => action?.names)).toEqual([["s3:GetObject", "s3:PutObject"]]);
  const elsewhere = deny("A", names("s3:PutObject"), names("arn:aws:s3:::b/*"));
  expect(unionStatements([get], [elsewhere]).map(({ sid }) => sid)).toEqual(["A", "ABefore"]);
  expect(unionStatements([deny("A", allBut("s3:GetObject"), all)], [put]).map(({ sid }) => sid)).toEqual(["A", "ABefore"]);
});
