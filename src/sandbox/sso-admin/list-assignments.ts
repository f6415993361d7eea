/** Listings of account assignments: of a permission set in an account, and of a user or a group. */

import type {
  ListAccountAssignmentsForPrincipalRequest,
  ListAccountAssignmentsForPrincipalResponse,
  ListAccountAssignmentsRequest,
  ListAccountAssignmentsResponse,
} from "@aws-sdk/client-sso-admin";

import { pageOf, sortedKeys } from "../page.ts";
import { denied } from "./error.ts";
import { findPermissionSet, pageRequest, showToken } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { assigneeKey } from "./state.ts";
import type { Assignee, Instance } from "./state.ts";

export function listAccountAssignments(request: InstanceCall, input: ListAccountAssignmentsRequest): ListAccountAssignmentsResponse {
  const { AccountId: account = "" } = input;
  const { arn, provisions } = findPermissionSet(request, input.PermissionSetArn);
  const assignments = provisions.get(account)?.assignments ?? new Map<string, Assignee>();
  const page = pageOf(sortedKeys(assignments), pageRequest(request.call, input), (key) => assignments.get(key));
  const rows = page.rows.map((assignee) => showAssignment(account, arn, assignee));
  return { AccountAssignments: rows, ...showToken(page.token) };
}

/**
 * Of a user: through groups too, each with the group it comes through.
 * Source: API Reference, ListAccountAssignmentsForPrincipal, which is for the management account alone.
 */
export function listAssignmentsForPrincipal(
  request: InstanceCall,
  input: ListAccountAssignmentsForPrincipalRequest,
): ListAccountAssignmentsForPrincipalResponse {
  const { call, instance, action } = request;
  if (call.account.id !== call.account.organization.managementAccount) throw denied(call.caller, action, instance.arn);
  const { PrincipalType: type = "USER", PrincipalId: id = "", Filter: filter } = input;
  const wanted = new Set(assigneesOf(instance, { type, id }).map(assigneeKey));
  const rows = new Map(
    [...instance.permissionSets.values()].flatMap(({ arn, provisions }) =>
      [...provisions]
        .filter(([account]) => filter?.AccountId === undefined || filter.AccountId === account)
        .flatMap(([account, { assignments }]) =>
          [...assignments]
            .filter(([key]) => wanted.has(key))
            .map(([key, assignee]) => [[account, arn, key].join(" "), showAssignment(account, arn, assignee)] as const),
        ),
    ),
  );
  const page = pageOf(sortedKeys(rows), pageRequest(call, input), (key) => rows.get(key));
  return { AccountAssignments: [...page.rows], ...showToken(page.token) };
}

/** Whose assignments a principal has: its own and its groups'. */
function assigneesOf({ store }: Instance, principal: Assignee): readonly Assignee[] {
  if (principal.type === "GROUP") return [principal];
  const groups = [...store.memberships.values()].filter(({ user }) => user === principal.id);
  return [principal, ...groups.map(({ group }): Assignee => ({ type: "GROUP", id: group }))];
}

function showAssignment(account: string, permissionSet: string, { type, id }: Assignee) {
  return { AccountId: account, PermissionSetArn: permissionSet, PrincipalType: type, PrincipalId: id };
}
