/** IAM users: principals that can be named, with policies and boundaries, that nobody calls as. */

import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  paginateListUsers,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GrantPermissionsCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { seedPermissionSetRole, seedRole, seedUser } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, nameOf, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";

const reading = policyOf({ Effect: "Allow", Action: "glue:Get*", Resource: "*" });
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const arnOf = (user: string) => `arn:aws:iam::${account}:user/${user}`;
const policyArn = `arn:aws:iam::${account}:policy/Read`;

async function withBob() {
  const sandbox = testSandbox();
  const clients = clientsOf(sandbox);
  const { User: user } = await clients.iam.send(new CreateUserCommand({ UserName: "bob", Path: "/team/" }));
  await clients.iam.send(new CreatePolicyCommand({ PolicyName: "Read", PolicyDocument: reading }));
  return { sandbox, ...clients, user };
}

describe("users", () => {
  test("have ids and ARNs as IAM forms them, and exist once whatever the case of their names", async () => {
    const { iam, user } = await withBob();
    expect(user).toMatchObject({ UserName: "bob", Path: "/team/", Arn: arnOf("team/bob") });
    expect(user?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect((await iam.send(new GetUserCommand({ UserName: "BOB" }))).User).toEqual(user);
    expect(await errorOf(iam.send(new CreateUserCommand({ UserName: "Bob" })))).toMatchObject({
      name: "EntityAlreadyExistsException",
      status: 409,
    });
    expect(await nameOf(iam.send(new CreateUserCommand({ UserName: "u".repeat(65) })))).toBe("ValidationError");
    expect(await errorOf(iam.send(new GetUserCommand({ UserName: "lee" })))).toMatchObject({ name: "NoSuchEntityException", status: 404 });
  });

  test("are listed by path, the same at every page size", async () => {
    const { sandbox, iam } = await withBob();
    for (const name of ["lee", "Kim"]) seedUser(sandbox, name, { path: "/team/" });
    const listed = async (PathPrefix?: string) => {
      const names: (string | undefined)[] = [];
      for await (const { Users = [] } of paginateListUsers({ client: iam }, { PathPrefix }))
        names.push(...Users.map((each) => each.UserName));
      return names;
    };
    expect(await listed()).toEqual(["administrator", "bob", "Kim", "lee"]);
    sandbox.setFaults({ pageSize: 1 });
    expect(await listed("/team/")).toEqual(["bob", "Kim", "lee"]);
  });

  test("without a name are the caller, who is the administrator or none", async () => {
    const { sandbox, iam } = await withBob();
    const etl = await assume(sandbox, "etl", everything);
    expect((await iam.send(new GetUserCommand({}))).User?.Arn).toBe(arnOf("administrator"));
    expect(await nameOf(etl.iam.send(new GetUserCommand({})))).toBe("ValidationError");
  });

  test("are deleted once their policies are gone; the administrator is not, nor is it changed", async () => {
    const { iam } = await withBob();
    const remove = () => iam.send(new DeleteUserCommand({ UserName: "bob" }));
    await iam.send(new PutUserPolicyCommand({ UserName: "bob", PolicyName: "read", PolicyDocument: reading }));
    await iam.send(new AttachUserPolicyCommand({ UserName: "bob", PolicyArn: policyArn }));
    expect(await errorOf(remove())).toMatchObject({ name: "DeleteConflictException", status: 409 });
    await iam.send(new DeleteUserPolicyCommand({ UserName: "bob", PolicyName: "read" }));
    expect(await nameOf(remove())).toBe("DeleteConflictException");
    await iam.send(new DetachUserPolicyCommand({ UserName: "bob", PolicyArn: policyArn }));
    await remove();
    expect(await nameOf(remove())).toBe("NoSuchEntityException");
    expect(await nameOf(iam.send(new DeleteUserCommand({ UserName: "administrator" })))).toBe("DeleteConflictException");
    const change = new PutUserPolicyCommand({ UserName: "administrator", PolicyName: "read", PolicyDocument: reading });
    expect((await errorOf(iam.send(change))).message).toContain("does not implement changes of its administrator");
  });
});

describe("policies of users", () => {
  test("come back as they were put, and in the one listing of everything", async () => {
    const { iam } = await withBob();
    await iam.send(new PutUserPolicyCommand({ UserName: "bob", PolicyName: "read", PolicyDocument: reading }));
    await iam.send(new AttachUserPolicyCommand({ UserName: "bob", PolicyArn: policyArn }));
    const { PolicyDocument: document = "" } = await iam.send(new GetUserPolicyCommand({ UserName: "bob", PolicyName: "read" }));
    expect(decodeURIComponent(document)).toBe(reading);
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: "bob" }))).PolicyNames).toEqual(["read"]);
    const attached = [{ PolicyName: "Read", PolicyArn: policyArn }];
    expect((await iam.send(new ListAttachedUserPoliciesCommand({ UserName: "bob" }))).AttachedPolicies).toEqual(attached);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: policyArn }))).Policy?.AttachmentCount).toBe(1);
    const { UserDetailList: users } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"] }));
    expect(users?.slice(1)).toMatchObject([
      {
        UserName: "bob",
        Arn: arnOf("team/bob"),
        UserPolicyList: [{ PolicyName: "read", PolicyDocument: document }],
        AttachedManagedPolicies: attached,
        GroupList: [],
      },
    ]);
    expect(await nameOf(iam.send(new GetUserPolicyCommand({ UserName: "bob", PolicyName: "other" })))).toBe("NoSuchEntityException");
  });

  test("count together towards the quota of 2,048 characters", async () => {
    const { iam } = await withBob();
    const put = (name: string, length: number) =>
      iam.send(
        new PutUserPolicyCommand({ UserName: "bob", PolicyName: name, PolicyDocument: reading.replace("Get*", "x".repeat(length)) }),
      );
    await put("a", 1500);
    expect(await errorOf(put("b", 600))).toMatchObject({ name: "LimitExceededException", status: 409 });
  });

  test("are what the simulator decides by", async () => {
    const { iam } = await withBob();
    const decided = async (UserName: string) => {
      const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: arnOf(UserName), ActionNames: ["glue:GetTable"] });
      return (await iam.send(command)).EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
    };
    expect(await decided("team/bob")).toEqual(["implicitDeny"]);
    await iam.send(new PutUserPolicyCommand({ UserName: "bob", PolicyName: "read", PolicyDocument: reading }));
    expect(await decided("team/bob")).toEqual(["allowed"]);
  });
});

