/** What an edited Deny does to access: narrows only where that is certain. */

import { expect, test } from "vitest";

import type { PolicyStatement } from "../../../src/model/iam/policy-document.ts";
import { statementsImpact } from "../../../src/model/iam/statements-impact.ts";

interface Parts {
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly spared?: readonly string[];
  readonly more?: Partial<PolicyStatement>;
}

function deny({ actions = ["s3:GetObject"], resources = ["a", "b"], spared = ["x", "y"], more = {} }: Parts = {}): PolicyStatement {
  return {
    sid: "Deny",
    effect: "Deny",
    action: { negated: false, names: actions },
    resource: { negated: false, names: resources },
    conditions: spared.length === 0 ? [] : [{ operator: "ArnNotLike", key: "aws:PrincipalArn", values: spared }],
    ...more,
  };
}

const elsewhere = [{ operator: "StringEquals", key: "aws:RequestedRegion", values: ["r"] }];
const notActions = (...names: readonly string[]): Parts => ({ more: { action: { negated: true, names } } });

test.each<readonly [string, Parts, string]>([
  ["one resource more", { resources: ["a", "b", "c"] }, "narrows"],
  ["one action more", { actions: ["s3:GetObject", "s3:PutObject"] }, "narrows"],
  ["one exemption fewer", { spared: ["x"] }, "narrows"],
  ["no exemption", { spared: [] }, "narrows"],
  ["one resource fewer", { resources: ["a"] }, "widens"],
  ["another action", { actions: ["s3:PutObject"] }, "widens"],
  ["one exemption more", { spared: ["x", "y", "z"] }, "widens"],
  ["one resource more and one exemption more", { resources: ["a", "b", "c"], spared: ["x", "y", "z"] }, "widens"],
  ["another condition", { more: { conditions: elsewhere } }, "widens"],
  ["one principal instead of the caller", { more: { principal: { negated: false, byType: { AWS: ["*"] } } } }, "widens"],
  ["all resources but some", { more: { resource: { negated: true, names: ["a", "b"] } } }, "widens"],
  ["what is not understood", { resources: ["a", "b", "c"], more: { notUnderstood: ["Odd: 1"] } }, "widens"],
])("a Deny with %s", (_what, parts, impact) => {
  expect(statementsImpact([deny()], [deny(parts)])).toBe(impact);
});

test("all but fewer is more", () => {
  const [few, many] = [deny(notActions("s3:PutObject")), deny(notActions("s3:PutObject", "s3:DeleteObject"))];
  expect([statementsImpact([many], [few]), statementsImpact([few], [many])]).toEqual(["narrows", "widens"]);
});

test("an Allow that comes beside still widens", () => {
  const allow: PolicyStatement = { ...deny(), effect: "Allow" };
  expect(statementsImpact([deny()], [deny({ resources: ["a", "b", "c"] }), allow])).toBe("widens");
});

test.each<readonly [string, string]>([
  ["ArnNotEquals", "narrows"],
  ["StringNotEquals", "narrows"],
  ["StringNotLike", "narrows"],
  ["ArnEquals", "widens"],
  ["ForAllValues:StringNotEquals", "widens"],
  ["StringNotEqualsIfExists", "widens"],
])("a Deny whose clause of %s loses one of two values %s", (operator, impact) => {
  const key = (...values: readonly string[]): PolicyStatement => deny({ more: { conditions: [{ operator, key: "s3:key", values }] } });
  expect(statementsImpact([key("a", "b")], [key("a")])).toBe(impact);
});
