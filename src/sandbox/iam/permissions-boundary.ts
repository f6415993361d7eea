/** The permissions boundary of a role or user: what may be one, and how IAM shows it. */

import type { AttachedPermissionsBoundary } from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { invalidInput, noSuchBoundary } from "./error.ts";
import { findPolicy } from "./managed-policies.ts";
import type { IamIdentity } from "./state.ts";

/**
 * The ARN, if it is that of a managed policy the account has.
 * @throws ServiceError InvalidInput for what is no ARN of a policy, NoSuchEntity; not implemented for AWS's own policies
 */
export function requireBoundary(call: Call, arn = ""): string {
  if (!/^arn:[^:]+:iam::(\d{12}|aws):policy\/.+$/.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
  if (!arn.includes(":iam::aws:") && !call.account.iam.policies.has(arn)) throw noSuchBoundary(arn);
  return findPolicy(call, arn).arn;
}

/** As IAM shows it; nothing where there is none. */
export function showBoundary({ permissionsBoundary: arn }: IamIdentity): { readonly PermissionsBoundary?: AttachedPermissionsBoundary } {
  if (arn === undefined) return {};
  return { PermissionsBoundary: { PermissionsBoundaryType: "PermissionsBoundaryPolicy", PermissionsBoundaryArn: arn } };
}
