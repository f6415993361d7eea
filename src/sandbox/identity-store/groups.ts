/** Groups of the identity store. */

import type {
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  DescribeGroupRequest,
  DescribeGroupResponse,
  GetGroupIdRequest,
  GetGroupIdResponse,
  ListGroupsRequest,
  ListGroupsResponse,
} from "@aws-sdk/client-identitystore";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { conflict, invalid, notFound } from "../sso-admin/error.ts";
import { showToken } from "../sso-admin/instance-call.ts";
import { filteredBy, findStore, pageRequest, readAlternateIdentifier, requireFreeName } from "./find-store.ts";
import type { Group, IdentityStore } from "./state.ts";

export function createGroup(call: Call, input: CreateGroupRequest): CreateGroupResponse {
  const store = findStore(call, "identitystore:CreateGroup", input);
  const { DisplayName: displayName, Description: description } = input;
  if (displayName === undefined) throw invalid("DisplayName is required.");
  return { GroupId: addGroup(store, displayName, description).id, IdentityStoreId: store.id };
}

/** The same without a call, for seeding. Throws ServiceError ConflictException, ValidationException. */
export function addGroup(store: IdentityStore, displayName: string, description?: string): Group {
  requireFreeName(displayName);
  const isTaken = [...store.groups.values()].some((group) => group.displayName.toLowerCase() === displayName.toLowerCase());
  if (isTaken) throw conflict("Duplicate GroupDisplayName");
  const group: Group = { id: store.newId(), displayName, description };
  store.groups.set(group.id, group);
  return group;
}

export function describeGroup(call: Call, input: DescribeGroupRequest): DescribeGroupResponse {
  const store = findStore(call, "identitystore:DescribeGroup", input);
  return showGroup(store, findGroup(store, input.GroupId));
}

export function listGroups(call: Call, input: ListGroupsRequest): ListGroupsResponse {
  const store = findStore(call, "identitystore:ListGroups", input);
  const name = filteredBy("DisplayName", input.Filters);
  const page = pageOf(sortedKeys(store.groups), pageRequest(call, input), (id) => {
    const group = store.groups.get(id);
    return group === undefined || (name !== undefined && group.displayName !== name) ? undefined : showGroup(store, group);
  });
  return { Groups: [...page.rows], ...showToken(page.token) };
}

export function getGroupId(call: Call, input: GetGroupIdRequest): GetGroupIdResponse {
  const store = findStore(call, "identitystore:GetGroupId", input);
  const wanted = readAlternateIdentifier(input.AlternateIdentifier, ["displayName"]);
  const group = [...store.groups.values()].find(({ displayName }) => wanted !== "external" && displayName === wanted.value);
  if (group === undefined) throw notFound("GROUP");
  return { GroupId: group.id, IdentityStoreId: store.id };
}

/** Its memberships go with it; account assignments that name it stay. */
export function deleteGroup(call: Call, input: DeleteGroupRequest): object {
  const store = findStore(call, "identitystore:DeleteGroup", input);
  const group = findGroup(store, input.GroupId);
  store.groups.delete(group.id);
  for (const membership of store.memberships.values()) if (membership.group === group.id) store.memberships.delete(membership.id);
  return {};
}

/** Throws ServiceError ResourceNotFoundException. */
export function findGroup(store: IdentityStore, id: string | undefined): Group {
  const group = store.groups.get(id ?? "");
  if (group === undefined) throw notFound("GROUP");
  return group;
}

function showGroup(store: IdentityStore, { id, displayName, description }: Group) {
  return {
    GroupId: id,
    DisplayName: displayName,
    ...(description !== undefined && { Description: description }),
    IdentityStoreId: store.id,
  };
}
