/** Guardrails for the laws over kinds: on roles of `fixtureLake`, and on permission sets of an Identity Center beside it. */

import * as fc from "fast-check";

import type { IamRolePolicy } from "../src/kinds/iam-role-policy/spec.ts";
import type { PermissionSetPolicy } from "../src/kinds/permission-set-policy/spec.ts";
import { policyJson } from "../src/model/iam/format-policy.ts";
import { statementsDigest } from "../src/model/iam/normal-statement.ts";
import type { PolicyStatement } from "../src/model/iam/policy-document.ts";
import { rolePolicyName, sidPrefix } from "../src/model/ours.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../src/sandbox/seed-identity-center.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { openLake } from "./governed-lake.ts";

/** Written by others: without a Sid, with one that looks like ours and is not, and with two lists. */
const foreign: readonly PolicyStatement[] = [
  { effect: "Allow", action: names("s3:ListAllMyBuckets"), resource: names("*"), conditions: [] },
  { sid: "Lakegradeadwellow", effect: "Allow", action: names("glue:Get*", "athena:*"), resource: names("*"), conditions: [] },
];

function names(...list: readonly string[]): PolicyStatement["action"] {
  return { negated: false, names: list };
}

/** An instance with two assigned permission sets, one of which already has an inline policy; gives their ARNs by name. */
export function seedDirectory(sandbox: Sandbox): ReadonlyMap<string, string> {
  seedInstance(sandbox);
  seedGroup(sandbox, "people");
  const inlinePolicy = policyJson({ version: "2012-10-17", statements: foreign });
  const sets = [seedPermissionSet(sandbox, "Analyst", { inlinePolicy }), seedPermissionSet(sandbox, "Bare_Set")];
  for (const { name } of sets) seedAssignment(sandbox, name, "people");
  return new Map(sets.map(({ name, arn }) => [name, arn]));
}

/** Ids come from the sandbox's seed, so they are the same in every fixture. */
const arns = seedDirectory(openLake({ catalog: { databases: [] } }).sandbox);

const lake = fc.constantFrom("adw", "Adw-2");

const statement: fc.Arbitrary<PolicyStatement> = fc
  .record({
    effect: fc.constantFrom("Allow", "Deny"),
    action: fc.subarray(["s3:GetObject", "kms:Decrypt", "lakeformation:GetDataAccess"], { minLength: 1 }).map((list) => names(...list)),
    resource: fc.subarray(["arn:aws:s3:::lake/*", "arn:aws:s3:::lake", "*"], { minLength: 1 }).map((list) => names(...list.toReversed())),
    conditions: fc.subarray([
      { operator: "StringNotEquals", key: "aws:PrincipalAccount", values: ["222233334444", "111122223333"] },
      { operator: "Bool", key: "aws:ViaAWSService", values: ["false"] },
    ]),
  })
  .map(({ effect, action, resource, conditions }) => ({ effect: effect === "Allow" ? "Allow" : "Deny", action, resource, conditions }));

function ofLake(name: string): fc.Arbitrary<readonly PolicyStatement[]> {
  return fc
    .array(statement, { minLength: 1, maxLength: 4 })
    .map((list) => list.map((each, index) => ({ sid: `${sidPrefix(name)}S${index}`, ...each })).toReversed());
}

export const rolePolicies: fc.Arbitrary<IamRolePolicy> = lake.chain((name) =>
  fc.record({ role: fc.constantFrom("analyst", "Engineer"), policy: fc.constant(rolePolicyName(name)), statements: ofLake(name) }),
);

export const permissionSetPolicies: fc.Arbitrary<PermissionSetPolicy> = lake.chain((name) =>
  fc.record({ permissionSet: fc.constantFrom("Analyst", "Bare_Set"), statements: ofLake(name) }).map(({ permissionSet, statements }) => ({
    permissionSet,
    prefix: sidPrefix(name),
    statements,
    others: permissionSet === "Analyst" ? statementsDigest(foreign) : "",
    provisioned: true,
    arn: arns.get(permissionSet) ?? "",
  })),
);
