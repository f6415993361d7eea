/** Who is in which group. */

import type {
  CreateGroupMembershipRequest,
  CreateGroupMembershipResponse,
  DeleteGroupMembershipRequest,
  GroupMembership,
  IsMemberInGroupsRequest,
  IsMemberInGroupsResponse,
  ListGroupMembershipsForMemberRequest,
  ListGroupMembershipsForMemberResponse,
  ListGroupMembershipsRequest,
  ListGroupMembershipsResponse,
} from "@aws-sdk/client-identitystore";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import type { Page } from "../page.ts";
import { conflict, invalid, notFound } from "../sso-admin/error.ts";
import { showToken } from "../sso-admin/instance-call.ts";
import { findStore, pageRequest } from "./find-store.ts";
import { findGroup } from "./groups.ts";
import type { IdentityStore, Membership } from "./state.ts";
import { findUser } from "./users.ts";

export function createGroupMembership(call: Call, input: CreateGroupMembershipRequest): CreateGroupMembershipResponse {
  const store = findStore(call, "identitystore:CreateGroupMembership", input);
  const group = findGroup(store, input.GroupId).id;
  const user = memberOf(store, input);
  const isThere = [...store.memberships.values()].some((membership) => membership.group === group && membership.user === user);
  if (isThere) throw conflict("Member and Group are already in a relationship");
  const membership: Membership = { id: store.newId(), group, user };
  store.memberships.set(membership.id, membership);
  return { MembershipId: membership.id, IdentityStoreId: store.id };
}

export function listGroupMemberships(call: Call, input: ListGroupMembershipsRequest): ListGroupMembershipsResponse {
  const store = findStore(call, "identitystore:ListGroupMemberships", input);
  const group = findGroup(store, input.GroupId).id;
  const page = listMemberships(call, store, input, (membership) => membership.group === group);
  return { GroupMemberships: [...page.rows], ...showToken(page.token) };
}

export function listGroupMembershipsForMember(
  call: Call,
  input: ListGroupMembershipsForMemberRequest,
): ListGroupMembershipsForMemberResponse {
  const store = findStore(call, "identitystore:ListGroupMembershipsForMember", input);
  const user = memberOf(store, input);
  const page = listMemberships(call, store, input, (membership) => membership.user === user);
  return { GroupMemberships: [...page.rows], ...showToken(page.token) };
}

export function isMemberInGroups(call: Call, input: IsMemberInGroupsRequest): IsMemberInGroupsResponse {
  const store = findStore(call, "identitystore:IsMemberInGroups", input);
  const user = memberOf(store, input);
  const joined = new Set([...store.memberships.values()].filter((membership) => membership.user === user).map(({ group }) => group));
  const groups = (input.GroupIds ?? []).map((id) => findGroup(store, id).id);
  return { Results: groups.map((id) => ({ GroupId: id, MemberId: { UserId: user }, MembershipExists: joined.has(id) })) };
}

export function deleteGroupMembership(call: Call, input: DeleteGroupMembershipRequest): object {
  const store = findStore(call, "identitystore:DeleteGroupMembership", input);
  if (!store.memberships.delete(input.MembershipId ?? "")) throw notFound("GROUP_MEMBERSHIP");
  return {};
}

/** The user that is the member. Throws ServiceError ValidationException, ResourceNotFoundException. */
function memberOf(store: IdentityStore, { MemberId: member }: Pick<CreateGroupMembershipRequest, "MemberId">): string {
  if (member?.UserId === undefined) throw invalid("A member is a user.");
  return findUser(store, member.UserId).id;
}

function listMemberships(
  call: Call,
  store: IdentityStore,
  input: ListGroupMembershipsRequest | ListGroupMembershipsForMemberRequest,
  isWanted: (membership: Membership) => boolean,
): Page<GroupMembership> {
  return pageOf(sortedKeys(store.memberships), pageRequest(call, input), (id) => {
    const membership = store.memberships.get(id);
    if (membership === undefined || !isWanted(membership)) return undefined;
    const { group, user } = membership;
    return { IdentityStoreId: store.id, MembershipId: id, GroupId: group, MemberId: { UserId: user } };
  });
}
