/** Members of groups whom a permissions boundary or a Deny of others keeps from reading through Lake Formation. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { address as rolePolicyAddress } from "../../src/kinds/iam-role-policy/spec.ts";
import { address as setPolicyAddress } from "../../src/kinds/permission-set-policy/spec.ts";
import type { UnmanagedGuardrail } from "../../src/model/guardrail.ts";
import { permissionSetRolePath } from "../../src/model/principal.ts";
import type { Role, Scope } from "../../src/model/state.ts";
import { policy, role, statementsOf } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { account, claimsBucket, estate } from "./estate.ts";
import type { Entry } from "./estate.ts";

const region = "ap-northeast-2";
const catalog = `arn:aws:glue:${region}:${account}`;
const boundaryArn = `arn:aws:iam::${account}:policy/bound`;

/** What the guardrail allows, under conditions as it has them. */
const allows = statementsOf(
  {
    Sid: "LakegradeAdwAllowCatalog",
    Effect: "Allow",
    Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
    Resource: [`${catalog}:catalog`, `${catalog}:database/*`, `${catalog}:table/*`],
  },
  {
    Sid: "LakegradeAdwAllowDataAccess",
    Effect: "Allow",
    Action: "lakeformation:GetDataAccess",
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": region, "aws:PrincipalAccount": account } },
  },
);

function rolePolicy(name: string): Entry {
  const spec = { role: name, policy: "lakegrade-adw", statements: allows };
  return [rolePolicyAddress(spec), { kind: "iam-role-policy", spec }];
}

const set = { permissionSet: "Data", prefix: "LakegradeAdw", statements: allows, others: "", provisioned: true, arn: "" };
const setEntry: Entry = [setPolicyAddress(set), { kind: "permission-set-policy", spec: set }];

function setRole(...statements: readonly Json[]): Role {
  const made = role("AWSReservedSSO_Data_0123456789abcdef", ...statements);
  return { ...made, arn: made.arn.replace("role/", `role${permissionSetRolePath}`), path: permissionSetRolePath };
}

function bounded(by: Role, ...statements: readonly Json[]): { readonly role: Role; readonly document: string } {
  if (by.policies === undefined) throw new Error("the scene's roles have policies");
  return { role: { ...by, policies: { ...by.policies, boundary: boundaryArn } }, document: policy(...statements) };
}

interface Case {
  readonly roles: readonly Role[];
  readonly boundary?: string;
  readonly guarded?: readonly Entry[];
  readonly guardrails?: readonly UnmanagedGuardrail[];
  readonly managed?: Scope["managed"];
}

function found({ roles, boundary, guarded = [rolePolicy("analyst")], guardrails = [], managed }: Case): readonly string[] {
  const managedPolicies = boundary === undefined ? [] : [{ arn: boundaryArn, document: boundary }];
  const { live, desired } = estate({ facts: { managedPolicies }, ...(managed === undefined ? {} : { scope: { managed } }) });
  const resources = new Map([...desired.resources, ...guarded]);
  return assess({ live: { ...live, roles }, desired: { ...desired, resources, guardrails } }).flatMap(
    ({ code, severity, status, resource, message, evidence }) =>
      code === "LGF613" ? [`${severity} ${status} ${resource}: ${message} ${JSON.stringify(evidence["actions"])}`] : [],
  );
}

const four = '["lakeformation:GetDataAccess","glue:GetDatabase","glue:GetTable","glue:GetPartitions"]';

test("nobody is found whom the guardrail of the plan lets read, be it not written yet", () => {
  expect(found({ roles: [role("analyst"), setRole()], guarded: [rolePolicy("analyst"), setEntry] })).toEqual([]);
});

function limitedTo(...databases: readonly string[]): readonly string[] {
  const Resource = [`${catalog}:catalog`, ...databases.map((database) => `${catalog}:database/${database}`)];
  const { role: analyst, document } = bounded(
    role("analyst"),
    { Effect: "Allow", Action: "lakeformation:*", Resource: "*" },
    { Effect: "Allow", Action: "glue:*", Resource },
  );
  const managed = Object.fromEntries(
    ["aaa", "bbb", "claims", "zzz-111122223333"].map((name) => [name, { enforce: true, newColumns: "strictest" } as const]),
  );
  return found({ roles: [analyst], boundary: document, managed });
}

