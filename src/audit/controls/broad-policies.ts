/** AWS's own policies on governed roles that reach every bucket or key: the guardrail covers what is governed, and nothing else does the rest. */

import { addressOf } from "../../model/address.ts";
import { decide } from "../../model/iam/decision.ts";
import { parsePolicyDocument } from "../../model/iam/parse-policy.ts";
import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Role } from "../../model/state.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { guardedRoles } from "../guarded-roles.ts";

export const broadPolicies: Control = {
  code: "LGF705",
  title: "AWS managed policy that reads every bucket or key, on a role of a group",
  severity: "informational",
  controls: ["ISMS-P 2.5.5"],
  reads: ["roles"],
  evaluate: (estate) =>
    guardedRoles(estate).flatMap((role) => (role.policies?.attached ?? []).flatMap((arn) => observe(role, arn, estate))),
};

function observe(role: Role, arn: string, { live }: Estate): readonly Observation[] {
  if (!/^arn:[^:]+:iam::aws:policy\//.test(arn)) return [];
  const text = live.facts?.managedPolicies.find((policy) => policy.arn === arn)?.document;
  const parsed = text === undefined ? undefined : parsePolicyDocument(text, { unknown: "keep" });
  const resource = addressOf("role", role.name, arn);
  const evidence = { role: role.arn, policy: arn };
  if (parsed === undefined || "problems" in parsed) {
    return [{ status: "unknown", resource, message: `AWS managed policy ${arn} on ${shortPrincipal(role.arn)} was not read`, evidence }];
  }
  const reaches = [
    ...(reads(parsed.document, live.account) ? ["objects of every bucket"] : []),
    ...(decrypts(parsed.document, live.account) ? ["every key"] : []),
  ];
  if (reaches.length === 0) return [];
  const message = `${shortPrincipal(role.arn)} carries ${arn}, which reaches ${reaches.join(" and ")}; its guardrail takes out governed ones only`;
  return [{ resource, message, evidence: { ...evidence, reaches } }];
}

function reads(document: PolicyDocument, account: string): boolean {
  return allows(document, account, "s3:GetObject", "arn:aws:s3:::any-bucket-of-the-account/any/object");
}

/** By the key's leave, as most keys give it to IAM; aliases and tags of a key are not known, and count as reached. */
function decrypts(document: PolicyDocument, account: string): boolean {
  return allows(document, account, "kms:Decrypt", `arn:aws:kms:us-east-1:${account}:key/any`);
}

function allows(document: PolicyDocument, account: string, action: string, resource: string): boolean {
  const arn = `arn:aws:iam::${account}:role/any`;
  const leave: PolicyDocument = {
    version: "2012-10-17",
    statements: [
      {
        effect: "Allow",
        principal: { negated: false, byType: { AWS: [account] } },
        action: { negated: false, names: ["*"] },
        resource: { negated: false, names: ["*"] },
        conditions: [],
      },
    ],
  };
  const request = { principal: { kind: "role", arn, account }, action, resource, resourceAccount: account, context: {} } as const;
  return decide(request, { identity: [document], resource: leave }).result === "allowed";
}
