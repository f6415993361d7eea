/** Users of the identity store. */

import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  DescribeUserRequest,
  DescribeUserResponse,
  GetUserIdRequest,
  GetUserIdResponse,
  ListUsersRequest,
  ListUsersResponse,
} from "@aws-sdk/client-identitystore";

import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { conflict, invalid, notFound } from "../sso-admin/error.ts";
import { showToken } from "../sso-admin/instance-call.ts";
import { filteredBy, findStore, pageRequest, readAlternateIdentifier, requireFreeName } from "./find-store.ts";
import type { IdentityStore, User } from "./state.ts";

const honoured = [
  "IdentityStoreId",
  "UserName",
  "Name",
  "DisplayName",
  "NickName",
  "Emails",
  "UserType",
  "Title",
  "PreferredLanguage",
  "Locale",
  "Timezone",
];

export function createUser(call: Call, input: CreateUserRequest): CreateUserResponse {
  honourOnly("CreateUser", input, honoured);
  const store = findStore(call, "identitystore:CreateUser", input);
  const { IdentityStoreId: _store, UserName: userName, ...attributes } = input;
  const { DisplayName: displayName, Name: name } = attributes;
  if (userName === undefined || displayName === undefined || name?.GivenName === undefined || name.FamilyName === undefined) {
    throw invalid("UserName, DisplayName, Name.GivenName and Name.FamilyName are required.");
  }
  requireFreeName(userName);
  const users = [...store.users.values()];
  if (users.some((user) => user.userName.toLowerCase() === userName.toLowerCase())) throw conflict("Duplicate UserName");
  const email = emailOf(attributes)?.toLowerCase();
  if (email !== undefined && users.some((user) => emailOf(user.attributes)?.toLowerCase() === email)) throw conflict("Duplicate Email");
  const user: User = { id: store.newId(), userName, attributes };
  store.users.set(user.id, user);
  return { IdentityStoreId: store.id, UserId: user.id };
}

export function describeUser(call: Call, input: DescribeUserRequest): DescribeUserResponse {
  honourOnly("DescribeUser", input, ["IdentityStoreId", "UserId"]);
  const store = findStore(call, "identitystore:DescribeUser", input);
  return showUser(store, findUser(store, input.UserId));
}

export function listUsers(call: Call, input: ListUsersRequest): ListUsersResponse {
  honourOnly("ListUsers", input, ["IdentityStoreId", "MaxResults", "NextToken", "Filters"]);
  const store = findStore(call, "identitystore:ListUsers", input);
  const name = filteredBy("UserName", input.Filters);
  const page = pageOf(sortedKeys(store.users), pageRequest(call, input), (id) => {
    const user = store.users.get(id);
    return user === undefined || (name !== undefined && user.userName !== name) ? undefined : showUser(store, user);
  });
  return { Users: [...page.rows], ...showToken(page.token) };
}

export function getUserId(call: Call, input: GetUserIdRequest): GetUserIdResponse {
  const store = findStore(call, "identitystore:GetUserId", input);
  const wanted = readAlternateIdentifier(input.AlternateIdentifier, ["userName", "emails.value"]);
  const user = [...store.users.values()].find(({ userName, attributes }) => {
    if (wanted === "external") return false;
    return (wanted.path === "userName" ? userName : emailOf(attributes)) === wanted.value;
  });
  if (user === undefined) throw notFound("USER");
  return { IdentityStoreId: store.id, UserId: user.id };
}

/** The user's memberships go too; account assignments that name the user stay. */
export function deleteUser(call: Call, input: DeleteUserRequest): object {
  const store = findStore(call, "identitystore:DeleteUser", input);
  const { id } = findUser(store, input.UserId);
  store.users.delete(id);
  for (const membership of store.memberships.values()) if (membership.user === id) store.memberships.delete(membership.id);
  return {};
}

/** Throws ServiceError ResourceNotFoundException. */
export function findUser(store: IdentityStore, id: string | undefined): User {
  const user = store.users.get(id ?? "");
  if (user === undefined) throw notFound("USER");
  return user;
}

function showUser(store: IdentityStore, { id, userName, attributes }: User) {
  return { IdentityStoreId: store.id, UserId: id, UserName: userName, ...attributes };
}

function emailOf({ Emails: emails = [] }: User["attributes"]): string | undefined {
  return emails[0]?.Value;
}
