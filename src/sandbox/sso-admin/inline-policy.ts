/** The one inline policy of a permission set. */

import type {
  DeleteInlinePolicyFromPermissionSetRequest,
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse,
  PutInlinePolicyToPermissionSetRequest,
} from "@aws-sdk/client-sso-admin";

import { policySize, requirePolicy } from "../iam/policy-document.ts";
import { ServiceError } from "../service-error.ts";
import { invalid, notFound } from "./error.ts";
import { changeDefinition, findOwnPermissionSet, findPermissionSet } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";

/** Characters that are not white space. Source: IAM Identity Center User Guide, limits. */
const inlineQuota = 10_240;

export function putInlinePolicy(request: InstanceCall, input: PutInlinePolicyToPermissionSetRequest): object {
  const { InlinePolicy: inlinePolicy = "" } = input;
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  requireInlinePolicy(inlinePolicy);
  changeDefinition(request, set, { inlinePolicy });
  return {};
}

/** Throws ServiceError ValidationException for what IAM would not take as a role's inline policy. */
export function requireInlinePolicy(text: string): void {
  try {
    requirePolicy("identity", text);
  } catch (error) {
    if (error instanceof ServiceError) throw invalid(`Invalid PermissionsPolicy Document: ${error.message}`);
    throw error;
  }
  const size = policySize(text);
  if (size <= inlineQuota) return;
  const what = "Current size of the non-whitespace characters present in the InlinePolicy Document";
  throw invalid(`${what} is ${size} bytes which has exceeded the maximum limit of ${inlineQuota} bytes`);
}

/** An empty text when there is none. Source: API Reference, GetInlinePolicyForPermissionSet. */
export function getInlinePolicy(
  request: InstanceCall,
  input: GetInlinePolicyForPermissionSetRequest,
): GetInlinePolicyForPermissionSetResponse {
  return { InlinePolicy: findPermissionSet(request, input.PermissionSetArn).definition.inlinePolicy };
}

export function deleteInlinePolicy(request: InstanceCall, input: DeleteInlinePolicyFromPermissionSetRequest): object {
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  if (set.definition.inlinePolicy === "") throw notFound(`Inline policy of PermissionSet ${set.arn}`);
  changeDefinition(request, set, { inlinePolicy: "" });
  return {};
}
