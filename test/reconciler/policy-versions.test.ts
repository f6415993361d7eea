/** Statements with policy variables in a document of an old version: refused, because they would be read to the letter there. */

import { expect, test } from "vitest";

import { address as bucketAddress } from "../../src/kinds/s3-bucket-policy/spec.ts";
import { address as setAddress } from "../../src/kinds/permission-set-policy/spec.ts";
import type { AccountFacts } from "../../src/model/account-facts.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import type { DesiredState } from "../../src/model/state.ts";
import { guardPolicyVersions } from "../../src/reconciler/guard/policy-versions.ts";
import { seedRole } from "../../src/sandbox/seed.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, portsOf, prepare } from "../governed-lake.ts";

const prefix = "Lakegradeadw";

/** Leaves out a role by its path. */
function unless(pattern: string): PolicyStatement {
  const conditions = [{ operator: "ArnNotLike", key: "aws:PrincipalArn", values: [pattern] }];
  const all = { negated: false, names: ["*"] };
  return { sid: `${prefix}DenyObjects`, effect: "Deny", action: all, resource: all, conditions };
}

/** Refusals of a plan that wants the statement in a bucket and a permission set whose policies are of this version. */
function refusals(version: object, statement: PolicyStatement): readonly (string | undefined)[] {
  const text = JSON.stringify({ ...version, Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] });
  const set = { name: "Analyst", arn: "arn", inlinePolicy: text, accounts: [], behind: [], managementOnly: false };
  const ids = { instance: "arn", identityStore: "d-1", region: "us-east-1", owner: "999900001111", caller: "444455556666" };
  const facts: AccountFacts = {
    buckets: [{ name: "adw-claims", policy: text }],
    keys: [],
    managedPolicies: [],
    catalogKeys: [],
    workgroups: [],
    identityCenter: { ...ids, permissionSets: [set], groups: [] },
  };
  const shared = { prefix, statements: [statement], others: "" };
  const inBucket = { bucket: "adw-claims", ...shared };
  const inSet = { permissionSet: "Analyst", provisioned: true, arn: "", ...shared };
  const resources = new Map([
    [bucketAddress(inBucket), { kind: "s3-bucket-policy", spec: inBucket }],
    [setAddress(inSet), { kind: "permission-set-policy", spec: inSet }],
  ]);
  const live = { facts } as Parameters<typeof guardPolicyVersions>[0];
  return guardPolicyVersions(live, { resources } as unknown as DesiredState).map(
    ({ code, message }) => `${code} ${message.split(" is not")[0] ?? ""}`,
  );
}

const escaped = "arn:aws:iam::111122223333:role/team${*}/etl";
const refused = ["LG5036 the inline policy of permission set `Analyst`", "LG5036 the policy of bucket `adw-claims`"];

test("only where the version is old, said or left out, and a statement holds a variable", () => {
  expect(refusals({ Version: "2008-10-17" }, unless(escaped))).toEqual(refused);
  expect(refusals({}, unless(escaped))).toEqual(refused);
  expect(refusals({ Version: "2012-10-17" }, unless(escaped))).toEqual([]);
  expect(refusals({ Version: "2008-10-17" }, unless("arn:aws:iam::111122223333:role/*/etl"))).toEqual([]);
});

test("a plan over such a bucket is refused, one without variables is applied and keeps the version", async () => {
  const sandbox = fullSandbox();
  seedRole(sandbox, "OddRegistration", { path: "/te$m/" });
  const lake = { ports: portsOf(sandbox) };
  const Policy = JSON.stringify({
    Version: "2008-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::adw-claims/*" }],
  });
  await lake.ports.s3.putBucketPolicy({ Bucket: "adw-claims", Policy });
  const full = fullPolicies();
  await converge(lake, full);
  const { Policy: written = "" } = await lake.ports.s3.getBucketPolicy({ Bucket: "adw-claims" });
  expect(JSON.parse(written)).toMatchObject({ Version: "2008-10-17" });
  const odd = fullPolicies({ registration: '"arn:aws:iam::111122223333:role/te$m/OddRegistration"' });
  expect((await prepare(lake, odd)).refusals.map(({ code }) => code)).toContain("LG5036");
});
