/** Principals of the policies as identifiers: resolved against the account's roles and users where they are known, else symbolic. */

import type { IdentityCenterFacts } from "../model/account-facts.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { isGrantee, permissionSetOf, permissionSetOfRole, roleNameOfSession, shortPrincipal } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import { compareText } from "../model/source.ts";
import type { Range } from "../model/source.ts";
import type { Role } from "../model/state.ts";
import { didYouMean } from "../model/suggestion.ts";
import { isIdentityStoreId } from "./identity-center-group.ts";

/** How a policy names a principal. */
export type PrincipalReference =
  | { readonly permissionSet: string }
  | { readonly role: string }
  | { readonly arn: string }
  | { readonly identityCenterGroup: string };

/** Where principals live. Without roles nothing is looked up and names stay symbolic. */
export interface PrincipalDirectory {
  readonly account: string;
  readonly partition: string;
  readonly roles?: RoleDirectory;
  /** ARNs by name; absent where they were not read. */
  readonly users?: ReadonlyMap<string, string>;
  /** Absent where Identity Center was not asked. */
  readonly identityCenter?: IdentityCenterFacts;
}

interface RoleDirectory {
  /** ARNs. */
  readonly byName: ReadonlyMap<string, string>;
  readonly bySet: ReadonlyMap<string, readonly Role[]>;
}

export interface ResolvedPrincipal {
  readonly id: Principal;
  readonly range: Range;
}

/** A principal, or why there is none: an absent optional principal is left out with a warning. */
export type Resolution = { readonly id: Principal } | { readonly diagnostic: Diagnostic };

/** Sorted once, so that what is found first, and suggested, never depends on the order IAM listed the roles in. */
export function principalDirectory(
  account: string,
  partition: string,
  { roles, users }: { readonly roles?: readonly Role[] | undefined; readonly users?: readonly string[] | undefined },
  identityCenter?: IdentityCenterFacts,
): PrincipalDirectory {
  const place = {
    account,
    partition,
    ...(users === undefined ? {} : { users: new Map(users.toSorted(compareText).map((arn) => [lastSegment(arn), arn])) }),
    ...(identityCenter === undefined ? {} : { identityCenter }),
  };
  if (roles === undefined) return place;
  const sorted = roles.toSorted((a, b) => compareText(a.arn, b.arn));
  const bySet = new Map<string, Role[]>();
  for (const role of sorted) {
    const set = permissionSetOf(role);
    if (set === undefined) continue;
    bySet.set(set, [...(bySet.get(set) ?? []), role]);
  }
  return { ...place, roles: { byName: new Map(sorted.map(({ name, arn }) => [name, arn])), bySet } };
}

/** `optional` says whether the principal may be absent; undefined where the language has no way to say so. */
export function resolvePrincipal(
  reference: PrincipalReference,
  range: Range,
  directory: PrincipalDirectory,
  optional?: boolean,
): Resolution {
  if ("permissionSet" in reference) return resolvePermissionSet(reference.permissionSet, range, directory, optional);
  if ("role" in reference) return resolveRole(reference.role, range, directory, optional);
  if ("arn" in reference) return resolveArn(reference.arn, range, directory, optional);
  return resolveIdentityCenterGroup(reference.identityCenterGroup, range, directory, optional);
}

/** As `resolvePrincipal`, for who is to hold grants: an ARN of anything else would pass until AWS refuses it amid an apply. */
export function resolveGrantee(reference: PrincipalReference, range: Range, directory: PrincipalDirectory, optional: boolean): Resolution {
  const resolution = resolvePrincipal(reference, range, directory, optional);
  if (!("arn" in reference) || "diagnostic" in resolution || isGrantee(reference.arn)) return resolution;
  const help =
    "name an IAM role or user, a SAML or QuickSight user or group, a user or group of Identity Center, an organization or an organizational unit";
  return {
    diagnostic: report("LG3024", { message: `\`${reference.arn}\` is nothing that Lake Formation grants permissions to`, range, help }),
  };
}

function resolvePermissionSet(name: string, range: Range, { roles }: PrincipalDirectory, optional: boolean | undefined): Resolution {
  if (roles === undefined) return { id: `permission-set/${name}` };
  const [found, ...others] = roles.bySet.get(name) ?? [];
  if (found === undefined) {
    const help = didYouMean(
      name,
      [...roles.bySet.keys()],
      "assign the permission set to this account: its role exists only while it is assigned",
    );
    return absent(`no role of permission set \`${name}\` in this account`, range, help, optional);
  }
  if (others.length > 0) {
    const names = [found, ...others].map((role) => `\`${role.arn}\``).join(", ");
    const help = "name the one that is in use by its ARN";
    return { diagnostic: report("LG3022", { message: `permission set \`${name}\` has several roles: ${names}`, range, help }) };
  }
  return { id: found.arn };
}

