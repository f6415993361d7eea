/** Compiled policies as AWS would hold them, and requests against them: for tests of what statements do. */

import { compile } from "../../src/compiler/compile.ts";
import type { Surroundings } from "../../src/compiler/resolve.ts";
import { isOf } from "../../src/kinds/specs.ts";
import { decide } from "../../src/model/iam/decision.ts";
import type { ApplicablePolicies, Decision } from "../../src/model/iam/decision.ts";
import { policyJson } from "../../src/model/iam/format-policy.ts";
import { parsePolicyDocument } from "../../src/model/iam/parse-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { principalOf } from "../../src/model/iam/request.ts";
import type { ContextValue, RequestPrincipal } from "../../src/model/iam/request.ts";
import type { DesiredState } from "../../src/model/state.ts";
import { policies } from "../policy-fixture.ts";

export const account = "111122223333";
export const region = "ap-northeast-2";
export const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** The desired state of these documents. Throws on any error. */
export function desiredOf(documents: readonly string[], surroundings: Surroundings = {}): DesiredState {
  const { state, diagnostics } = compile(policies(...documents), { catalog: { databases: [] }, ...surroundings });
  if (state === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return state;
}

/** The document of these statements as AWS would read it: written as JSON, and strictly parsed. */
export function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  const parsed = parsePolicyDocument(JSON.stringify(policyJson({ version: "2012-10-17", statements })));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

/** The policy of a bucket; throws where none is desired. */
export function bucketPolicy({ resources }: DesiredState, bucket: string): PolicyDocument {
  for (const resource of resources.values()) {
    if (isOf(resource, "s3-bucket-policy") && resource.spec.bucket === bucket) return documentOf(resource.spec.statements);
  }
  throw new Error(`no policy of ${bucket}`);
}

/** The guardrail of a role or permission set, by name; throws where none is desired. */
export function guardrailOf({ resources }: DesiredState, name: string): PolicyDocument {
  for (const resource of resources.values()) {
    if (isOf(resource, "iam-role-policy") && resource.spec.role === name) return documentOf(resource.spec.statements);
    if (isOf(resource, "permission-set-policy") && resource.spec.permissionSet === name) return documentOf(resource.spec.statements);
  }
  throw new Error(`no guardrail of ${name}`);
}

/** Allows everything: what other policies of a principal may say at worst. */
export const everything: PolicyDocument = {
  version: "2012-10-17",
  statements: [{ effect: "Allow", action: { negated: false, names: ["*"] }, resource: { negated: false, names: ["*"] }, conditions: [] }],
};

/** A session of the role with this ARN; users, services and `*` as they are. */
export function caller(arn: string): RequestPrincipal {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const owner = arn.split(":")[4] ?? "";
  const found = arn.includes(":role/") ? principalOf(`arn:aws:sts::${owner}:assumed-role/${name}/session`, arn) : principalOf(arn);
  if (found === undefined) throw new Error(`no principal: ${arn}`);
  return found;
}

export interface Asked {
  readonly by: string;
  readonly action: string;
  readonly on: string;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly policies: ApplicablePolicies;
}

/** What IAM decides about a request over TLS in the account. Throws where it depends on something that is not understood. */
export function decided({ by, action, on, context = {}, policies: applicable }: Asked): Decision["result"] {
  const all = { "aws:SecureTransport": true, "aws:RequestedRegion": region, ...context };
  const decision = decide({ principal: caller(by), action, resource: on, resourceAccount: account, context: all }, applicable);
  if (decision.unknown.length > 0) throw new Error(JSON.stringify(decision.unknown));
  return decision.result;
}
