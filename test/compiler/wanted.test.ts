/** What the policies want read by name, and when Identity Center need not be asked. */

import { expect, test } from "vitest";

import { wantedBy } from "../../src/compiler/wanted.ts";
import { lake, policies } from "../policy-fixture.ts";

test("everything the policies name is wanted, once and sorted, wherever it is named", () => {
  const set = policies(
    `${lake}operators: [Apply, {permissionSet: Platform}]
breakGlass: [{arn: "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Break_Glass_0123456789abcdef"}]`,
    `kind: Group
name: analysts
clearance: 3
principals:
  - permissionSet: DataAnalyst
  - role: AWSReservedSSO_Steward_fedcba9876543210
  - role: batch
  - identityCenterGroup: data analysts
    through: [athena-exec]
  - identityCenterGroup: 9067a1b2c3-5d1f7a30-8c42-4e0b-9b57-2f6c1d3e4a50`,
    "kind: Bucket\nname: adw-b\nkey: alias/adw\ndirectAccess: [analysts, {permissionSet: DataAnalyst}]",
    "kind: Bucket\nname: adw-a\nkey: alias/adw",
  );
  expect(wantedBy(set)).toEqual({
    buckets: ["adw-a", "adw-b"],
    keys: ["alias/adw"],
    permissionSets: ["Break_Glass", "DataAnalyst", "Platform", "Steward"],
    groups: ["data analysts"],
    identityCenter: true,
    sidPrefix: "Lakegradeadw",
  });
});

const group = (rest: string): string => `kind: Group\nname: g\nclearance: 1\n${rest}`;

test.each([
  ["a permission set that is managed", group("principals: [{permissionSet: A}]"), true],
  ["the role of a permission set", group("principals: [{role: AWSReservedSSO_A_0123456789abcdef}]"), true],
  ["a permission set whose policy somebody else writes", group("guardrail: emit\nprincipals: [{permissionSet: A}]"), false],
  ["a group by its display name, whatever the guardrail", group("guardrail: report\nprincipals: [{identityCenterGroup: a}]"), true],
  ["a group by its id", group("principals: [{identityCenterGroup: 9067a1b2-5d1f-7a30-8c42-4e0b9b572f6c, through: [athena-exec]}]"), false],
  ["roles alone", group("principals: [{role: etl}]"), false],
])("%s decides whether Identity Center is asked", (_case, document, asked) => {
  expect(wantedBy(policies(lake, document)).identityCenter).toBe(asked);
});
