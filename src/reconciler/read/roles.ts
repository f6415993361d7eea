/** Reading the account's roles with all their policies, and which users there are: for resolving names to principals and for what roles may do. */

import type { ManagedPolicyDetail, RoleDetail } from "@aws-sdk/client-iam";

import type { Ports } from "../../aws/ports.ts";
import type { ManagedPolicyFacts, RolePolicies } from "../../model/account-facts.ts";
import { nextIfTruncated, readPages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import type { Role } from "../../model/state.ts";

export interface RolesReading {
  /** Sorted by name. */
  readonly roles: readonly Role[];
  /** ARNs, sorted. Nothing asks what users may do: their policies, and those of their groups, are not kept. */
  readonly users: readonly string[];
  /** Those that a role carries or is bounded by, sorted by ARN. */
  readonly managedPolicies: readonly ManagedPolicyFacts[];
}

type Row = { readonly role: RoleDetail } | { readonly user: string } | { readonly policy: ManagedPolicyDetail };

/** All roles, users and managed policies. One listing, 1,000 a page (IAM API, GetAccountAuthorizationDetails). */
export async function readRoles({ iam }: Ports): Promise<RolesReading> {
  const rows = await readPages<Row>(async (marker) => {
    const {
      RoleDetailList = [],
      UserDetailList = [],
      Policies = [],
      IsTruncated,
      Marker,
    } = await iam.getAccountAuthorizationDetails({
      Filter: ["Role", "User", "LocalManagedPolicy", "AWSManagedPolicy"],
      MaxItems: 1000,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    const items = [
      ...RoleDetailList.map((role) => ({ role })),
      ...UserDetailList.flatMap(({ Arn: user }) => (user === undefined ? [] : [{ user }])),
      ...Policies.map((policy) => ({ policy })),
    ];
    return { items, next: nextIfTruncated(IsTruncated, Marker) };
  });
  const roles = rows.flatMap((row) => ("role" in row ? [roleOf(row.role)] : [])).toSorted((a, b) => compareText(a.name, b.name));
  const users = rows.flatMap((row) => ("user" in row ? [row.user] : [])).toSorted(compareText);
  const used = new Set(roles.flatMap(({ policies }) => [...(policies?.attached ?? []), policies?.boundary]));
  const managedPolicies = rows.flatMap((row) => ("policy" in row && used.has(row.policy.Arn) ? managedPolicyOf(row.policy) : []));
  return { roles, users, managedPolicies: managedPolicies.toSorted((a, b) => compareText(a.arn, b.arn)) };
}

function roleOf(detail: RoleDetail): Role {
  const { RoleName: name = "", Arn: arn = "", Path: path = "/" } = detail;
  return { name, arn, path, policies: policiesOf(detail) };
}

function policiesOf(detail: RoleDetail): RolePolicies {
  const { RoleId: id = "", AssumeRolePolicyDocument: trust = "", RolePolicyList = [], AttachedManagedPolicies = [] } = detail;
  const boundary = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    id,
    trust: decode(trust),
    inline: RolePolicyList.map(({ PolicyName: name = "", PolicyDocument: document = "" }) => ({
      name,
      document: decode(document),
    })).toSorted((a, b) => compareText(a.name, b.name)),
    attached: AttachedManagedPolicies.flatMap(({ PolicyArn: arn }) => (arn === undefined ? [] : [arn])).toSorted(compareText),
    ...(boundary === undefined ? {} : { boundary }),
  };
}

/** The version in force; a policy without it is left out, so that it counts as not read and not as empty. */
function managedPolicyOf({ Arn: arn, PolicyVersionList = [] }: ManagedPolicyDetail): readonly ManagedPolicyFacts[] {
  const document = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document;
  return arn === undefined || document === undefined ? [] : [{ arn, document: decode(document) }];
}

/** Documents come URL-encoded by RFC 3986 (IAM API Reference, RoleDetail). What is plain JSON already, as some endpoints give it, stays. */
function decode(text: string): string {
  if (text.startsWith("{")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
