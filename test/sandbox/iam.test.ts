/** IAM: roles and their policies, their checks, pages, and the one listing that has everything. */

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";

import { seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const reading = policyOf({ Effect: "Allow", Action: "glue:Get*", Resource: "*" });
const spaced = reading.replaceAll(",", `,${" ".repeat(5000)}`);
const odd = JSON.stringify({ Statement: { Effect: "Deny", Action: ["s3:*"], Resource: "arn:aws:s3:::a(b)'!*+ \u00e9", Sid: "X" } });

const sized = (length: number) => reading.replace("glue:Get*", `glue:${"x".repeat(length)}`);

const createRole = (name: string, document = trust) => new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document });
const putPolicy = (role: string, name: string, document: string) =>
  new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: document });

async function withEtl(): Promise<IAMClient> {
  const { iam } = clientsOf(testSandbox());
  await iam.send(createRole("etl"));
  return iam;
}

describe("roles", () => {
  test("have ids and ARNs as IAM forms them", async () => {
    const iam = await withEtl();
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: "etl" }));
    expect(role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(role).toMatchObject({ Arn: `arn:aws:iam::${account}:role/etl`, Path: "/", MaxSessionDuration: 3600 });
  });

  test("exist once whatever the case of their names", async () => {
    const iam = await withEtl();
    expect(await errorOf(iam.send(createRole("ETL")))).toMatchObject({ name: "EntityAlreadyExistsException", status: 409 });
  });

  test.each([
    ["text that is not JSON", "{"],
    ["no principal", reading],
    ["a resource", trust.replace('"Action"', '"Resource":"*","Action"')],
    ["an unknown element", trust.replace('"Effect"', '"Colour":"red","Effect"')],
    ["an effect IAM does not know", trust.replace("Allow", "Maybe")],
    ["no statement", '{"Version":"2012-10-17","Statement":[]}'],
    ["another version", trust.replace("2012-10-17", "2020-01-01")],
  ])("are not created with a trust policy with %s", async (_what, document) => {
    const iam = await withEtl();
    expect(await errorOf(iam.send(createRole("other", document)))).toMatchObject({ name: "MalformedPolicyDocumentException", status: 400 });
  });

  test("are deleted once their policies are gone", async () => {
    const iam = await withEtl();
    await iam.send(putPolicy("etl", "read", reading));
    expect(await errorOf(iam.send(new DeleteRoleCommand({ RoleName: "etl" })))).toMatchObject({
      name: "DeleteConflictException",
      status: 409,
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "etl", PolicyName: "read" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "etl" }));
    expect((await errorOf(iam.send(new GetRoleCommand({ RoleName: "etl" })))).name).toBe("NoSuchEntityException");
  });

  test("of permission sets are AWS's own: found by path, not modifiable", async () => {
    const sandbox = testSandbox();
    const { iam } = clientsOf(sandbox);
    const role = seedPermissionSetRole(sandbox, "DataAnalyst");
    expect(role.name).toMatch(/^AWSReservedSSO_DataAnalyst_[0-9a-f]{16}$/);
    expect(role.path).toBe("/aws-reserved/sso.amazonaws.com/ap-northeast-2/");
    expect(seedPermissionSetRole(sandbox, "Other", "us-east-1").path).toBe("/aws-reserved/sso.amazonaws.com/");
    seedRole(sandbox, "plain", { path: "/aws/" });
    const found: (string | undefined)[] = [];
    for await (const page of paginateListRoles({ client: iam }, { PathPrefix: "/aws-reserved/sso.amazonaws.com/" })) {
      found.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName?.replace(/_[0-9a-f]{16}$/, "")));
    }
    expect(found).toEqual(["AWSReservedSSO_DataAnalyst", "AWSReservedSSO_Other"]);
    expect(await errorOf(iam.send(putPolicy(role.name, "x", reading)))).toMatchObject({ name: "UnmodifiableEntityException", status: 400 });
    const reserved = new CreateRoleCommand({ RoleName: "x", Path: "/aws-reserved/x/", AssumeRolePolicyDocument: trust });
    expect((await errorOf(iam.send(reserved))).name).toBe("ValidationError");
  });
});

