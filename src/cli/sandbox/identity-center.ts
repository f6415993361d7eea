/** IAM Identity Center of a sandbox as the policies expect it: the instance where they say it lives, its permission sets assigned to the account. */

import type { PolicySet } from "../../compiler/policy.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { seedRole } from "../../sandbox/seed.ts";
import { isGroupId, seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../../sandbox/seed-identity-center.ts";
import type { NamedPrincipals } from "./named-roles.ts";

/** Where the instance lives. */
export interface IdentityHome {
  readonly account: string;
  readonly region: string;
  /** The role through which the lake's account reaches it; none in the lake's own account. */
  readonly role: { readonly name: string; readonly path: string } | undefined;
}

/** In the account of the role the lake assumes for it, else in the lake's own; in the Region the lake names, else in the lake's. */
export function identityHomeOf({ lake }: PolicySet, account: string, region: string): IdentityHome {
  const { region: named = region, assumeRole = "" } = lake?.value.identityCenter ?? {};
  const [, owner, path = "/", name = ""] = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(assumeRole) ?? [];
  return { account: owner ?? account, region: named, role: owner === undefined ? undefined : { name, path } };
}

/**
 * The account that is asked for enables Identity Center as the management account. Every permission set gets a group of its own, which it is assigned to, so
 * that its role is there.
 */
export function seedIdentityCenter(sandbox: Sandbox, home: IdentityHome, { permissionSets, groups }: NamedPrincipals): void {
  const lake = sandbox.account.id;
  if (home.role !== undefined) {
    const trust = allow({ Principal: { AWS: lake }, Action: "sts:AssumeRole" });
    const role = seedRole(sandbox, home.role.name, { path: home.role.path, account: home.account, trust });
    role.inline.set("IdentityCenter", JSON.stringify(allow({ Action: ["sso:*", "identitystore:*"], Resource: "*" })));
  }
  seedInstance(sandbox, { region: home.region });
  for (const group of groups) {
    if (isGroupId(group)) seedGroup(sandbox, `group ${group}`, group);
    else seedGroup(sandbox, group);
  }
  for (const name of permissionSets) {
    const members = `${name} users`;
    seedPermissionSet(sandbox, name);
    if (!groups.includes(members)) seedGroup(sandbox, members);
    seedAssignment(sandbox, name, members, lake);
  }
}

function allow(statement: object): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}
