/** Cases of decisions: a request, policies, and what IAM decides; one table a topic. */

import { expect, test } from "vitest";

import { decide } from "../../../src/model/iam/decision.ts";
import type { ApplicablePolicies, Decision } from "../../../src/model/iam/decision.ts";
import type { KeyGrant } from "../../../src/model/iam/key-grant.ts";
import { parsePolicyDocument } from "../../../src/model/iam/parse-policy.ts";
import type { PolicyDocument } from "../../../src/model/iam/policy-document.ts";
import { principalOf } from "../../../src/model/iam/request.ts";
import type { ContextValue, RequestPrincipal } from "../../../src/model/iam/request.ts";

export const account = "111122223333";
export const otherAccount = "444455556666";
export const user = `arn:aws:iam::${account}:user/team/alice`;
export const role = `arn:aws:iam::${account}:role/team/etl`;
export const session = `arn:aws:sts::${account}:assumed-role/etl/run-1`;
export const root = `arn:aws:iam::${account}:root`;
export const object = "arn:aws:s3:::claims/2026/file.parquet";
export const key = `arn:aws:kms:eu-west-1:${account}:key/1234`;

/** Statements as policies write them. */
export type Statement = Readonly<Record<string, unknown>>;

export interface DecisionCase {
  readonly name: string;
  /** Principal ARN, service name or `*`; the user when left out. */
  readonly by?: string | RequestPrincipal;
  readonly action?: string;
  readonly on?: string;
  readonly owner?: string;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly version?: "2008-10-17";
  readonly identity?: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly session?: readonly Statement[];
  readonly resource?: readonly Statement[];
  readonly scps?: readonly (readonly Statement[])[];
  readonly rcps?: readonly (readonly Statement[])[];
  readonly keyGrants?: readonly KeyGrant[];
  readonly expect: Decision["result"];
  /** Parts of what was not understood; none when left out. */
  readonly unknown?: readonly string[];
}

/** Every statement allows reading the object unless it says otherwise. */
export function policy(statements: readonly Statement[], version: string = "2012-10-17"): PolicyDocument {
  const parsed = parsePolicyDocument({ Version: version, Statement: statements }, { unknown: "keep" });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

export function principal(arn: string): RequestPrincipal {
  const found = principalOf(arn, arn === session ? role : undefined);
  if (found === undefined) throw new Error(`no principal: ${arn}`);
  return found;
}

export function decideCase(example: DecisionCase): Decision {
  const { by = user, action = "s3:GetObject", on = object, owner = account, context = {}, version } = example;
  const documents = (statements: readonly Statement[]): PolicyDocument => policy(statements, version);
  const policies: ApplicablePolicies = {
    identity: example.identity === undefined ? [] : [documents(example.identity)],
    ...(example.boundary && { boundary: documents(example.boundary) }),
    ...(example.session && { session: [documents(example.session)] }),
    ...(example.resource && { resource: documents(example.resource) }),
    ...(example.scps && { scps: example.scps.map((level) => [documents(level)]) }),
    ...(example.rcps && { rcps: example.rcps.map((level) => [documents(level)]) }),
    ...(example.keyGrants && { keyGrants: example.keyGrants }),
  };
  const who = typeof by === "string" ? principal(by) : by;
  return decide({ principal: who, action, resource: on, resourceAccount: owner, context }, policies);
}

/** One test a case. */
export function testCases(cases: readonly DecisionCase[]): void {
  test.each(cases)("$name", (example) => {
    const decision = decideCase(example);
    expect({ result: decision.result, unknown: decision.unknown.map(({ what }) => what) }).toEqual({
      result: example.expect,
      unknown: (example.unknown ?? []).map((what) => expect.stringContaining(what) as string),
    });
  });
}

/** A statement that allows or denies reading objects of the bucket. */
export const allow: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::claims/*" };
export const deny: Statement = { ...allow, Effect: "Deny" };
export const allowAll: Statement = { Effect: "Allow", Action: "*", Resource: "*" };

export function to(statement: Statement, ...principals: readonly string[]): Statement {
  return { ...statement, Principal: { AWS: principals } };
}
