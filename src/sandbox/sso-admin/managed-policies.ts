/** Managed policies of a permission set: AWS's own by ARN, the accounts' by name and path. */

import type {
  AttachCustomerManagedPolicyReferenceToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetRequest,
  CustomerManagedPolicyReference,
  DetachCustomerManagedPolicyReferenceFromPermissionSetRequest,
  DetachManagedPolicyFromPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse,
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse,
} from "@aws-sdk/client-sso-admin";

import { compareText } from "../../model/source.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { conflict, notFound, quotaExceeded } from "./error.ts";
import { changeDefinition, findOwnPermissionSet, findPermissionSet, pageRequest, showToken } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import type { Definition } from "./state.ts";

/** Of both kinds together. Source: IAM Identity Center User Guide, limits. */
const managedQuota = 25;

export function attachManagedPolicy(request: InstanceCall, input: AttachManagedPolicyToPermissionSetRequest): object {
  const { ManagedPolicyArn: arn = "" } = input;
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const { managedPolicies } = set.definition;
  if (managedPolicies.includes(arn)) throw conflict(`PermissionSet ${set.arn} already has the managed policy ${arn}.`);
  requireRoom(set.definition);
  changeDefinition(request, set, { managedPolicies: [...managedPolicies, arn] });
  return {};
}

export function detachManagedPolicy(request: InstanceCall, input: DetachManagedPolicyFromPermissionSetRequest): object {
  const { ManagedPolicyArn: arn = "" } = input;
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const { managedPolicies } = set.definition;
  if (!managedPolicies.includes(arn)) throw notFound(`Managed policy ${arn} of PermissionSet ${set.arn}`);
  changeDefinition(request, set, { managedPolicies: managedPolicies.filter((each) => each !== arn) });
  return {};
}

export function listManagedPolicies(
  request: InstanceCall,
  input: ListManagedPoliciesInPermissionSetRequest,
): ListManagedPoliciesInPermissionSetResponse {
  const { managedPolicies } = findPermissionSet(request, input.PermissionSetArn).definition;
  const page = pageOf(managedPolicies.toSorted(compareText), pageRequest(request.call, input), (arn) => arn);
  const attached = page.rows.map((arn) => ({ Name: arn.slice(arn.lastIndexOf("/") + 1), Arn: arn }));
  return { AttachedManagedPolicies: attached, ...showToken(page.token) };
}

export function attachCustomerPolicy(request: InstanceCall, input: AttachCustomerManagedPolicyReferenceToPermissionSetRequest): object {
  const reference = readReference(input.CustomerManagedPolicyReference);
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const { customerPolicies } = set.definition;
  const isAttached = customerPolicies.some((each) => referenceKey(each) === referenceKey(reference));
  if (isAttached) throw conflict(`PermissionSet ${set.arn} already has the customer managed policy ${referenceKey(reference)}.`);
  requireRoom(set.definition);
  changeDefinition(request, set, { customerPolicies: [...customerPolicies, reference] });
  return {};
}

export function detachCustomerPolicy(request: InstanceCall, input: DetachCustomerManagedPolicyReferenceFromPermissionSetRequest): object {
  const key = referenceKey(readReference(input.CustomerManagedPolicyReference));
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const customerPolicies = set.definition.customerPolicies.filter((each) => referenceKey(each) !== key);
  if (customerPolicies.length === set.definition.customerPolicies.length) {
    throw notFound(`Customer managed policy ${key} of PermissionSet ${set.arn}`);
  }
  changeDefinition(request, set, { customerPolicies });
  return {};
}

export function listCustomerPolicies(
  request: InstanceCall,
  input: ListCustomerManagedPolicyReferencesInPermissionSetRequest,
): ListCustomerManagedPolicyReferencesInPermissionSetResponse {
  const { customerPolicies } = findPermissionSet(request, input.PermissionSetArn).definition;
  const byKey = new Map(customerPolicies.map((reference) => [referenceKey(reference), reference]));
  const page = pageOf(sortedKeys(byKey), pageRequest(request.call, input), (key) => byKey.get(key));
  return { CustomerManagedPolicyReferences: [...page.rows], ...showToken(page.token) };
}

/** With the path it means when it names none. Source: API Reference, CustomerManagedPolicyReference. */
export function readReference(reference: CustomerManagedPolicyReference | undefined): Required<CustomerManagedPolicyReference> {
  return { Name: reference?.Name, Path: reference?.Path ?? "/" };
}

/** Path and name, as they stand in the policy's ARN. */
export function referenceKey({ Name, Path }: CustomerManagedPolicyReference): string {
  return `${Path}${Name}`;
}

function requireRoom({ managedPolicies, customerPolicies }: Definition): void {
  const count = managedPolicies.length + customerPolicies.length;
  if (count >= managedQuota) throw quotaExceeded("managed policies per permission set", managedQuota);
}
