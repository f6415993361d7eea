/** Permission sets: what is taken, what is refused, and how it comes back. */

import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DescribePermissionSetCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListTagsForResourceCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePermissionSetCommand,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, test } from "vitest";

import { seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { account, errorOf, testSandbox } from "./clients.ts";
import { callerIn } from "./identity-center.ts";

const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const viewOnly = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

/** An instance with one permission set; the home account manages it. */
async function office() {
  const sandbox = testSandbox();
  const { arn: InstanceArn } = seedInstance(sandbox);
  const { arn: PermissionSetArn } = seedPermissionSet(sandbox, "DataAnalyst");
  const { sso } = await callerIn(sandbox, account);
  return { sandbox, sso, InstanceArn, PermissionSetArn, set: { InstanceArn, PermissionSetArn } };
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

describe("permission sets", () => {
  test("last an hour unless they say otherwise, and come back as they were given", async () => {
    const { sso, InstanceArn } = await office();
    const { PermissionSet: made } = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: "Plain" }));
    expect(made).toEqual({
      Name: "Plain",
      PermissionSetArn: made?.PermissionSetArn,
      CreatedDate: made?.CreatedDate,
      SessionDuration: "PT1H",
    });
    expect(made?.PermissionSetArn?.startsWith(InstanceArn.replace(":instance/", ":permissionSet/"))).toBe(true);
    expect(made?.PermissionSetArn).toMatch(/\/ps-[0-9a-f]{16}$/);
    const input = { Name: "Full", Description: "reads", SessionDuration: "PT8H30M", RelayState: "https://console.aws.amazon.com/athena" };
    const { PermissionSet: full } = await sso.send(new CreatePermissionSetCommand({ InstanceArn, ...input }));
    const read = new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn: full?.PermissionSetArn });
    expect((await sso.send(read)).PermissionSet).toMatchObject(input);
  });

  test("change what is given, and keep the rest", async () => {
    const { sso, set } = await office();
    await sso.send(new UpdatePermissionSetCommand({ ...set, SessionDuration: "PT4H" }));
    await sso.send(new UpdatePermissionSetCommand({ ...set, Description: "reads" }));
    await sso.send(new UpdatePermissionSetCommand({ ...set, RelayState: "https://example.com" }));
    const { PermissionSet: shown } = await sso.send(new DescribePermissionSetCommand(set));
    expect(shown).toMatchObject({ SessionDuration: "PT4H", Description: "reads", RelayState: "https://example.com" });
  });

  test.each(["PT59M", "PT12H1S", "P1D", "P1M", "-PT2H"])("do not last %s", async (SessionDuration) => {
    const { sso, set } = await office();
    expect((await errorOf(sso.send(new UpdatePermissionSetCommand({ ...set, SessionDuration })))).name).toBe("ValidationException");
  });

  test.each(["PT1H", "PT12H", "P0DT3600S", "PT720M"])("may last %s", async (SessionDuration) => {
    const { sso, set } = await office();
    await sso.send(new UpdatePermissionSetCommand({ ...set, SessionDuration }));
    const { PermissionSet: shown } = await sso.send(new DescribePermissionSetCommand(set));
    expect(shown?.SessionDuration).toBe(SessionDuration);
  });

  test("have names of their own", async () => {
    const { sso, InstanceArn } = await office();
    const error = await errorOf(sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: "DataAnalyst" })));
    expect(error).toEqual({ name: "ConflictException", message: "PermissionSet with name DataAnalyst already exists.", status: 400 });
    for (const Name of ["x".repeat(33), "no spaces"]) {
      expect((await errorOf(sso.send(new CreatePermissionSetCommand({ InstanceArn, Name })))).name).toBe("ValidationException");
    }
  });

  test("are listed as ARNs, in pages of at most a hundred, and are gone when deleted", async () => {
    const { sandbox, sso, InstanceArn, set } = await office();
    for (let index = 0; index < 120; index += 1) seedPermissionSet(sandbox, `set${index}`);
    const first = await sso.send(new ListPermissionSetsCommand({ InstanceArn }));
    const second = await sso.send(new ListPermissionSetsCommand({ InstanceArn, NextToken: first.NextToken }));
    expect([first.PermissionSets?.length, second.PermissionSets?.length, second.NextToken]).toEqual([100, 21, undefined]);
    expect(new Set([...(first.PermissionSets ?? []), ...(second.PermissionSets ?? [])]).size).toBe(121);
    for (const MaxResults of [0, 101]) {
      expect((await errorOf(sso.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults })))).name).toBe("ValidationException");
    }
    const strange = sso.send(new ListPermissionSetsCommand({ InstanceArn, NextToken: "guessed" }));
    expect((await errorOf(strange)).name).toBe("ValidationException");
    await sso.send(new DeletePermissionSetCommand(set));
    expect((await errorOf(sso.send(new DescribePermissionSetCommand(set)))).name).toBe("ResourceNotFoundException");
  });

  test("are at most 3,500", async () => {
    const { sandbox, sso, InstanceArn } = await office();
    for (let index = 1; index < 3500; index += 1) seedPermissionSet(sandbox, `set${index}`);
    const error = await errorOf(sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: "OneMore" })));
    expect(error.name).toBe("ServiceQuotaExceededException");
  });
});

