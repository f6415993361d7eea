/** Carrying a permission set into an account: the role that appears, follows the definition, and goes with the last assignment. */

import { partitionOf } from "../../model/principal.ts";
import { putRole } from "../iam/roles.ts";
import { attachedQuota } from "../iam/identity-policies.ts";
import type { IamRole, IamState } from "../iam/state.ts";
import type { Organization } from "../organization.ts";
import { randomHex } from "../random.ts";
import { readReference, referenceKey } from "./managed-policies.ts";
import { reservedRole } from "./reserved-role.ts";
import { assigneeKey } from "./state.ts";
import type { Assignee, Definition, Instance, PermissionSet } from "./state.ts";

/** The name of a role's policy that holds the permission set's inline policy. */
const inlinePolicyName = "AwsSSOInlinePolicy";

/** Permission sets in one account. Source: IAM Identity Center User Guide, limits. */
const provisionQuota = 500;

/** The organisation's instance, and when this happens. */
export interface Scene {
  readonly organization: Organization;
  readonly instance: Instance;
  readonly now: Date;
}

/** Why something was not done, as FailureReason says it; `undefined` when it was done. */
export type Failure = string | undefined;

/** Assigns, and provisions where this is the first assignment in the account. Assigning twice changes nothing. */
export function assign(scene: Scene, set: PermissionSet, account: string, assignee: Assignee): Failure {
  const { instance, organization } = scene;
  const { users, groups } = instance.store;
  const iam = organization.iam.get(account);
  if (iam === undefined) return `Received a 404 status error: Account ${account} not found.`;
  const isKnown = assignee.type === "USER" ? users.has(assignee.id) : groups.has(assignee.id);
  if (!isKnown) return `Received a 404 status error: ${assignee.type} ${assignee.id} not found.`;
  const known = set.provisions.get(account);
  if (known !== undefined) {
    known.assignments.set(assigneeKey(assignee), assignee);
    return undefined;
  }
  const others = [...instance.permissionSets.values()].filter(({ provisions }) => provisions.has(account));
  if (others.length >= provisionQuota) return `Received a 402 status error: Account ${account} has ${provisionQuota} permission sets.`;
  const policies = readPolicies(iam, account, instance.region, set.definition);
  if ("failure" in policies) return policies.failure;
  const role = putRole({ id: account, region: instance.region, iam }, scene.now, newRole(instance, set, account), policies.role);
  const assignments = new Map([[assigneeKey(assignee), assignee]]);
  set.provisions.set(account, { roleName: role.name, definition: set.definition, assignments });
  return undefined;
}

/** Takes an assignment away, and the role with the last one. */
export function unassign({ organization }: Scene, set: PermissionSet, account: string, assignee: Assignee): Failure {
  const known = set.provisions.get(account);
  if (known?.assignments.delete(assigneeKey(assignee)) !== true) return assignmentNotFound;
  if (known.assignments.size > 0) return undefined;
  set.provisions.delete(account);
  organization.iam.get(account)?.roles.delete(known.roleName.toLowerCase());
  return undefined;
}

/** Brings the account's role to the present definition. */
export function provision({ organization, instance }: Scene, set: PermissionSet, account: string): Failure {
  const known = set.provisions.get(account);
  const iam = organization.iam.get(account);
  const role = known === undefined ? undefined : iam?.roles.get(known.roleName.toLowerCase());
  if (known === undefined || iam === undefined || role === undefined) return assignmentNotFound;
  const policies = readPolicies(iam, account, instance.region, set.definition);
  if ("failure" in policies) return policies.failure;
  iam.roles.set(role.name.toLowerCase(), { ...role, ...policies.role });
  set.provisions.set(account, { ...known, definition: set.definition });
  return undefined;
}

const assignmentNotFound = "Received a 404 status error: Assignment not found.";

function newRole(instance: Instance, set: PermissionSet, account: string) {
  const { providers, random, region, identitySourceRegion } = instance;
  const provider = providers.get(account) ?? randomHex(random, 16);
  providers.set(account, provider);
  const suffix = randomHex(random, 16);
  return reservedRole({ permissionSet: set.name, suffix, provider, account, region, identitySourceRegion });
}

type RolePolicies = Pick<IamRole, "description" | "maxSessionDuration" | "inline" | "attached" | "permissionsBoundary">;

/** What the definition makes of a role; customer managed policies have to be in the account already. */
function readPolicies(
  iam: IamState,
  account: string,
  region: string,
  definition: Definition,
): { readonly role: RolePolicies } | { readonly failure: string } {
  const { managedPolicies, customerPolicies, boundary, inlinePolicy, description } = definition;
  const arnOf = (path: string): string => `arn:${partitionOf(region)}:iam::${account}:policy${path}`;
  const own = customerPolicies.map((reference) => arnOf(referenceKey(reference)));
  const reference = boundary?.CustomerManagedPolicyReference;
  const ownBoundary = reference === undefined ? undefined : arnOf(referenceKey(readReference(reference)));
  const missing = [...own, ...(ownBoundary === undefined ? [] : [ownBoundary])].find((arn) => !iam.policies.has(arn));
  if (missing !== undefined) return { failure: `Received a 404 status error: Policy ${missing} does not exist or is not attachable.` };
  const attached = new Set([...managedPolicies, ...own]);
  if (attached.size > attachedQuota) {
    return { failure: `Received a 409 status error: Cannot exceed quota for PoliciesPerRole: ${attachedQuota}` };
  }
  const inline = new Map(inlinePolicy === "" ? [] : [[inlinePolicyName, inlinePolicy]]);
  const permissionsBoundary = ownBoundary ?? boundary?.ManagedPolicyArn;
  return { role: { description, maxSessionDuration: 43_200, inline, attached, permissionsBoundary } };
}
