/** The policy simulator with a resource's policy, and over the policies a role has. */

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import type { SimulatePrincipalPolicyCommandInput } from "@aws-sdk/client-iam";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import { seedBucket, seedPermissionSetRole } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";
import { a, b, caller, deny, read, shared, simulate, write } from "./simulate.ts";
import type { Custom } from "./simulate.ts";

describe("a resource policy", () => {
  const more = { ResourcePolicy: policyOf(shared), CallerArn: caller, ResourceArns: [a] };
  const elsewhere = { ...more, ResourceOwner: "arn:aws:iam::444455556666:root" };

  test("allows its account's caller by itself", async () => {
    const result = await simulate({ ...more, PolicyInputList: [] });
    expect(result).toMatchObject({ EvalDecision: "allowed", EvalDecisionDetails: {} });
    expect(result?.MatchedStatements?.map(({ SourcePolicyType }) => SourcePolicyType)).toEqual(["Resource Policy"]);
  });

  test.each([
    [[read], "allowed", "allowed"],
    [[], "implicitDeny", "implicitDeny"],
    [[deny], "explicitDeny", "explicitDeny"],
  ])("of another account needs the caller's policies as well", async (statements, decision, own) => {
    const result = await simulate({ ...elsewhere, PolicyInputList: statements.map((statement) => policyOf(statement)) });
    expect(result?.EvalDecision).toBe(decision);
    expect(result?.EvalDecisionDetails).toEqual({ "IAM Policy": own, "Resource Policy": "allowed" });
  });

  test("of a key decides on the key of its account", async () => {
    const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
    const input = { ActionNames: ["kms:Decrypt"], PolicyInputList: [policyOf({ ...read, Action: "kms:Decrypt" })], ResourceArns: [key] };
    const of = (principal: string) => policyOf({ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: key });
    const ask = async (principal: string) => simulate({ ...input, CallerArn: caller, ResourcePolicy: of(principal) });
    expect((await ask(`arn:aws:iam::${account}:root`))?.EvalDecision).toBe("allowed");
    expect((await ask(`arn:aws:iam::${account}:user/other`))?.EvalDecision).toBe("implicitDeny");
  });

  test.each([
    ["without a caller", { ...more, CallerArn: undefined }, "Caller cannot be null"],
    ["for a role", { ...more, CallerArn: `arn:aws:iam::${account}:role/etl` }, "must be an IAM user"],
    ["on all resources", { ...more, ResourceArns: undefined }, "does not clearly define"],
    ["of all resources", { ...more, ResourcePolicy: policyOf({ ...shared, Resource: "*" }) }, "not in a valid ARN format"],
    ["of another resource", { ...more, ResourceArns: [a, "arn:aws:s3:::other/a"] }, "not applicable to the resource arn:aws:s3:::other/a"],
    ["of an owner that is no ARN", { ...more, ResourceOwner: "444455556666" }, "Resource Owner"],
    ["without principals", { ...more, ResourcePolicy: policyOf(read) }, "Resource policy has invalid content"],
  ])("%s is InvalidInput", async (_what, input, message) => {
    expect(await errorOf(simulate(input as Custom))).toMatchObject({
      name: "InvalidInputException",
      status: 400,
      message: expect.stringContaining(message) as string,
    });
  });
});

/** A role with an inline policy that reads, an attached one that writes, and a boundary that lets it read only. */
async function lake() {
  const sandbox = testSandbox();
  const { iam } = clientsOf(sandbox);
  const { Policy: managed } = await iam.send(new CreatePolicyCommand({ PolicyName: "Writers", PolicyDocument: policyOf(write) }));
  const { Policy: boundary } = await iam.send(new CreatePolicyCommand({ PolicyName: "Fence", PolicyDocument: policyOf(read) }));
  const AssumeRolePolicyDocument = policyOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
  const fenced = { RoleName: "etl", Path: "/team/", AssumeRolePolicyDocument, PermissionsBoundary: boundary?.Arn };
  const { Role: role } = await iam.send(new CreateRoleCommand(fenced));
  await iam.send(new PutRolePolicyCommand({ RoleName: "etl", PolicyName: "own", PolicyDocument: policyOf(read) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: "etl", PolicyArn: managed?.Arn }));
  const ask = async (input: Partial<SimulatePrincipalPolicyCommandInput> = {}) => {
    const ActionNames = ["s3:GetObject", "s3:PutObject"];
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: role?.Arn, ActionNames, ...input });
    return (await iam.send(command)).EvaluationResults ?? [];
  };
  return { sandbox, ask };
}