function resolveRole(name: string, range: Range, { roles }: PrincipalDirectory, optional: boolean | undefined): Resolution {
  if (roles === undefined) return { id: `role/${name}` };
  const arn = roles.byName.get(name);
  if (arn !== undefined) return { id: arn };
  return absent(`no role named \`${name}\` in this account`, range, didYouMean(name, [...roles.byName.keys()]), optional);
}

/** ARNs are taken as they are; those of roles and users of this account must exist, because IAM can be asked about no others. */
function resolveArn(arn: string, range: Range, { account, roles, users }: PrincipalDirectory, optional: boolean | undefined): Resolution {
  const session = roleNameOfSession(arn);
  if (session !== undefined) {
    const help = `write \`role: ${session}\``;
    return { diagnostic: report("LG3024", { message: `\`${arn}\` is a session, not a principal`, range, help }) };
  }
  if (/[*?]/.test(arn)) {
    const help = "Lake Formation knows no wildcards in principals: name each one";
    return { diagnostic: report("LG3024", { message: `\`${arn}\` has a wildcard`, range, help }) };
  }
  const own = ownIamPrincipal(arn, account);
  if (own === undefined) return { id: arn };
  const known = own.type === "user" ? users : roles?.byName;
  const sameName = known?.get(own.name);
  if (known === undefined || sameName === arn) return { id: arn };
  const help = sameName === undefined ? didYouMean(arn, [...known.values()]) : `did you mean \`${sameName}\`?`;
  return absent(`no ${own.type} \`${arn}\` in this account`, range, help, optional);
}

/** Groups are granted by id. A display name stays as it is while no account is known, and is one group where Identity Center was asked. */
function resolveIdentityCenterGroup(
  name: string,
  range: Range,
  { partition, roles, identityCenter }: PrincipalDirectory,
  optional: boolean | undefined,
): Resolution {
  const arnOf = (id: string): string => `arn:${partition}:identitystore:::group/${id}`;
  if (isIdentityStoreId(name)) return { id: arnOf(name) };
  if (identityCenter === undefined && roles === undefined) return { id: `identity-center-group/${name}` };
  if (identityCenter === undefined) {
    const help = "let the caller read Identity Center, or write the group's id: `aws identitystore list-groups` shows it";
    return {
      diagnostic: report("LG3023", { message: `Identity Center was not read, so nobody knows the id of group \`${name}\``, range, help }),
    };
  }
  const [found, ...others] = identityCenter.groups.filter((group) => group.name === name);
  if (found === undefined) {
    const help = "display names are exact: `aws identitystore list-groups` shows them";
    return absent(`no Identity Center group has the display name \`${name}\``, range, help, optional);
  }
  if (others.length === 0) return { id: arnOf(found.id) };
  const message = `${others.length + 1} Identity Center groups have the display name \`${name}\``;
  return { diagnostic: report("LG3023", { message, range, help: "write the id of the one that is meant" }) };
}

function absent(message: string, range: Range, suggestion: string | undefined, optional: boolean | undefined): Resolution {
  if (optional === true) {
    const help = suggestion === undefined ? {} : { help: suggestion };
    return { diagnostic: report("LG3021", { message: `${message}; it is left out`, range, ...help }) };
  }
  const fix = suggestion ?? "correct the name, or take it out of the policies";
  const help = optional === undefined ? fix : `${fix} (\`optional: true\` lets a principal be absent)`;
  return { diagnostic: report("LG3020", { message, range, help }) };
}

/** The role or user of this account that an ARN names; undefined for any other identifier. */
function ownIamPrincipal(arn: string, account: string): { readonly type: "role" | "user"; readonly name: string } | undefined {
  const [, owner, type, name = ""] = /^arn:[^:]+:iam::(\d{12}):(role|user)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (owner !== account) return undefined;
  return { type: type === "user" ? "user" : "role", name };
}

function lastSegment(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/**
 * One text for one principal however it is spelt: `role/X`, the ARN of that role and, for a permission set, its role are
 * the same. For comparing principals of one policy set; never written to AWS.
 */
export function principalIdentity(id: Principal, account: string): string {
  const short = ownIamPrincipal(id, account)?.type === "role" ? shortPrincipal(id) : id;
  const set = short.startsWith("role/") ? permissionSetOfRole(short.slice("role/".length)) : undefined;
  return set === undefined ? short : `permission-set/${set}`;
}