describe("the inline policy", () => {
  test("is an empty text before it is put and after it is deleted", async () => {
    const { sso, set } = await office();
    const read = async () => (await sso.send(new GetInlinePolicyForPermissionSetCommand(set))).InlinePolicy;
    expect(await read()).toBe("");
    const InlinePolicy = `${policyOf({ Effect: "Deny", Action: "s3:*", Resource: "*" })}\n`;
    await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
    expect(await read()).toBe(InlinePolicy);
    await sso.send(new DeleteInlinePolicyFromPermissionSetCommand(set));
    expect(await read()).toBe("");
    expect((await errorOf(sso.send(new DeleteInlinePolicyFromPermissionSetCommand(set)))).name).toBe("ResourceNotFoundException");
  });

  test("holds 10,240 characters besides white space, and is a policy", async () => {
    const { sso, set } = await office();
    const put = (InlinePolicy: string) => sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
    const sized = (size: number) => {
      const empty = policyOf({ Sid: "", Effect: "Deny", Action: "s3:*", Resource: "*" });
      return policyOf({ Sid: "x".repeat(size - empty.length), Effect: "Deny", Action: "s3:*", Resource: "*" });
    };
    await put(`${sized(10_240)}${" ".repeat(20_000)}`);
    expect(await errorOf(put(sized(10_241)))).toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("is 10241 bytes which has exceeded the maximum limit of 10240 bytes"),
    });
    const wrong = [
      "{",
      policyOf({ Effect: "Deny", Action: "s3:*" }),
      policyOf({}),
      `${sized(200)}${" ".repeat(32_768)}`,
      `${sized(200)}한`,
    ];
    for (const text of wrong) expect((await errorOf(put(text))).name).toBe("ValidationException");
  });
});

describe("managed policies", () => {
  test("are attached once, listed by name, and detached once", async () => {
    const { sso, set } = await office();
    const list = async () => (await sso.send(new ListManagedPoliciesInPermissionSetCommand(set))).AttachedManagedPolicies;
    expect(await list()).toEqual([]);
    for (const ManagedPolicyArn of [viewOnly, readOnly]) {
      await sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn }));
    }
    expect(await list()).toEqual([
      { Name: "ReadOnlyAccess", Arn: readOnly },
      { Name: "ViewOnlyAccess", Arn: viewOnly },
    ]);
    const again = sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: readOnly }));
    expect((await errorOf(again)).name).toBe("ConflictException");
    const detach = new DetachManagedPolicyFromPermissionSetCommand({ ...set, ManagedPolicyArn: readOnly });
    await sso.send(detach);
    expect((await errorOf(sso.send(detach))).name).toBe("ResourceNotFoundException");
    expect(await list()).toEqual([{ Name: "ViewOnlyAccess", Arn: viewOnly }]);
    const own = new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: `arn:aws:iam::${account}:policy/own` });
    expect((await errorOf(sso.send(own))).name).toBe("ValidationException");
  });

  test("of the accounts are known by path and name", async () => {
    const { sso, set } = await office();
    const attach = (Name: string, Path?: string) => {
      const CustomerManagedPolicyReference = { Name, ...(Path !== undefined && { Path }) };
      return sso.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ ...set, CustomerManagedPolicyReference }));
    };
    await attach("guardrail");
    await attach("guardrail", "/lake/");
    expect((await errorOf(attach("guardrail", "/"))).name).toBe("ConflictException");
    const list = new ListCustomerManagedPolicyReferencesInPermissionSetCommand(set);
    expect((await sso.send(list)).CustomerManagedPolicyReferences).toEqual([
      { Name: "guardrail", Path: "/" },
      { Name: "guardrail", Path: "/lake/" },
    ]);
    const detach = new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({
      ...set,
      CustomerManagedPolicyReference: { Name: "guardrail" },
    });
    await sso.send(detach);
    expect((await errorOf(sso.send(detach))).name).toBe("ResourceNotFoundException");
    expect((await sso.send(list)).CustomerManagedPolicyReferences).toEqual([{ Name: "guardrail", Path: "/lake/" }]);
  });

  test("of both kinds are at most 25", async () => {
    const { sso, set } = await office();
    const attach = (index: number) =>
      sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: `arn:aws:iam::aws:policy/P${index}` }));
    for (let index = 0; index < 24; index += 1) await attach(index);
    const reference = { ...set, CustomerManagedPolicyReference: { Name: "own" } };
    await sso.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand(reference));
    expect((await errorOf(attach(24))).name).toBe("ServiceQuotaExceededException");
  });
});

