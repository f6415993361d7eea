/** Policies that a role or user carries: inline ones, and managed ones that are attached. */

import type { AttachedPolicy, PolicyDetail } from "@aws-sdk/client-iam";

import { compareText } from "../../model/source.ts";
import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { badMarker, limitExceeded, noSuchEntity } from "./error.ts";
import { findPolicy, partsOfPolicyArn } from "./managed-policies.ts";
import { encodePolicy, policySize, requirePolicy } from "./policy-document.ts";
import type { IamIdentity } from "./state.ts";

/** What IAM says of one sort of identity. Source of the quotas: IAM User Guide, reference_iam-quotas. */
interface Sort {
  readonly word: "role" | "user";
  /** Characters of all inline policies together. */
  readonly inline: { readonly quota: string; readonly limit: number };
  readonly attached: { readonly quota: string; readonly limit: number };
}

/** Managed policies of a role; adjustable to 25. */
export const attachedQuota = 20;

export const ofRole: Sort = {
  word: "role",
  inline: { quota: "RolePolicySize", limit: 10_240 },
  attached: { quota: "PoliciesPerRole", limit: attachedQuota },
};

export const ofUser: Sort = {
  word: "user",
  inline: { quota: "UserPolicySize", limit: 2048 },
  attached: { quota: "PoliciesPerUser", limit: 10 },
};

/** @throws ServiceError MalformedPolicyDocument, LimitExceeded */
export function putInline({ inline: { quota, limit } }: Sort, { inline }: IamIdentity, name: string, document: string): void {
  requirePolicy("identity", document);
  const others = [...inline].filter(([other]) => other !== name).map(([, text]) => policySize(text));
  const total = others.reduce((sum, size) => sum + size, policySize(document));
  if (total > limit) throw limitExceeded(quota, limit);
  inline.set(name, document);
}

/** The document, URL-encoded. @throws ServiceError NoSuchEntity */
export function getInline({ word }: Sort, { inline }: IamIdentity, name: string): string {
  const document = inline.get(name);
  if (document === undefined) throw noSuchEntity(`The ${word} policy with name ${name}`);
  return encodePolicy(document);
}

/** @throws ServiceError NoSuchEntity */
export function deleteInline({ word }: Sort, { inline }: IamIdentity, name: string): void {
  if (!inline.delete(name)) throw noSuchEntity(`The ${word} policy with name ${name}`);
}

/** @throws ServiceError NoSuchEntity, LimitExceeded; not implemented for AWS's own policies */
export function attach(call: Call, { attached: { quota, limit } }: Sort, { attached }: IamIdentity, policy: string | undefined): void {
  const { arn } = findPolicy(call, policy);
  if (!attached.has(arn) && attached.size >= limit) throw limitExceeded(quota, limit);
  attached.add(arn);
}

/** @throws ServiceError NoSuchEntity */
export function detach({ word }: Sort, { name, attached }: IamIdentity, policy = ""): void {
  if (!attached.delete(policy)) throw noSuchEntity(`Policy ${policy} on ${word} ${name}`);
}

interface Paged {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** A page of the names of inline policies. */
export function inlinePage(call: Call, { inline }: IamIdentity, input: Paged) {
  const page = pageOf(sortedKeys(inline), pageRequest(call, input), (name) => name);
  return { PolicyNames: [...page.rows], ...showPage(page.token) };
}

/** A page of the managed policies. */
export function attachedPage(call: Call, { attached }: IamIdentity, input: Paged & { readonly PathPrefix?: string | undefined }) {
  const page = pageOf([...attached].toSorted(compareText), pageRequest(call, input), (arn) =>
    partsOfPolicyArn(arn).path.startsWith(input.PathPrefix ?? "/") ? showAttached(arn) : undefined,
  );
  return { AttachedPolicies: [...page.rows], ...showPage(page.token) };
}

function showAttached(arn: string): AttachedPolicy {
  return { PolicyName: partsOfPolicyArn(arn).name, PolicyArn: arn };
}

function pageRequest(call: Call, input: Paged) {
  return { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
}

function showPage(token: string | undefined) {
  return { IsTruncated: token !== undefined, ...(token !== undefined && { Marker: token }) };
}

/** All policies, as GetAccountAuthorizationDetails shows them. */
export function policyDetails({ inline, attached }: IamIdentity): {
  readonly inline: PolicyDetail[];
  readonly attached: AttachedPolicy[];
} {
  return {
    inline: [...inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodePolicy(document) })),
    attached: [...attached].map(showAttached),
  };
}
