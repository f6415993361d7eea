/** The identity store: users, groups and who is in them. */

import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
  IsMemberInGroupsCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
} from "@aws-sdk/client-identitystore";
import { describe, expect, test } from "vitest";

import { seedGroup, seedInstance } from "../../src/sandbox/seed-identity-center.ts";
import { account, errorOf, testSandbox } from "./clients.ts";
import { callerIn } from "./identity-center.ts";

async function directory() {
  const sandbox = testSandbox();
  const IdentityStoreId = seedInstance(sandbox).store.id;
  const { store } = await callerIn(sandbox, account);
  const createGroup = async (DisplayName: string) =>
    (await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName, Description: "people" }))).GroupId ?? "";
  const createUser = async (UserName: string, email = `${UserName}@example.com`) => {
    const Name = { GivenName: UserName, FamilyName: "Kim" };
    const input = { IdentityStoreId, UserName, DisplayName: UserName, Name, Emails: [{ Value: email, Type: "work", Primary: true }] };
    return (await store.send(new CreateUserCommand(input))).UserId ?? "";
  };
  const join = async (GroupId: string, UserId: string) =>
    (await store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }))).MembershipId;
  return { sandbox, store, IdentityStoreId, createGroup, createUser, join };
}

function attribute(AttributePath: string, AttributeValue: string) {
  return { UniqueAttribute: { AttributePath, AttributeValue } };
}

describe("groups", () => {
  test("are found by id and by display name", async () => {
    const { store, IdentityStoreId, createGroup } = await directory();
    const GroupId = await createGroup("data-analysts");
    const shown = { IdentityStoreId, GroupId, DisplayName: "data-analysts", Description: "people" };
    expect(await store.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }))).toMatchObject(shown);
    for (const path of ["displayName", "DisplayName"]) {
      const found = await store.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: attribute(path, "data-analysts") }));
      expect(found).toMatchObject({ IdentityStoreId, GroupId });
    }
    const Filters = [{ AttributePath: "DisplayName", AttributeValue: "data-analysts" }];
    await createGroup("others");
    expect((await store.send(new ListGroupsCommand({ IdentityStoreId, Filters }))).Groups).toEqual([shown]);
  });

  test("that are not there are not found", async () => {
    const { store, IdentityStoreId } = await directory();
    const GroupId = "00000000-0000-4000-8000-000000000000";
    const get = (AlternateIdentifier: ReturnType<typeof attribute> | { ExternalId: { Issuer: string; Id: string } }) =>
      store.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier }));
    const errors = [
      store.send(new DescribeGroupCommand({ IdentityStoreId, GroupId })),
      store.send(new DeleteGroupCommand({ IdentityStoreId, GroupId })),
      store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId })),
      get(attribute("displayName", "nobody")),
      get({ ExternalId: { Issuer: "idp", Id: "1" } }),
      store.send(new ListGroupsCommand({ IdentityStoreId: "d-0000000000" })),
    ];
    for (const error of errors) expect(await errorOf(error)).toMatchObject({ name: "ResourceNotFoundException", status: 400 });
    expect((await errorOf(get(attribute("description", "people")))).name).toBe("ValidationException");
    const Filters = [{ AttributePath: "Description", AttributeValue: "people" }];
    expect((await errorOf(store.send(new ListGroupsCommand({ IdentityStoreId, Filters })))).name).toBe("ValidationException");
  });

  test("have names of their own, which are not reserved", async () => {
    const { store, IdentityStoreId, createGroup } = await directory();
    await createGroup("data-analysts");
    expect((await errorOf(createGroup("Data-Analysts"))).name).toBe("ConflictException");
    for (const name of ["Administrator", "AWSAdministrators", ""]) {
      expect((await errorOf(createGroup(name))).name).toBe("ValidationException");
    }
    expect((await errorOf(store.send(new CreateGroupCommand({ IdentityStoreId })))).name).toBe("ValidationException");
  });

  test("come in pages of at most a hundred", async () => {
    const { sandbox, store, IdentityStoreId } = await directory();
    for (let index = 0; index < 101; index += 1) seedGroup(sandbox, `g${index}`);
    const first = await store.send(new ListGroupsCommand({ IdentityStoreId }));
    expect(first.Groups).toHaveLength(100);
    const second = await store.send(new ListGroupsCommand({ IdentityStoreId, NextToken: first.NextToken }));
    expect([second.Groups?.length, second.NextToken]).toEqual([1, undefined]);
    for (const MaxResults of [0, 101]) {
      expect((await errorOf(store.send(new ListGroupsCommand({ IdentityStoreId, MaxResults })))).name).toBe("ValidationException");
    }
    const strange = store.send(new ListGroupsCommand({ IdentityStoreId, NextToken: "guessed" }));
    expect((await errorOf(strange)).name).toBe("ValidationException");
  });
});

