/** The operations on policies of users. */

import type {
  AttachUserPolicyRequest,
  DeleteUserPolicyRequest,
  DetachUserPolicyRequest,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
  ListUserPoliciesRequest,
  ListUserPoliciesResponse,
  PutUserPolicyRequest,
} from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { attach, attachedPage, deleteInline, detach, getInline, inlinePage, ofUser, putInline } from "./identity-policies.ts";
import { findOwnUser, findUser } from "./users.ts";

export function putUserPolicy(call: Call, { UserName, PolicyName = "", PolicyDocument = "" }: PutUserPolicyRequest): object {
  putInline(ofUser, findOwnUser(call, UserName), PolicyName, PolicyDocument);
  return {};
}

export function getUserPolicy(call: Call, { UserName, PolicyName = "" }: GetUserPolicyRequest): GetUserPolicyResponse {
  const user = findUser(call, UserName);
  return { UserName: user.name, PolicyName, PolicyDocument: getInline(ofUser, user, PolicyName) };
}

export function listUserPolicies(call: Call, input: ListUserPoliciesRequest): ListUserPoliciesResponse {
  return inlinePage(call, findUser(call, input.UserName), input);
}

export function deleteUserPolicy(call: Call, { UserName, PolicyName = "" }: DeleteUserPolicyRequest): object {
  deleteInline(ofUser, findOwnUser(call, UserName), PolicyName);
  return {};
}

export function attachUserPolicy(call: Call, { UserName, PolicyArn }: AttachUserPolicyRequest): object {
  attach(call, ofUser, findOwnUser(call, UserName), PolicyArn);
  return {};
}

export function detachUserPolicy(call: Call, { UserName, PolicyArn }: DetachUserPolicyRequest): object {
  detach(ofUser, findOwnUser(call, UserName), PolicyArn);
  return {};
}

export function listAttachedUserPolicies(call: Call, input: ListAttachedUserPoliciesRequest): ListAttachedUserPoliciesResponse {
  return attachedPage(call, findUser(call, input.UserName), input);
}