describe("a principal's policies", () => {
  test("are the inline and the attached ones, within the boundary", async () => {
    const { ask } = await lake();
    const results = await ask();
    expect(results.map(({ EvalDecision }) => EvalDecision)).toEqual(["allowed", "implicitDeny"]);
    expect(results.map(({ PermissionsBoundaryDecisionDetail: detail }) => detail?.AllowedByPermissionsBoundary)).toEqual([true, false]);
    expect(results[0]?.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId)).toEqual(["role_etl_own"]);
  });

  test("are united with given ones, and a given boundary takes the place of the role's", async () => {
    const { ask } = await lake();
    const results = await ask({ PermissionsBoundaryPolicyInputList: [policyOf(write)], PolicyInputList: [policyOf(write)] });
    expect(results.map(({ EvalDecision }) => EvalDecision)).toEqual(["implicitDeny", "allowed"]);
    expect(results[1]?.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId)).toEqual(["Writers", "PolicyInputList.1"]);
  });

  test("are those of a permission set's role too", async () => {
    const sandbox = testSandbox();
    const { arn, name } = seedPermissionSetRole(sandbox, "DataAnalyst");
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: ["s3:GetObject"] });
    expect((await clientsOf(sandbox).iam.send(command)).EvaluationResults?.[0]?.EvalDecision).toBe("implicitDeny");
    expect(name).toMatch(/^AWSReservedSSO_/);
  });

  test("need the role to be there, and to be the caller's account's", async () => {
    const { ask } = await lake();
    const problem = async (PolicySourceArn: string) => {
      const { name, status } = await errorOf(ask({ PolicySourceArn }));
      return [name, status];
    };
    expect(await problem(`arn:aws:iam::${account}:role/absent`)).toEqual(["NoSuchEntityException", 404]);
    expect(await problem(`arn:aws:iam::${account}:user/mina`)).toEqual(["NoSuchEntityException", 404]);
    expect(await problem("arn:aws:iam::444455556666:role/etl")).toEqual(["InvalidInputException", 400]);
    expect(await problem(`arn:aws:sts::${account}:assumed-role/etl/x`)).toEqual(["InvalidInputException", 400]);
    expect((await errorOf(ask({ PolicyExclusionList: [{ PolicyType: "inline" }] }))).message).toContain("PolicyExclusionList");
  });

  test("say what a session of the role may do in S3", async () => {
    const sandbox = testSandbox();
    const statements = [
      { ...read, Resource: a },
      { ...deny, Resource: b },
    ];
    const { s3 } = await assume(sandbox, "etl", ...statements);
    seedBucket(sandbox, "claims");
    for (const Key of ["a", "b"]) await clientsOf(sandbox).s3.send(new PutObjectCommand({ Bucket: "claims", Key, Body: "x" }));
    await s3.send(new GetObjectCommand({ Bucket: "claims", Key: "a" }));
    expect((await errorOf(s3.send(new GetObjectCommand({ Bucket: "claims", Key: "b" })))).name).toBe("AccessDenied");
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: `arn:aws:iam::${account}:role/etl`,
      ActionNames: ["s3:GetObject"],
      ResourceArns: [a, b],
    });
    const [result] = (await clientsOf(sandbox).iam.send(command)).EvaluationResults ?? [];
    expect(result?.ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision)).toEqual(["allowed", "explicitDeny"]);
  });
});