describe("users", () => {
  test("are found by id, by name and by e-mail", async () => {
    const { store, IdentityStoreId, createUser } = await directory();
    const UserId = await createUser("mina");
    const Emails = [{ Value: "mina@example.com", Type: "work", Primary: true }];
    const Name = { GivenName: "mina", FamilyName: "Kim" };
    const shown = { IdentityStoreId, UserId, UserName: "mina", DisplayName: "mina", Name, Emails };
    expect(await store.send(new DescribeUserCommand({ IdentityStoreId, UserId }))).toMatchObject(shown);
    for (const identifier of [attribute("userName", "mina"), attribute("emails.value", "mina@example.com")]) {
      const found = await store.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: identifier }));
      expect(found.UserId).toBe(UserId);
    }
    const missing = store.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: attribute("userName", "nobody") }));
    expect((await errorOf(missing)).name).toBe("ResourceNotFoundException");
    await createUser("juno");
    expect((await store.send(new ListUsersCommand({ IdentityStoreId }))).Users).toHaveLength(2);
    const Filters = [{ AttributePath: "UserName", AttributeValue: "mina" }];
    expect((await store.send(new ListUsersCommand({ IdentityStoreId, Filters }))).Users).toEqual([shown]);
  });

  test("have names and e-mail addresses of their own, and whole names", async () => {
    const { store, IdentityStoreId, createUser } = await directory();
    await createUser("mina");
    expect(await errorOf(createUser("Mina", "other@example.com"))).toMatchObject({
      name: "ConflictException",
      message: "Duplicate UserName",
    });
    expect((await errorOf(createUser("minah", "MINA@example.com"))).name).toBe("ConflictException");
    expect((await errorOf(createUser("administrator"))).name).toBe("ValidationException");
    const Name = { GivenName: "Juno", FamilyName: "Kim" };
    const whole = { IdentityStoreId, UserName: "juno", DisplayName: "juno", Name };
    for (const less of [
      { UserName: undefined },
      { DisplayName: undefined },
      { Name: { GivenName: "Juno" } },
      { Name: { FamilyName: "Kim" } },
    ]) {
      expect((await errorOf(store.send(new CreateUserCommand({ ...whole, ...less })))).name).toBe("ValidationException");
    }
    const odd = store.send(new CreateUserCommand({ ...whole, Photos: [{ Value: "https://example.com/juno.png" }] }));
    expect((await errorOf(odd)).message).toContain("does not implement Photos of CreateUser");
  });
});

describe("memberships", () => {
  test("are listed from both ends and answer who is where", async () => {
    const { store, IdentityStoreId, createGroup, createUser, join } = await directory();
    const [analysts, fraud] = [await createGroup("analysts"), await createGroup("fraud")];
    const [mina, juno] = [await createUser("mina"), await createUser("juno")];
    const first = await join(analysts, mina);
    const second = await join(analysts, juno);
    const listed = await store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: analysts, MaxResults: 1 }));
    const rest = await store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: analysts, NextToken: listed.NextToken }));
    const rows = [...(listed.GroupMemberships ?? []), ...(rest.GroupMemberships ?? [])];
    expect(new Map(rows.map((row) => [row.MembershipId, row.MemberId?.UserId]))).toEqual(
      new Map([
        [first, mina],
        [second, juno],
      ]),
    );
    const ofMina = await store.send(new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId: mina } }));
    expect(ofMina.GroupMemberships).toEqual([{ IdentityStoreId, MembershipId: first, GroupId: analysts, MemberId: { UserId: mina } }]);
    const ask = new IsMemberInGroupsCommand({ IdentityStoreId, MemberId: { UserId: mina }, GroupIds: [fraud, analysts] });
    expect((await store.send(ask)).Results).toEqual([
      { GroupId: fraud, MemberId: { UserId: mina }, MembershipExists: false },
      { GroupId: analysts, MemberId: { UserId: mina }, MembershipExists: true },
    ]);
  });

  test("are of existing users in existing groups, once", async () => {
    const { createGroup, createUser, join } = await directory();
    const [group, user] = [await createGroup("analysts"), await createUser("mina")];
    await join(group, user);
    expect((await errorOf(join(group, user))).name).toBe("ConflictException");
    const nobody = "00000000-0000-4000-8000-000000000000";
    for (const call of [join(group, nobody), join(nobody, user)]) {
      expect((await errorOf(call)).name).toBe("ResourceNotFoundException");
    }
  });

  test("end by themselves, with their group, and with their user", async () => {
    const { store, IdentityStoreId, createGroup, createUser, join } = await directory();
    const [analysts, fraud, audit] = [await createGroup("analysts"), await createGroup("fraud"), await createGroup("audit")];
    const [mina, juno] = [await createUser("mina"), await createUser("juno")];
    const MembershipId = await join(analysts, mina);
    await join(fraud, mina);
    await join(audit, mina);
    await join(audit, juno);
    const groupsOfMina = async () => {
      const list = new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId: mina } });
      return new Set((await store.send(list)).GroupMemberships?.map(({ GroupId: group }) => group));
    };
    const leave = new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId });
    await store.send(leave);
    expect((await errorOf(store.send(leave))).name).toBe("ResourceNotFoundException");
    expect(await groupsOfMina()).toEqual(new Set([fraud, audit]));
    await store.send(new DeleteGroupCommand({ IdentityStoreId, GroupId: fraud }));
    expect(await groupsOfMina()).toEqual(new Set([audit]));
    await store.send(new DeleteUserCommand({ IdentityStoreId, UserId: mina }));
    expect((await errorOf(groupsOfMina())).name).toBe("ResourceNotFoundException");
    const left = await store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: audit }));
    expect(left.GroupMemberships?.map(({ MemberId: member }) => member?.UserId)).toEqual([juno]);
  });
});
