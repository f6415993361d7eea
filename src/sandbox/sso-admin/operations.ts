/** The IAM Identity Center operations of the sandbox. */

import type { Call, Operations } from "../call.ts";
import {
  createAccountAssignment,
  deleteAccountAssignment,
  describeCreationStatus,
  describeDeletionStatus,
  listCreationStatus,
  listDeletionStatus,
} from "./account-assignments.ts";
import { deleteInlinePolicy, getInlinePolicy, putInlinePolicy } from "./inline-policy.ts";
import { openInstance } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { describeInstance, listInstances } from "./instances.ts";
import { listAccountAssignments, listAssignmentsForPrincipal } from "./list-assignments.ts";
import {
  attachCustomerPolicy,
  attachManagedPolicy,
  detachCustomerPolicy,
  detachManagedPolicy,
  listCustomerPolicies,
  listManagedPolicies,
} from "./managed-policies.ts";
import {
  createPermissionSet,
  deletePermissionSet,
  describePermissionSet,
  listPermissionSets,
  updatePermissionSet,
} from "./permission-sets.ts";
import { deletePermissionsBoundary, getPermissionsBoundary, putPermissionsBoundary } from "./permissions-boundary.ts";
import {
  describeProvisioningStatus,
  listAccountsOfPermissionSet,
  listPermissionSetsInAccount,
  listProvisioningStatus,
  provisionPermissionSet,
} from "./provisioning.ts";
import { listTagsForResource, tagResource, untagResource } from "./tags.ts";

/** An operation on the instance its input names; parameters are compared as `Operation` compares them. */
type InstanceOperation = { run(request: InstanceCall, input: object): object }["run"];

const onInstance: Readonly<Record<string, InstanceOperation>> = {
  AttachCustomerManagedPolicyReferenceToPermissionSet: attachCustomerPolicy,
  AttachManagedPolicyToPermissionSet: attachManagedPolicy,
  CreateAccountAssignment: createAccountAssignment,
  CreatePermissionSet: createPermissionSet,
  DeleteAccountAssignment: deleteAccountAssignment,
  DeleteInlinePolicyFromPermissionSet: deleteInlinePolicy,
  DeletePermissionSet: deletePermissionSet,
  DeletePermissionsBoundaryFromPermissionSet: deletePermissionsBoundary,
  DescribeAccountAssignmentCreationStatus: describeCreationStatus,
  DescribeAccountAssignmentDeletionStatus: describeDeletionStatus,
  DescribePermissionSet: describePermissionSet,
  DescribePermissionSetProvisioningStatus: describeProvisioningStatus,
  DetachCustomerManagedPolicyReferenceFromPermissionSet: detachCustomerPolicy,
  DetachManagedPolicyFromPermissionSet: detachManagedPolicy,
  GetInlinePolicyForPermissionSet: getInlinePolicy,
  GetPermissionsBoundaryForPermissionSet: getPermissionsBoundary,
  ListAccountAssignmentCreationStatus: listCreationStatus,
  ListAccountAssignmentDeletionStatus: listDeletionStatus,
  ListAccountAssignments: listAccountAssignments,
  ListAccountAssignmentsForPrincipal: listAssignmentsForPrincipal,
  ListAccountsForProvisionedPermissionSet: listAccountsOfPermissionSet,
  ListCustomerManagedPolicyReferencesInPermissionSet: listCustomerPolicies,
  ListManagedPoliciesInPermissionSet: listManagedPolicies,
  ListPermissionSetProvisioningStatus: listProvisioningStatus,
  ListPermissionSets: listPermissionSets,
  ListPermissionSetsProvisionedToAccount: listPermissionSetsInAccount,
  ProvisionPermissionSet: provisionPermissionSet,
  PutInlinePolicyToPermissionSet: putInlinePolicy,
  PutPermissionsBoundaryToPermissionSet: putPermissionsBoundary,
  UpdatePermissionSet: updatePermissionSet,
};

export const operations: Operations = {
  ...Object.fromEntries(
    Object.entries(onInstance).map(([name, run]) => [
      name,
      (call: Call, input: { readonly InstanceArn?: string }) => run(openInstance(call, `sso:${name}`, input.InstanceArn ?? ""), input),
    ]),
  ),
  DescribeInstance: describeInstance,
  ListInstances: listInstances,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};
