/** The roles, users, permission sets and Identity Center groups that policies name, for a sandbox in which they exist. */

import type { GroupPrincipal, LakePrincipal } from "../../compiler/policy.gen.ts";
import type { PolicySet } from "../../compiler/policy.ts";
import type { NamedBucket } from "./named-storage.ts";

/** A role, or a user. */
export interface NamedRole {
  readonly name: string;
  /** With leading and trailing slash. */
  readonly path: string;
}

export interface NamedPrincipals {
  readonly roles: readonly NamedRole[];
  readonly users: readonly NamedRole[];
  readonly permissionSets: readonly string[];
  /** Ids or display names. */
  readonly groups: readonly string[];
}

/** Any principal of the language; several members are several principals. */
type Principal = Pick<GroupPrincipal, "permissionSet" | "role" | "arn" | "identityCenterGroup" | "through">;

/** Each once. ARNs of other accounts and of services need nothing in the account. Registration roles are not among them. */
export function namedPrincipals({ lake, groups }: PolicySet, buckets: readonly NamedBucket[], account: string): NamedPrincipals {
  const { admins = [], readOnlyAdmins = [], operators = [], breakGlass = [] } = lake?.value ?? {};
  const principals: readonly Principal[] = [
    ...[admins, readOnlyAdmins, operators, breakGlass].flat().map(ofLake),
    ...groups.flatMap(({ value }) => value.principals),
    ...buckets.flatMap(({ directAccess }) => directAccess).filter((each) => typeof each !== "string"),
  ];
  const roles = principals.flatMap(({ role, arn, through = [] }) =>
    [role, arn, ...through].flatMap((text) => (text === undefined ? [] : (roleOf(text, account) ?? []))),
  );
  const users = principals.flatMap(({ arn = "" }) => ownOf("user", arn, account) ?? []);
  return {
    roles: byName(roles),
    users: byName(users),
    permissionSets: once(principals.map(({ permissionSet }) => permissionSet)),
    groups: once(principals.map(({ identityCenterGroup }) => identityCenterGroup)),
  };
}

function ofLake(principal: LakePrincipal): Principal {
  return typeof principal === "string" ? { role: principal } : principal;
}

/** A role name, or a role ARN of this account with its path; undefined for anything else. */
export function roleOf(text: string, account: string): NamedRole | undefined {
  if (!text.startsWith("arn:")) return { name: text, path: "/" };
  return ownOf("role", text, account);
}

/** What an ARN of this account names, with its path; undefined for anything else. */
function ownOf(type: "role" | "user", arn: string, account: string): NamedRole | undefined {
  const [, owner, found, path = "/", name = ""] = /^arn:[^:]+:iam::(\d{12}):(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return owner === account && found === type ? { name, path } : undefined;
}

/** IAM compares names without regard to case. */
function byName(named: readonly NamedRole[]): readonly NamedRole[] {
  return [...new Map(named.map((one) => [one.name.toLowerCase(), one])).values()];
}

function once(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.flatMap((name) => name ?? []))];
}
