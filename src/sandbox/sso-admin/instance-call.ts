/** A call on the instance: who may make it, and which permission set it is about. */

import type { Call } from "../call.ts";
import type { PageRequest } from "../page.ts";
import { badToken, conflict, denied, notFound } from "./error.ts";
import type { Definition, Instance, PermissionSet, Request } from "./state.ts";

/** A call that reached the instance it names. */
export interface InstanceCall {
  readonly call: Call;
  readonly instance: Instance;
  /** `sso:DescribePermissionSet`. */
  readonly action: string;
}

/** Requires that the caller's account administers IAM Identity Center. Throws ServiceError AccessDeniedException. */
export function requireAdministrator(call: Call, action: string, resource: string): void {
  const { id, organization } = call.account;
  const { managementAccount, delegatedAdministrator } = organization;
  if (id !== managementAccount && id !== delegatedAdministrator) throw denied(call.caller, action, resource);
}

/**
 * The instance of an ARN; there is none in another Region.
 * @throws ServiceError AccessDeniedException, ResourceNotFoundException
 */
export function openInstance(call: Call, action: string, arn: string): InstanceCall {
  requireAdministrator(call, action, arn);
  const instance = call.account.organization.identityCenter.instances.get(call.account.region);
  if (instance?.arn !== arn) throw notFound(`Instance ${arn}`);
  return { call, instance, action };
}

/** The permission set, to read it. Throws ServiceError ResourceNotFoundException. */
export function findPermissionSet({ instance }: InstanceCall, arn: string | undefined): PermissionSet {
  const set = instance.permissionSets.get(arn ?? "");
  if (set === undefined) throw notFound(`PermissionSet ${arn}`);
  return set;
}

/**
 * The permission set, to change it or where it goes. What is provisioned in the management account belongs to that account alone.
 * @throws ServiceError ResourceNotFoundException, AccessDeniedException
 */
export function findOwnPermissionSet(request: InstanceCall, arn: string | undefined): PermissionSet {
  const set = findPermissionSet(request, arn);
  const { call, action } = request;
  const { managementAccount } = call.account.organization;
  const isForeign = call.account.id !== managementAccount && set.provisions.has(managementAccount);
  if (isForeign) throw denied(call.caller, action, set.arn);
  return set;
}

/**
 * Changes what provisioning will carry over; until then accounts keep what they have. What is being provisioned does not change.
 * @throws ServiceError ConflictException
 */
export function changeDefinition({ instance }: InstanceCall, set: PermissionSet, change: Partial<Definition>): void {
  const isBusy = runningRequests(instance).some(({ kind, permissionSet }) => kind === "provision" && permissionSet === set.arn);
  if (isBusy) throw conflict(`PermissionSet ${set.arn} is being provisioned.`);
  instance.permissionSets.set(set.arn, { ...set, definition: { ...set.definition, ...change } });
}

/** The requests that are not finished. */
export function runningRequests({ running, requests }: Instance): readonly Request[] {
  return [...running].flatMap((id) => requests.get(id) ?? []);
}

/** Source: API Reference, MaxResults of every listing: 1 to 100. */
export function pageRequest(call: Call, input: { MaxResults?: number | undefined; NextToken?: string | undefined }): PageRequest {
  return { size: call.pageSize(input.MaxResults, 100), token: input.NextToken, badToken };
}

/** The token as an output has it; nothing on the last page. */
export function showToken(token: string | undefined): { readonly NextToken?: string } {
  return token === undefined ? {} : { NextToken: token };
}
