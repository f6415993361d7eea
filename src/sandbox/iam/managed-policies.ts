/** Customer managed policies, each with one version. AWS's own managed policies are not here. */

import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  Policy,
} from "@aws-sdk/client-iam";

import { partitionOf } from "../../model/principal.ts";
import type { Call } from "../call.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { alreadyExists, limitExceeded, noSuchEntity } from "./error.ts";
import { encodePolicy, policySize, requirePolicy } from "./policy-document.ts";
import type { IamPolicy, IamState } from "./state.ts";

/** Characters of a managed policy. Source: IAM User Guide, reference_iam-quotas. */
const managedQuota = 6144;

/** The sandbox does not change policies, so every policy is at its first version. */
const onlyVersion = "v1";

/** Name and path in a policy's ARN; roles of permission sets have AWS's own policies too, which are known by their ARNs alone. */
export function partsOfPolicyArn(arn: string): { readonly name: string; readonly path: string } {
  const [, path = "/", name = ""] = /:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return { name, path };
}

/** The policy; throws ServiceError NoSuchEntity, or says that AWS's own policies are not implemented. */
export function findPolicy(call: Call, arn: string | undefined): IamPolicy {
  const policy = call.account.iam.policies.get(arn ?? "");
  if (policy !== undefined) return policy;
  if (arn?.includes(":iam::aws:policy/") === true) throw notImplemented(`the AWS managed policy ${arn}`);
  throw noSuchEntity(`Policy ${arn}`);
}

export function createPolicy(call: Call, input: CreatePolicyRequest): CreatePolicyResponse {
  honourOnly("CreatePolicy", input, ["PolicyName", "Path", "PolicyDocument", "Description"]);
  const { PolicyName: name = "", Path: path = "/", PolicyDocument: document = "", Description: description } = input;
  const { account } = call;
  requirePolicy("identity", document);
  if (policySize(document) > managedQuota) throw limitExceeded("PolicySize", managedQuota);
  const isTaken = [...account.iam.policies.values()].some((policy) => policy.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw alreadyExists(`A policy called ${name}`);
  const arn = `arn:${partitionOf(account.region)}:iam::${account.id}:policy${path}${name}`;
  const policy: IamPolicy = { name, path, arn, id: account.iam.newId("ANPA"), created: call.now, description, document };
  account.iam.policies.set(arn, policy);
  return { Policy: showPolicy(account.iam, policy) };
}

export function getPolicy(call: Call, input: GetPolicyRequest): GetPolicyResponse {
  return { Policy: showPolicy(call.account.iam, findPolicy(call, input.PolicyArn)) };
}

export function getPolicyVersion(call: Call, input: GetPolicyVersionRequest): GetPolicyVersionResponse {
  const { created, document } = findPolicy(call, input.PolicyArn);
  if (input.VersionId !== onlyVersion) throw noSuchEntity(`Policy ${input.PolicyArn} version ${input.VersionId}`);
  return { PolicyVersion: showVersion(document, created) };
}

/** The one version of a policy, its document URL-encoded. */
export function showVersion(document: string, created: Date) {
  return { Document: encodePolicy(document), VersionId: onlyVersion, IsDefaultVersion: true, CreateDate: created };
}

/** A policy as IAM shows it. */
export function showPolicy(iam: IamState, policy: IamPolicy): Policy {
  const identities = [...iam.roles.values(), ...iam.users.values()];
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: onlyVersion,
    AttachmentCount: identities.filter(({ attached }) => attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: identities.filter(({ permissionsBoundary }) => permissionsBoundary === policy.arn).length,
    IsAttachable: true,
    ...(policy.description !== undefined && { Description: policy.description }),
    CreateDate: policy.created,
    UpdateDate: policy.created,
  };
}
