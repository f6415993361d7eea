/** Findings about people: guardrails that are not known, not written, not in place, or not to be had. */

import { expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { Estate } from "../../src/audit/control.ts";
import * as iamRolePolicy from "../../src/kinds/iam-role-policy/spec.ts";
import * as permissionSetPolicy from "../../src/kinds/permission-set-policy/spec.ts";
import type { IdentityCenterFacts, PermissionSetFacts, RolePolicies } from "../../src/model/account-facts.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { UnmanagedGuardrail } from "../../src/model/guardrail.ts";
import { policyJson } from "../../src/model/iam/format-policy.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import type { Role } from "../../src/model/state.ts";
import { account, estate, etl, grant } from "./estate.ts";
import type { Disturbance, Entry } from "./estate.ts";

const prefix = "Lakegradeadw";
const statements: readonly PolicyStatement[] = [
  {
    sid: `${prefix}DenyObjects`,
    effect: "Deny",
    action: { negated: false, names: ["s3:GetObject"] },
    resource: { negated: false, names: ["arn:aws:s3:::adw-claims/*"] },
    conditions: [],
  },
];
const text = JSON.stringify(policyJson({ version: "2012-10-17", statements }));

function onSet(permissionSet: string): Entry {
  const spec = permissionSetPolicy.normalize({ permissionSet, prefix, statements, others: "", provisioned: true, arn: "" });
  return [permissionSetPolicy.address(spec), { kind: "permission-set-policy", spec }];
}

function onRole(role: string): Entry {
  const spec = iamRolePolicy.normalize({ role, policy: "lakegrade-adw", statements });
  return [iamRolePolicy.address(spec), { kind: "iam-role-policy", spec }];
}

function identityCenter(more: Partial<PermissionSetFacts>): IdentityCenterFacts {
  const set = { name: "Analyst", arn: "arn", inlinePolicy: "", accounts: [account], behind: [], managementOnly: false, ...more };
  const ids = { instance: "arn", identityStore: "d-1", region: "us-east-1", owner: "999900001111", caller: "444455556666" };
  return { ...ids, permissionSets: [set], groups: [] };
}

interface Scene extends Disturbance {
  readonly guardrails?: readonly UnmanagedGuardrail[];
  readonly roles?: readonly Role[];
}

function scene({ guardrails, roles, ...disturbance }: Scene): Estate {
  const { live, desired, ...rest } = estate(disturbance);
  return {
    ...rest,
    live: roles === undefined ? live : { ...live, roles: [...live.roles, ...roles] },
    desired: guardrails === undefined ? desired : { ...desired, guardrails },
  };
}

function found(code: string, of: Scene): readonly Finding[] {
  return assess(scene(of)).filter((finding) => finding.code === code);
}

function roleOf(name: string, policies: Partial<RolePolicies> = {}, path = "/"): Role {
  return {
    name,
    arn: `arn:aws:iam::${account}:role${path}${name}`,
    path,
    policies: { id: "AROA", trust: "{}", inline: [], attached: [], ...policies },
  };
}

test("LGF701: without Identity Center nobody knows whether guardrails of permission sets are in place", () => {
  const desired = [onSet("Analyst"), onSet("Steward")];
  expect(found("LGF701", { desired, unread: ["permission-set-policy"] })).toMatchObject([
    { status: "unknown", severity: "high", evidence: { count: 2, examples: ["Analyst", "Steward"], reasons: ["AccessDenied"] } },
  ]);
  expect(found("LGF701", { desired })).toMatchObject([{ status: "unknown", message: expect.stringContaining("was not asked") }]);
  expect(found("LGF701", { desired, facts: { identityCenter: identityCenter({}) } })).toEqual([]);
  expect(found("LGF701", { unread: ["permission-set-policy"] })).toEqual([]);
});

/** The role of the set `Analyst` with this inline policy. */
function setRole(document: string): Role {
  const inline = [{ name: "AwsSSOInlinePolicy", document }];
  return roleOf("AWSReservedSSO_Analyst_0123456789abcdef", { inline }, "/aws-reserved/sso.amazonaws.com/");
}

test("LGF701: nor whether they are gone where no policy asks for them any more, but a role of the set still holds them", () => {
  for (const document of [text, `not JSON, but with ${prefix}DenyObjects`]) {
    expect(found("LGF701", { roles: [setRole(document)], unread: ["permission-set-policy"] })).toMatchObject([
      { status: "unknown", evidence: { count: 1, examples: ["Analyst"] } },
    ]);
  }
  expect(found("LGF701", { roles: [setRole(text.replaceAll(prefix, "Lakegradeprod"))], unread: ["permission-set-policy"] })).toEqual([]);
});

/** What is told of a set of the management account, with this instead. */
function ofManagement(more: Partial<PermissionSetFacts>): readonly Finding[] {
  const facts = { identityCenter: identityCenter({ managementOnly: true, ...more }) };
  return found("LGF702", { desired: [onSet("Analyst")], facts });
}

test("LGF702: a set of the management account is told until its guardrail is what the policies ask for", () => {
  expect(ofManagement({})).toMatchObject([
    { status: "failed", message: expect.stringMatching(/its guardrail is missing$/), evidence: { askedAs: "444455556666" } },
  ]);
  expect(ofManagement({ inlinePolicy: text.replace("s3:GetObject", "s3:PutObject") })).toMatchObject([
    { message: expect.stringMatching(/not what the policies ask for/) },
  ]);
  expect(ofManagement({ inlinePolicy: text, behind: [account] })).toHaveLength(1);
  expect(ofManagement({ inlinePolicy: text })).toEqual([]);
  expect(ofManagement({ managementOnly: false })).toEqual([]);
});

test("LGF702: a role that belongs to AWS takes no guardrail", () => {
  const roles = [roleOf("AWSServiceRoleForX", {}, "/aws-service-role/x.amazonaws.com/")];
  expect(found("LGF702", { desired: [onRole("AWSServiceRoleForX"), onRole("etl")], roles })).toMatchObject([
    { resource: "iam-role-policy/AWSServiceRoleForX/lakegrade-adw" },
  ]);
});

test("LGF703: a guardrail left to others is found missing until some policy of the role says the same", () => {
  const guardrail = { principal: etl, mode: "emit", statements, origins: [] } as const;
  const of = (policies: Partial<RolePolicies>, mode: "emit" | "report" = "emit") =>
    found("LGF703", {
      guardrails: [{ ...guardrail, principal: `${etl}2`, mode }],
      roles: [roleOf("etl2", policies)],
      facts: { managedPolicies: [{ arn: "arn:managed", document: text.replace("DenyObjects", "SomeName") }] },
    });
  expect(of({})).toMatchObject([
    { status: "failed", message: expect.stringContaining("--guardrails DIR"), evidence: { missing: [`${prefix}DenyObjects`] } },
  ]);
  expect(of({}, "report")).toMatchObject([{ message: expect.stringContaining("guardrail: report") }]);
  expect(of({ inline: [{ name: "theirs", document: text }] })).toEqual([]);
  expect(of({ attached: ["arn:managed"] })).toEqual([]);
  expect(of({ inline: [{ name: "theirs", document: text.replace('Deny"', 'Allow"') }] })).toHaveLength(1);
  expect(of({ inline: [{ name: "theirs", document: "{" }] })).toHaveLength(1);
  // Ours is to go, and does not count.
  expect(of({ inline: [{ name: "lakegrade-adw", document: text }] })).toHaveLength(1);
});

/** What is told of a principal that the policies let read. */
function toldOf(principal: string): readonly string[] {
  const securable = { type: "lf-tag-policy", target: "table", expression: [{ key: "grade", values: ["3"] }] } as const;
  return found("LGF704", { desired: [grant(principal, securable, ["SELECT"])] }).map(({ message }) => message);
}

test("LGF704: a grantee that is no role of the account is told, but for groups of Identity Center", () => {
  expect(toldOf(`arn:aws:iam::${account}:user/kim`)).toEqual([
    expect.stringContaining("is an IAM user: neither its own policies nor those of its groups are read"),
  ]);
  expect(toldOf(`arn:aws:iam::${account}:saml-provider/okta:group/bi`)).toEqual([expect.stringContaining("comes through a SAML provider")]);
  expect(toldOf("arn:aws:iam::444455556666:role/theirs")).toEqual([expect.stringContaining("account 444455556666 decides")]);
  expect(toldOf(`arn:aws:quicksight:ap-northeast-2:${account}:group/default/bi`)).toEqual([expect.stringContaining("no principal of IAM")]);
  expect(toldOf(etl)).toEqual([]);
  expect(toldOf("arn:aws:identitystore:::group/3a50ae8d-ae18-4aef-8d9f-f8d085b8cf8d")).toEqual([]);
});

function allow(action: string, resource = "*"): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: resource } });
}

test("LGF705: AWS's own policies that reach every bucket or key are told on roles with a guardrail", () => {
  const arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
  const of = (document: string | undefined, policy = arn) =>
    found("LGF705", {
      desired: [onRole("reader")],
      roles: [roleOf("reader", { attached: [policy] }), roleOf("other", { attached: [policy] })],
      facts: { managedPolicies: document === undefined ? [] : [{ arn: policy, document }] },
    }).map(({ status, evidence }) => [status, evidence["reaches"]]);
  expect(of(allow("s3:*"))).toEqual([["failed", ["objects of every bucket"]]]);
  expect(of(allow("*"))).toEqual([["failed", ["objects of every bucket", "every key"]]]);
  expect(of(allow("kms:Decrypt"))).toEqual([["failed", ["every key"]]]);
  expect(of(allow("s3:Get*", "arn:aws:s3:::aws-logs-*/*"))).toEqual([]);
  expect(of(allow("s3:ListAllMyBuckets"))).toEqual([]);
  expect(of(undefined)).toEqual([["unknown", undefined]]);
  expect(of(allow("s3:*"), `arn:aws:iam::${account}:policy/own`)).toEqual([]);
});
