/** IAM users: creation, listing, deletion. They are principals to be named; nobody calls as one but the administrator. */

import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from "@aws-sdk/client-iam";

import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { administratorId, administratorName } from "../identities.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { ServiceError } from "../service-error.ts";
import { alreadyExists, badMarker, deleteConflict, noSuchEntity } from "./error.ts";
import { requireBoundary, showBoundary } from "./permissions-boundary.ts";
import type { IamUser } from "./state.ts";

/** What a new user is made of. */
export interface NewUser {
  readonly name: string;
  readonly path: string;
}

type Home = Pick<Account, "id" | "region" | "iam">;

/** Puts a user into the account without any check; for operations that have checked, and for seeding. */
export function putUser(account: Home, now: Date, user: NewUser, more: Partial<IamUser> = {}): IamUser {
  const made: IamUser = {
    ...user,
    arn: `arn:${partitionOf(account.region)}:iam::${account.id}:user${user.path}${user.name}`,
    id: more.id ?? account.iam.newId("AIDA"),
    created: now,
    permissionsBoundary: undefined,
    tags: [],
    inline: new Map(),
    attached: new Set(),
    ...more,
  };
  account.iam.users.set(user.name.toLowerCase(), made);
  return made;
}

/** Puts the identity that all credentials nobody handed out stand for; idempotent. */
export function putAdministrator(account: Home): void {
  if (account.iam.users.has(administratorName)) return;
  const everything = `arn:${partitionOf(account.region)}:iam::aws:policy/AdministratorAccess`;
  putUser(account, new Date(0), { name: administratorName, path: "/" }, { id: administratorId, attached: new Set([everything]) });
}

/** The user; throws ServiceError NoSuchEntity. */
export function findUser(call: Call, name: string | undefined): IamUser {
  const user = call.account.iam.users.get((name ?? "").toLowerCase());
  if (user === undefined) throw noSuchEntity(`The user with name ${name}`);
  return user;
}

/** The user, if it may be changed: what calls without a session may do is not its policies' to say. Throws ServiceError. */
export function findOwnUser(call: Call, name: string | undefined): IamUser {
  const user = findUser(call, name);
  if (user.id === administratorId) throw notImplemented("changes of its administrator");
  return user;
}

export function createUser(call: Call, input: CreateUserRequest): CreateUserResponse {
  honourOnly("CreateUser", input, ["UserName", "Path", "PermissionsBoundary", "Tags"]);
  const { UserName: name = "", Path: path = "/", PermissionsBoundary: boundary, Tags: tags = [] } = input;
  if (call.account.iam.users.has(name.toLowerCase())) throw alreadyExists(`User with name ${name}`);
  const permissionsBoundary = boundary === undefined ? undefined : requireBoundary(call, boundary);
  return { User: showUser(putUser(call.account, call.now, { name, path }, { permissionsBoundary, tags })) };
}

/** Without a name the caller. Source: IAM API Reference, GetUser; the message as users of the AWS CLI report it. */
export function getUser(call: Call, { UserName: name }: GetUserRequest): GetUserResponse {
  if (name === undefined && !call.caller.administrator) {
    throw new ServiceError("ValidationError", "Must specify userName when calling with non-User credentials");
  }
  return { User: showUser(findUser(call, name ?? administratorName)) };
}

export function listUsers(call: Call, input: ListUsersRequest): ListUsersResponse {
  const { users } = call.account.iam;
  const request = { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badMarker };
  const page = pageOf(sortedKeys(users), request, (key) => {
    const user = users.get(key);
    return user?.path.startsWith(input.PathPrefix ?? "/") === true ? user : undefined;
  });
  return {
    Users: page.rows.map(listedUser),
    IsTruncated: page.token !== undefined,
    ...(page.token !== undefined && { Marker: page.token }),
  };
}

export function deleteUser(call: Call, { UserName: name }: DeleteUserRequest): object {
  const user = findUser(call, name);
  if (user.id === administratorId) throw deleteConflict("must delete access keys");
  if (user.inline.size > 0) throw deleteConflict("must delete policies");
  if (user.attached.size > 0) throw deleteConflict("must detach all policies");
  call.account.iam.users.delete(user.name.toLowerCase());
  return {};
}

/** As ListUsers shows users: without tags and boundary. Source: IAM API Reference, ListUsers. */
function listedUser({ path, name, id, arn, created }: IamUser): User {
  return { Path: path, UserName: name, UserId: id, Arn: arn, CreateDate: created };
}

function showUser(user: IamUser): User {
  return { ...listedUser(user), ...showBoundary(user), ...(user.tags.length > 0 && { Tags: [...user.tags] }) };
}
