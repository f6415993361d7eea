/** The Identity Store operations of the sandbox. */

import type { Operations } from "../call.ts";
import { createGroup, deleteGroup, describeGroup, getGroupId, listGroups } from "./groups.ts";
import {
  createGroupMembership,
  deleteGroupMembership,
  isMemberInGroups,
  listGroupMemberships,
  listGroupMembershipsForMember,
} from "./memberships.ts";
import { createUser, deleteUser, describeUser, getUserId, listUsers } from "./users.ts";

export const operations: Operations = {
  CreateGroup: createGroup,
  CreateGroupMembership: createGroupMembership,
  CreateUser: createUser,
  DeleteGroup: deleteGroup,
  DeleteGroupMembership: deleteGroupMembership,
  DeleteUser: deleteUser,
  DescribeGroup: describeGroup,
  DescribeUser: describeUser,
  GetGroupId: getGroupId,
  GetUserId: getUserId,
  IsMemberInGroups: isMemberInGroups,
  ListGroupMemberships: listGroupMemberships,
  ListGroupMembershipsForMember: listGroupMembershipsForMember,
  ListGroups: listGroups,
  ListUsers: listUsers,
};