describe("a permissions boundary", () => {
  test("that leaves Lake Formation out keeps the role from reading", () => {
    const { role: analyst, document } = bounded(role("analyst"), { Effect: "Allow", Action: ["s3:*", "kms:*", "athena:*"], Resource: "*" });
    expect(found({ roles: [analyst], boundary: document })).toEqual([
      `medium failed role/analyst: role/analyst cannot read through Lake Formation: no permissions boundary allows lakeformation:GetDataAccess ${four}`,
    ]);
  });

  test("that leaves out the catalog alone does, too, and one that allows both does not", () => {
    const lake = { Effect: "Allow", Action: "lakeformation:*", Resource: "*" };
    const without = bounded(role("analyst"), lake);
    expect(found({ roles: [without.role], boundary: without.document })).toEqual([
      expect.stringContaining("no permissions boundary allows glue:GetDatabase") as string,
    ]);
    const whole = bounded(role("analyst"), lake, { Effect: "Allow", Action: "glue:Get*", Resource: "*" });
    expect(found({ roles: [whole.role], boundary: whole.document })).toEqual([]);
  });

  test("may hold a role to some of the managed databases, not to none of them", () => {
    for (const one of ["claims", "cl*", "?laims", "zzz-${aws:PrincipalAccount}", "zzz-*"]) expect(limitedTo("elsewhere", one)).toEqual([]);
    for (const one of ["elsewhere", "claims2", "zzz-${aws:PrincipalArn}"]) {
      expect(limitedTo(one)).toEqual([
        expect.stringMatching(/^medium failed .* no permissions boundary allows glue:GetDatabase/) as string,
      ]);
    }
    expect(limitedTo("${aws:PrincipalTag/team}")).toEqual([expect.stringMatching(/^medium unknown /) as string]);
  });

  test("that was not read leaves it open", () => {
    const { role: analyst } = bounded(role("analyst"));
    expect(found({ roles: [analyst] })).toEqual([expect.stringMatching(/^medium unknown role\/analyst: .* perhaps cannot read/) as string]);
  });
});

describe("a Deny", () => {
  const deny = { Sid: "no", Effect: "Deny", Action: "lakeformation:GetDataAccess", Resource: "*" };

  test("in the own policies of a role, or of a permission set beside our statements, is found", () => {
    expect(found({ roles: [role("analyst", deny)] })).toEqual([
      'medium failed role/analyst: role/analyst cannot read through Lake Formation: denied by `no` of the identity policy ["lakeformation:GetDataAccess"]',
    ]);
    const carrying = setRole(deny);
    expect(found({ roles: [carrying], guarded: [setEntry] })).toEqual([
      expect.stringContaining("permission-set/Data cannot read through Lake Formation") as string,
    ]);
    expect(found({ roles: [role("somebody", deny)] })).toEqual([]);
  });

  test("of requests that AWS services do not make for the role lets Athena through", () => {
    expect(found({ roles: [role("analyst", { ...deny, Condition: { Bool: { "aws:ViaAWSService": "false" } } })] })).toEqual([]);
    expect(found({ roles: [role("analyst", { ...deny, Condition: { Bool: { "aws:ViaAWSService": "true" } } })] })).toEqual([]);
    const elsewhere = { ...deny, Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } };
    expect(found({ roles: [role("analyst", elsewhere)] })).toEqual([]);
  });

  test("that depends on what nobody knows is unknown", () => {
    const Condition = { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
    expect(found({ roles: [role("analyst", { ...deny, Condition })] })).toEqual([
      expect.stringMatching(/^medium unknown role\/analyst: .* a condition on aws:SourceIp/) as string,
    ]);
  });
});

test("roles of the same policies are told apart where these speak of who asks", () => {
  const guarded = [rolePolicy("analyst"), rolePolicy("actuary")];
  const deny = { Effect: "Deny", Action: "lakeformation:GetDataAccess", Resource: "*" };
  const not = { ...deny, Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/actuary` } } };
  expect(found({ roles: [role("analyst", deny), role("actuary", deny)], guarded })).toHaveLength(2);
  expect(found({ roles: [role("analyst", not), role("actuary", not)], guarded })).toEqual([
    expect.stringContaining("role/actuary") as string,
  ]);
});

test("a guardrail that others are to write counts as written: that it is not there is told elsewhere", () => {
  const guardrail = { principal: role("analyst").arn, mode: "emit", statements: allows, origins: [claimsBucket.origin] } as const;
  const deny = { Sid: "no", Effect: "Deny", Action: "glue:*", Resource: "*" };
  expect(found({ roles: [role("analyst")], guarded: [], guardrails: [guardrail] })).toEqual([]);
  expect(found({ roles: [role("analyst", deny)], guarded: [], guardrails: [guardrail] })).toHaveLength(1);
});

test("policies that were not read leave it open, and roles that were not read undecided", () => {
  const { policies: _policies, ...bare } = role("analyst");
  expect(found({ roles: [bare] })).toEqual([expect.stringMatching(/^medium unknown role\/analyst: /) as string]);
  const undecided = assess(estate({ unread: ["roles"] })).map(({ code, status, resource }) => `${code} ${status} ${resource}`);
  expect(undecided).toContain("LGF613 unknown roles");
});