describe("policies of roles", () => {
  test("come back as they were put, URL-encoded by RFC 3986", async () => {
    const iam = await withEtl();
    await iam.send(putPolicy("etl", "odd", odd));
    const { PolicyDocument: document = "" } = await iam.send(new GetRolePolicyCommand({ RoleName: "ETL", PolicyName: "odd" }));
    expect(document).toMatch(/^[A-Za-z0-9\-._~%]+$/);
    expect(decodeURIComponent(document)).toBe(odd);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: "etl" }))).PolicyNames).toEqual(["odd"]);
  });

  test("count together towards the quota of 10,240 characters, white space apart", async () => {
    const iam = await withEtl();
    await iam.send(putPolicy("etl", "a", sized(6000)));
    expect(await errorOf(iam.send(putPolicy("etl", "b", sized(5000))))).toMatchObject({ name: "LimitExceededException", status: 409 });
    await iam.send(putPolicy("etl", "a", sized(5000)));
    await iam.send(putPolicy("etl", "b", sized(4900)));
    await iam.send(putPolicy("etl", "c", spaced));
  });

  test("that are managed are attached, listed and detached", async () => {
    const iam = await withEtl();
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "Read", Path: "/lake/", PolicyDocument: reading }));
    const arn = `arn:aws:iam::${account}:policy/lake/Read`;
    expect(policy?.Arn).toBe(arn);
    await iam.send(new AttachRolePolicyCommand({ RoleName: "etl", PolicyArn: arn }));
    const { AttachedPolicies: attached } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "etl" }));
    expect(attached).toEqual([{ PolicyName: "Read", PolicyArn: arn }]);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy).toMatchObject({ AttachmentCount: 1, DefaultVersionId: "v1" });
    const { PolicyVersion: version } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: "v1" }));
    expect(decodeURIComponent(version?.Document ?? "")).toBe(reading);
    await iam.send(new DetachRolePolicyCommand({ RoleName: "etl", PolicyArn: arn }));
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "etl" }))).AttachedPolicies).toEqual([]);
    const again = new DetachRolePolicyCommand({ RoleName: "etl", PolicyArn: arn });
    expect((await errorOf(iam.send(again))).name).toBe("NoSuchEntityException");
  });

  test("of AWS itself are not there, and the error says so", async () => {
    const iam = await withEtl();
    const attach = new AttachRolePolicyCommand({ RoleName: "etl", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    expect((await errorOf(iam.send(attach))).message).toContain("does not implement the AWS managed policy");
  });
});

describe("GetAccountAuthorizationDetails", () => {
  test("is the same at every page size", async () => {
    const sandbox = testSandbox();
    const { iam } = clientsOf(sandbox);
    for (const name of ["c", "a", "d", "b"]) seedRole(sandbox, name, { path: "/team/" });
    await iam.send(putPolicy("a", "read", reading));
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "Read", PolicyDocument: reading }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "b", PolicyArn: policy?.Arn }));
    const all = async (pageSize: number | undefined) => {
      sandbox.setFaults({ pageSize });
      const rows: unknown[] = [];
      for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) {
        rows.push(...(page.UserDetailList ?? []), ...(page.RoleDetailList ?? []), ...(page.Policies ?? []));
      }
      return rows;
    };
    const whole = await all(undefined);
    expect(whole).toHaveLength(6);
    expect(whole[1]).toMatchObject({
      RoleName: "a",
      Arn: `arn:aws:iam::${account}:role/team/a`,
      RolePolicyList: [{ PolicyName: "read", PolicyDocument: encodeURIComponent(reading).replaceAll("*", "%2A") }],
    });
    expect(whole[2]).toMatchObject({ RoleName: "b", AttachedManagedPolicies: [{ PolicyName: "Read", PolicyArn: policy?.Arn }] });
    expect(await all(1)).toEqual(whole);
    expect(sandbox.calls().get("iam:GetAccountAuthorizationDetails")).toBe(7);
  });

  test("gives only what its filter names", async () => {
    const iam = await withEtl();
    const roles = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["LocalManagedPolicy"] }));
    expect(roles).toMatchObject({ RoleDetailList: [], Policies: [], UserDetailList: [], IsTruncated: false });
    const users = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"] }));
    expect(users).toMatchObject({ RoleDetailList: [], UserDetailList: [{ UserName: "administrator" }], IsTruncated: false });
    const tooMany = new GetAccountAuthorizationDetailsCommand({ MaxItems: 1001 });
    expect((await errorOf(iam.send(tooMany))).name).toBe("ValidationError");
    const badMarker = new GetAccountAuthorizationDetailsCommand({ Marker: "x" });
    expect((await errorOf(iam.send(badMarker))).message).toBe("Invalid Marker.");
  });
});