describe("permissions boundaries", () => {
  test("of users and roles are set, shown, replaced and taken away", async () => {
    const { sandbox, iam } = await withBob();
    seedRole(sandbox, "etl");
    const boundary = { PermissionsBoundaryType: "PermissionsBoundaryPolicy", PermissionsBoundaryArn: policyArn };
    const role = async () => (await iam.send(new GetRoleCommand({ RoleName: "etl" }))).Role?.PermissionsBoundary;
    const user = async () => (await iam.send(new GetUserCommand({ UserName: "bob" }))).User?.PermissionsBoundary;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "etl", PermissionsBoundary: policyArn }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "bob", PermissionsBoundary: policyArn }));
    expect([await role(), await user()]).toEqual([boundary, boundary]);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: policyArn }))).Policy?.PermissionsBoundaryUsageCount).toBe(2);
    for (let time = 0; time < 2; time += 1) {
      await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "etl" }));
      await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: "bob" }));
      expect([await role(), await user()]).toEqual([undefined, undefined]);
    }
  });

  test("limit what a session of the role may do", async () => {
    const { sandbox, iam } = await withBob();
    const session = await assume(sandbox, "etl", everything);
    const PolicySourceArn = `arn:aws:iam::${account}:role/etl`;
    const ask = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ["glue:GetTable", "kms:ListKeys"] });
    const decided = async () => (await iam.send(ask)).EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
    await session.kms.send(new CreateKeyCommand({}));
    expect(await decided()).toEqual(["allowed", "allowed"]);
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "etl", PermissionsBoundary: policyArn }));
    expect(await decided()).toEqual(["allowed", "implicitDeny"]);
    expect(await nameOf(session.kms.send(new CreateKeyCommand({})))).toBe("AccessDeniedException");
  });

  test("are managed policies that are there, on identities that are there and not AWS's own", async () => {
    const { sandbox, iam } = await withBob();
    seedRole(sandbox, "etl");
    const { name: reserved } = seedPermissionSetRole(sandbox, "Analyst");
    const put = (PermissionsBoundary: string, RoleName = "etl") =>
      errorOf(iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
    expect(await put(`${policyArn}er`)).toMatchObject({
      name: "NoSuchEntityException",
      status: 404,
      message: `Scope ARN: ${policyArn}er does not exist or is not attachable.`,
    });
    expect(await put(arnOf("team/bob"))).toMatchObject({ name: "InvalidInputException", status: 400 });
    expect((await put("arn:aws:iam::aws:policy/ReadOnlyAccess")).message).toContain("does not implement the AWS managed policy");
    expect(await put(policyArn, "absent")).toMatchObject({ name: "NoSuchEntityException" });
    expect(await put(policyArn, reserved)).toMatchObject({ name: "UnmodifiableEntityException", status: 400 });
    const off = (RoleName: string) => nameOf(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })));
    expect([await off("absent"), await off(reserved)]).toEqual(["NoSuchEntityException", "UnmodifiableEntityException"]);
    const user = new PutUserPermissionsBoundaryCommand({ UserName: "absent", PermissionsBoundary: policyArn });
    expect(await nameOf(iam.send(user))).toBe("NoSuchEntityException");
    const created = new CreateUserCommand({ UserName: "lee", PermissionsBoundary: `${policyArn}er` });
    expect(await nameOf(iam.send(created))).toBe("NoSuchEntityException");
  });
});

describe("other services", () => {
  test("grant Lake Formation's permissions to users that exist, under their whole ARN", async () => {
    const { lakeFormation } = await withBob();
    const grant = (identifier: string) =>
      lakeFormation.send(
        new GrantPermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: identifier },
          Resource: { Catalog: {} },
          Permissions: ["CREATE_DATABASE"],
        }),
      );
    await grant(arnOf("team/bob"));
    for (const absent of ["bob", "team/Bob", "team/lee"]) {
      expect((await errorOf(grant(arnOf(absent)))).message).toBe(`Invalid principal: ${arnOf(absent)}`);
    }
  });

  test("keep users in policies by their id, which stays when they are gone", async () => {
    const { iam, kms, user } = await withBob();
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    const KeyId = key?.KeyId;
    const own = { Effect: "Allow", Principal: { AWS: arnOf("administrator") }, Action: "kms:*", Resource: "*" };
    const put = (arn: string) => {
      const named = { Effect: "Allow", Principal: { AWS: arn }, Action: "kms:Decrypt", Resource: "*" };
      return kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(own, named) }));
    };
    expect(await nameOf(put(arnOf("bob")))).toBe("MalformedPolicyDocumentException");
    await put(arnOf("team/bob"));
    const policy = async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy;
    expect(await policy()).toContain(arnOf("team/bob"));
    await iam.send(new DeleteUserCommand({ UserName: "bob" }));
    expect(await policy()).toContain(user?.UserId);
    expect(await policy()).toContain(arnOf("administrator"));
  });
});
