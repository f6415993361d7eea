/** GetAccountAuthorizationDetails: every user, role and customer managed policy with its documents, in pages. */

import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { badMarker } from "./error.ts";
import { policyDetails } from "./identity-policies.ts";
import { showPolicy, showVersion } from "./managed-policies.ts";
import { showBoundary } from "./permissions-boundary.ts";
import { encodePolicy } from "./policy-document.ts";
import type { IamPolicy, IamRole, IamUser } from "./state.ts";

type Row = { readonly user: UserDetail } | { readonly role: RoleDetail } | { readonly policy: ManagedPolicyDetail };

/** Keys of rows: users come before roles and those before policies, and a page may hold all of them. */
const userPrefix = "0:";
const rolePrefix = "1:";
const policyPrefix = "2:";

/** The account has no groups. */
export function getAccountAuthorizationDetails(
  call: Call,
  input: GetAccountAuthorizationDetailsRequest,
): GetAccountAuthorizationDetailsResponse {
  const { users, roles, policies } = call.account.iam;
  const filter = input.Filter ?? [];
  const wants = (type: "User" | "Role" | "LocalManagedPolicy"): boolean => filter.length === 0 || filter.includes(type);
  const keys = [
    ...(wants("User") ? sortedKeys(users).map((key) => userPrefix + key) : []),
    ...(wants("Role") ? sortedKeys(roles).map((key) => rolePrefix + key) : []),
    ...(wants("LocalManagedPolicy") ? sortedKeys(policies).map((key) => policyPrefix + key) : []),
  ];
  const request = { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
  const page = pageOf(keys, request, (key): Row | undefined => {
    const name = key.slice(rolePrefix.length);
    const user = key.startsWith(userPrefix) ? users.get(name) : undefined;
    if (user !== undefined) return { user: userDetail(user) };
    const role = key.startsWith(rolePrefix) ? roles.get(name) : undefined;
    if (role !== undefined) return { role: roleDetail(role) };
    const policy = policies.get(name);
    return policy === undefined ? undefined : { policy: policyDetail(call, policy) };
  });
  return {
    UserDetailList: page.rows.flatMap((row) => ("user" in row ? [row.user] : [])),
    GroupDetailList: [],
    RoleDetailList: page.rows.flatMap((row) => ("role" in row ? [row.role] : [])),
    Policies: page.rows.flatMap((row) => ("policy" in row ? [row.policy] : [])),
    IsTruncated: page.token !== undefined,
    ...(page.token !== undefined && { Marker: page.token }),
  };
}

function userDetail(user: IamUser): UserDetail {
  const { inline, attached } = policyDetails(user);
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.created,
    UserPolicyList: inline,
    GroupList: [],
    AttachedManagedPolicies: attached,
    ...showBoundary(user),
    Tags: [...user.tags],
  };
}

function roleDetail(role: IamRole): RoleDetail {
  const { inline, attached } = policyDetails(role);
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodePolicy(role.trust),
    InstanceProfileList: [],
    RolePolicyList: inline,
    AttachedManagedPolicies: attached,
    ...showBoundary(role),
    Tags: [...role.tags],
  };
}

function policyDetail(call: Call, policy: IamPolicy): ManagedPolicyDetail {
  const { Tags: _tags, ...shown } = showPolicy(call.account.iam, policy);
  return { ...shown, PolicyVersionList: [showVersion(policy.document, policy.created)] };
}
