/** Changes of policies and changes made in several steps: what a reader of a plan is told. */

import { describe, expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { planView } from "../../../src/cli/render/plan-view.ts";
import type { Change } from "../../../src/model/change.ts";
import type { PolicyStatement } from "../../../src/model/iam/policy-document.ts";

const allow: PolicyStatement = {
  sid: "LakegradeadwAllowCatalog",
  effect: "Allow",
  action: { negated: false, names: ["glue:GetTable"] },
  resource: { negated: false, names: ["*"] },
  conditions: [],
};
const deny: PolicyStatement = {
  ...allow,
  sid: "LakegradeadwDenyDirectAccess",
  effect: "Deny",
  action: { negated: false, names: ["s3:*"] },
};
const sparing = (...roles: readonly string[]): PolicyStatement => ({
  ...deny,
  conditions: [{ operator: "ArnNotLike", key: "aws:PrincipalArn", values: roles }],
});

function spec(statements: readonly PolicyStatement[]): object | null {
  return statements.length === 0 ? null : { role: "analyst", policy: "lakegrade-adw", statements };
}

function change(step: number, impact: Change["impact"], before: readonly PolicyStatement[], after: readonly PolicyStatement[]): Change {
  const action = before.length === 0 ? "create" : after.length === 0 ? "delete" : "update";
  const shared = { address: "iam-role-policy/analyst/lakegrade-adw", kind: "iam-role-policy", reason: "declared", origins: [] } as const;
  return { ...shared, action, impact, before: spec(before), after: spec(after), step };
}

function inBucket(statements: readonly PolicyStatement[]): object {
  return { bucket: "adw-claims", prefix: "Lakegradeadw", statements, others: "" };
}

function linesOf(...changes: readonly Change[]): readonly string[] {
  const sections = planView(changes, { full: false, messages: en });
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap(({ lines }) => lines.map(({ symbol, text, mark }) => `${symbol} ${text} [${mark}]`)),
  );
}

describe("a change of a policy", () => {
  test("that is new names what it is about, not the Sids", () => {
    expect(linesOf(change(97, "widens", [], [allow, deny]))).toEqual([
      "+ inline policy: lakegrade-adw; allows: catalog; denies: direct access [narrows, and widens: Allow catalog]",
    ]);
  });

  test("that is made in two steps is one line, with all that it does in the end", () => {
    const parts = [change(92, "widens", [], [allow]), change(97, "narrows", [allow], [allow, deny])];
    expect(linesOf(...parts)).toEqual([
      "+ inline policy: lakegrade-adw; allows: catalog; denies: direct access [narrows, and widens: Allow catalog]",
    ]);
  });

  test("that spares one role more says which", () => {
    const before = [allow, sparing("arn:aws:iam::111122223333:role/etl")];
    const after = [allow, sparing("arn:aws:iam::111122223333:role/etl", "arn:aws:iam::111122223333:role/scan")];
    expect(linesOf(change(97, "widens", before, after))).toEqual([
      "~ changes: Deny direct access (+ ArnNotLike aws:PrincipalArn arn:aws:iam::111122223333:role/scan) [widens]",
    ]);
  });

  test("that adds and takes away statements says both", () => {
    const other = { ...deny, sid: "LakegradeadwDenyDecrypt", action: { negated: false, names: ["kms:Decrypt"] } };
    expect(linesOf(change(97, "widens", [allow, deny], [allow, other]))).toEqual([
      "~ adds: Deny decrypt; takes away: Deny direct access [narrows, and widens: Deny direct access]",
    ]);
  });
});

describe("a change of a bucket's policy", () => {
  const key: PolicyStatement = { ...deny, sid: "LakegradeadwDenyWrongKey" };

  function bucketChange(after: readonly PolicyStatement[]): Change {
    const base = change(97, "widens", [deny, key], after);
    return { ...base, kind: "s3-bucket-policy", before: inBucket([deny, key]), after: after.length === 0 ? null : inBucket(after) };
  }

  test("that takes the Deny of `directAccess` away says whom it lets in", () => {
    expect(linesOf(bucketChange([key]))).toEqual([`~ takes away: Deny direct access; ${en.noLongerClosed} [widens]`]);
    expect(linesOf(bucketChange([deny]))).toEqual(["~ takes away: Deny wrong key [widens]"]);
  });

  test("that goes says that the bucket is governed no more, and which statements go", () => {
    expect(linesOf(bucketChange([]))).toEqual([`- bucket: adw-claims; denies: direct access, wrong key; ${en.noLongerGoverned} [widens]`]);
  });
});

function grant(...permissions: readonly string[]): object {
  const securable = { type: "table", database: "claims", table: "patients" };
  return { principal: "arn:aws:iam::111122223333:role/analyst", securable, permissions, grantable: [] };
}

test("a grant that loses in one step and gains in another is one line that widens", () => {
  const shared = { address: "lf-grant/x", kind: "lf-grant", action: "update", reason: "value-differs", origins: [] } as const;
  expect(
    linesOf(
      { ...shared, impact: "narrows", before: grant("ALTER", "SELECT"), after: grant("SELECT"), step: 40 },
      { ...shared, impact: "widens", before: grant("SELECT"), after: grant("INSERT", "SELECT"), step: 80 },
    ),
  ).toEqual(["~ ALTER, SELECT → INSERT, SELECT on table claims.patients [widens]"]);
});
