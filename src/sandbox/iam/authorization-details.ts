/** GetAccountAuthorizationDetails: every role and customer managed policy with its documents, in pages. */

import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  RoleDetail,
} from "@aws-sdk/client-iam";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { badMarker } from "./error.ts";
import { partsOfPolicyArn, showPolicy, showVersion } from "./managed-policies.ts";
import { encodePolicy } from "./policy-document.ts";
import { showBoundary } from "./roles.ts";
import type { IamPolicy, IamRole } from "./state.ts";

type Row = { readonly role: RoleDetail } | { readonly policy: ManagedPolicyDetail };

/** Keys of rows: roles come before policies, and a page may hold both. */
const rolePrefix = "1:";
const policyPrefix = "2:";

/** The account has no users and groups that IAM would list; its administrator identity is the sandbox's own. */
export function getAccountAuthorizationDetails(
  call: Call,
  input: GetAccountAuthorizationDetailsRequest,
): GetAccountAuthorizationDetailsResponse {
  const { roles, policies } = call.account.iam;
  const filter = input.Filter ?? [];
  const wants = (type: "Role" | "LocalManagedPolicy"): boolean => filter.length === 0 || filter.includes(type);
  const keys = [
    ...(wants("Role") ? sortedKeys(roles).map((key) => rolePrefix + key) : []),
    ...(wants("LocalManagedPolicy") ? sortedKeys(policies).map((key) => policyPrefix + key) : []),
  ];
  const request = { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
  const page = pageOf(keys, request, (key): Row | undefined => {
    const name = key.slice(rolePrefix.length);
    const role = key.startsWith(rolePrefix) ? roles.get(name) : undefined;
    if (role !== undefined) return { role: roleDetail(role) };
    const policy = policies.get(name);
    return policy === undefined ? undefined : { policy: policyDetail(call, policy) };
  });
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: page.rows.flatMap((row) => ("role" in row ? [row.role] : [])),
    Policies: page.rows.flatMap((row) => ("policy" in row ? [row.policy] : [])),
    IsTruncated: page.token !== undefined,
    ...(page.token !== undefined && { Marker: page.token }),
  };
}

function roleDetail(role: IamRole): RoleDetail {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodePolicy(role.trust),
    InstanceProfileList: [],
    RolePolicyList: [...role.inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodePolicy(document) })),
    AttachedManagedPolicies: [...role.attached].map((arn) => ({ PolicyName: partsOfPolicyArn(arn).name, PolicyArn: arn })),
    ...showBoundary(role),
    Tags: [...role.tags],
  };
}

function policyDetail(call: Call, policy: IamPolicy): ManagedPolicyDetail {
  const { Tags: _tags, ...shown } = showPolicy(call.account.iam, policy);
  return { ...shown, PolicyVersionList: [showVersion(policy.document, policy.created)] };
}