test("the permissions boundary is one policy, or not found", async () => {
  const { sso, set } = await office();
  const get = new GetPermissionsBoundaryForPermissionSetCommand(set);
  const remove = new DeletePermissionsBoundaryFromPermissionSetCommand(set);
  for (const command of [get, remove]) expect((await errorOf(sso.send(command))).name).toBe("ResourceNotFoundException");
  const own = { CustomerManagedPolicyReference: { Name: "boundary" } };
  for (const PermissionsBoundary of [{}, { ...own, ManagedPolicyArn: readOnly }]) {
    const put = new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary });
    expect((await errorOf(sso.send(put))).name).toBe("ValidationException");
  }
  await sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary: own }));
  expect((await sso.send(get)).PermissionsBoundary).toEqual({ CustomerManagedPolicyReference: { Name: "boundary", Path: "/" } });
  await sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary: { ManagedPolicyArn: readOnly } }));
  expect((await sso.send(get)).PermissionsBoundary).toEqual({ ManagedPolicyArn: readOnly });
  await sso.send(remove);
  expect((await errorOf(sso.send(get))).name).toBe("ResourceNotFoundException");
});

test("tags are on permission sets and on the instance, at most fifty", async () => {
  const { sso, InstanceArn, PermissionSetArn } = await office();
  const Tags = [{ Key: "team", Value: "data" }];
  const { PermissionSet: made } = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: "Tagged", Tags }));
  const read = async (ResourceArn: string | undefined, input: { InstanceArn?: string } = {}) =>
    (await sso.send(new ListTagsForResourceCommand({ ResourceArn, ...input }))).Tags;
  expect(await read(made?.PermissionSetArn)).toEqual(Tags);
  await sso.send(new TagResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn, Tags: [...Tags, { Key: "a", Value: "" }] }));
  await sso.send(new TagResourceCommand({ ResourceArn: PermissionSetArn, Tags: [{ Key: "team", Value: "lake" }] }));
  await sso.send(new UntagResourceCommand({ ResourceArn: PermissionSetArn, TagKeys: ["a"] }));
  expect(await read(PermissionSetArn, { InstanceArn })).toEqual([{ Key: "team", Value: "lake" }]);
  await sso.send(new TagResourceCommand({ ResourceArn: InstanceArn, Tags }));
  expect(await read(InstanceArn)).toEqual(Tags);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
  const tooMany = sso.send(new TagResourceCommand({ ResourceArn: PermissionSetArn, Tags: many }));
  expect((await errorOf(tooMany)).name).toBe("ServiceQuotaExceededException");
  expect(await read(PermissionSetArn)).toHaveLength(1);
  const application = `${InstanceArn.replace(":::instance/", `::${account}:application/`)}/apl-${"a".repeat(16)}`;
  const foreign = sso.send(new ListTagsForResourceCommand({ InstanceArn, ResourceArn: application }));
  expect((await errorOf(foreign)).name).toBe("ResourceNotFoundException");
});

test("concurrent changes are ConflictExceptions here, and throttling is throttling", async () => {
  const { sandbox, sso, InstanceArn } = await office();
  sandbox.setFaults({ conflicts: 1 });
  const create = sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: "Other" }));
  expect((await errorOf(create)).name).toBe("ConflictException");
  expect((await sso.send(new ListPermissionSetsCommand({ InstanceArn }))).PermissionSets).toHaveLength(1);
  sandbox.setFaults({ conflicts: 0, throttling: 1 });
  expect((await errorOf(sso.send(new ListPermissionSetsCommand({ InstanceArn })))).name).toBe("ThrottlingException");
  expect(sandbox.calls().get("sso:ListPermissionSets")).toBe(2);
});

test("an instance that is not there is not found, one that cannot be is not valid", async () => {
  const { sso, PermissionSetArn } = await office();
  const read = (InstanceArn: string) => sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }));
  expect((await errorOf(read(`arn:aws:sso:::instance/ssoins-${"0".repeat(16)}`))).name).toBe("ResourceNotFoundException");
  expect((await errorOf(read("arn:aws:sso:::instance/none"))).name).toBe("ValidationException");
});
