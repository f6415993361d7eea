/** Seeding of IAM Identity Center: the instance, groups, permission sets and assignments, each finished at once. */

import type { IamRole } from "./iam/state.ts";
import { resourceId } from "./identity-store/constraints.ts";
import { addGroup } from "./identity-store/groups.ts";
import type { Group } from "./identity-store/state.ts";
import type { Sandbox } from "./sandbox.ts";
import { requireInlinePolicy } from "./sso-admin/inline-policy.ts";
import { addPermissionSet } from "./sso-admin/permission-sets.ts";
import { assign } from "./sso-admin/provision.ts";
import { putInstance } from "./sso-admin/state.ts";
import type { Instance, PermissionSet } from "./sso-admin/state.ts";

export interface SeedInstanceOptions {
  /** Default: the home Region. */
  readonly region?: string;
  /** Where the identity source is hosted; default: the same. us-east-1 is left out of the paths of roles. */
  readonly identitySourceRegion?: string;
  /** How many further calls find a provisioning or an assignment in progress. Default 2. */
  readonly provisioningCalls?: number;
}

/** Enables IAM Identity Center in the management account. Throws RangeError when it is already enabled, or for options out of range. */
export function seedInstance(sandbox: Sandbox, options: SeedInstanceOptions = {}): Instance {
  const { managementAccount, identityCenter } = sandbox.account.organization;
  const { region = sandbox.account.region, identitySourceRegion = region, provisioningCalls = 2 } = options;
  if (identityCenter.instances.size > 0) throw new RangeError("an organisation has one instance of IAM Identity Center");
  if (!Number.isInteger(provisioningCalls) || provisioningCalls < 0) {
    throw new RangeError(`provisioningCalls is a whole number from 0, not ${provisioningCalls}`);
  }
  return putInstance(identityCenter, { region, owner: managementAccount, created: sandbox.now(), identitySourceRegion, provisioningCalls });
}

export interface SeedPermissionSetOptions {
  readonly description?: string;
  readonly inlinePolicy?: object;
  /** ARNs of AWS managed policies. */
  readonly managedPolicies?: readonly string[];
}

/** Creates a permission set, assigned to nobody. Throws RangeError for a name that cannot be, ServiceError as the API does. */
export function seedPermissionSet(sandbox: Sandbox, name: string, options: SeedPermissionSetOptions = {}): PermissionSet {
  const instance = instanceOf(sandbox);
  if (!/^[\w+=,.@-]{1,32}$/.test(name)) throw new RangeError(`'${name}' is not a permission set name`);
  const { description, managedPolicies = [] } = options;
  const inlinePolicy = options.inlinePolicy === undefined ? "" : JSON.stringify(options.inlinePolicy);
  if (inlinePolicy !== "") requireInlinePolicy(inlinePolicy);
  const made = addPermissionSet(instance, sandbox.now(), { Name: name, Description: description });
  const set = { ...made, definition: { ...made.definition, inlinePolicy, managedPolicies } };
  instance.permissionSets.set(set.arn, set);
  return set;
}

/** Is this the id of a group, and not its display name? */
export function isGroupId(text: string): boolean {
  return resourceId.test(text);
}

/** Creates a group without members, under an id of its own unless one is given. Throws ServiceError as the API does. */
export function seedGroup(sandbox: Sandbox, displayName: string, id?: string): Group {
  const { store } = instanceOf(sandbox);
  const made = addGroup(store, displayName);
  if (id === undefined) return made;
  store.groups.delete(made.id);
  store.groups.set(id, { ...made, id });
  return { ...made, id };
}

/**
 * Assigns a permission set to a group in an account, by default the home account.
 * @returns the role of the permission set in the account
 * @throws RangeError when one of them does not exist
 */
export function seedAssignment(sandbox: Sandbox, permissionSet: string, group: string, account = sandbox.account.id): IamRole {
  const instance = instanceOf(sandbox);
  const { organization } = sandbox.account;
  const set = [...instance.permissionSets.values()].find(({ name }) => name === permissionSet);
  if (set === undefined) throw new RangeError(`there is no permission set '${permissionSet}'`);
  const found = [...instance.store.groups.values()].find(({ displayName }) => displayName === group);
  if (found === undefined) throw new RangeError(`there is no group '${group}'`);
  const failure = assign({ organization, instance, now: sandbox.now() }, set, account, { type: "GROUP", id: found.id });
  const role = organization.iam.get(account)?.roles.get((set.provisions.get(account)?.roleName ?? "").toLowerCase());
  if (failure !== undefined || role === undefined) throw new RangeError(failure ?? `the role of '${permissionSet}' is gone`);
  return role;
}

function instanceOf(sandbox: Sandbox): Instance {
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  if (instance === undefined) throw new RangeError("IAM Identity Center is not enabled: seed an instance first");
  return instance;
}
