/** The policy simulator over given policies: what it decides, which statements it names, and what it refuses. */

import { paginateSimulateCustomPolicy } from "@aws-sdk/client-iam";
import type { EvaluationResult } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";

import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";
import { a, b, caller, deny, read, shared, simulate, write } from "./simulate.ts";
import type { Custom } from "./simulate.ts";

const graded = { ...read, Condition: { StringEquals: { "aws:PrincipalTag/grade": "1" } } };

const level = (...statements: readonly object[]) => ({ ServiceControlPolicyInputList: [policyOf(...statements)] });

describe("a simulated action", () => {
  test.each([
    ["a policy that allows it", [read], "allowed"],
    ["a policy that denies it, whatever allows it", [read, deny], "explicitDeny"],
    ["nothing about it", [write], "implicitDeny"],
    ["a condition that does not hold", [graded], "implicitDeny"],
  ])("with %s", async (_what, statements, decision) => {
    expect((await simulate({ PolicyInputList: [policyOf(...statements)] }))?.EvalDecision).toBe(decision);
  });

  test("is denied where there are no policies", async () => {
    expect((await simulate({ PolicyInputList: [] }))?.EvalDecision).toBe("implicitDeny");
  });

  test("is on all resources when none is named, and then has no results of its own for each", async () => {
    const result = await simulate({});
    expect(result).toMatchObject({ EvalActionName: "s3:GetObject", EvalResourceName: "*" });
    expect(result?.ResourceSpecificResults).toBeUndefined();
  });

  test("has one result for all resources, the most restrictive, and one for each", async () => {
    const result = await simulate({
      PolicyInputList: [policyOf({ ...read, Resource: a }, { ...deny, Resource: b })],
      ResourceArns: [a, "arn:aws:s3:::claims/c", b],
    });
    expect(result).toMatchObject({ EvalDecision: "explicitDeny", EvalResourceName: "arn:aws:s3:::${BucketName}/${KeyName}" });
    expect(result?.ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision)).toEqual([
      "allowed",
      "implicitDeny",
      "explicitDeny",
    ]);
    expect(result?.MatchedStatements).toEqual(result?.ResourceSpecificResults?.[2]?.MatchedStatements);
  });

  test.each([
    ["s3:GetObject", "arn:aws:s3:::claims", "implicitDeny"],
    ["s3:ListBucket", a, "implicitDeny"],
    ["s3:ListBucket", "arn:aws:s3:::claims", "allowed"],
    ["kms:Decrypt", a, "implicitDeny"],
    ["kms:Decrypt", `arn:aws:kms:eu-west-1:${account}:key/1`, "allowed"],
    ["sts:AssumeRole", `arn:aws:iam::${account}:role/etl`, "allowed"],
    ["lakeformation:GetDataAccess", "*", "allowed"],
  ])("%s on %s is %s, as the action can be on it", async (action, resource, decision) => {
    const everything = policyOf({ Effect: "Allow", Action: "*", Resource: "*" });
    const result = await simulate({ PolicyInputList: [everything], ActionNames: [action], ResourceArns: [resource] });
    expect(result?.EvalDecision).toBe(decision);
  });
});

describe("the statements that decide", () => {
  test("are those that allow, with policy and place", async () => {
    const result = await simulate({ PolicyInputList: [policyOf(write, read), policyOf(read)] });
    expect(result?.MatchedStatements).toEqual([
      {
        SourcePolicyId: "PolicyInputList.1",
        SourcePolicyType: "IAM Policy",
        // After the first statement's brace, in a text of one line.
        StartPosition: { Line: 1, Column: 95 },
        EndPosition: { Line: 1, Column: 153 },
      },
      {
        SourcePolicyId: "PolicyInputList.2",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 1, Column: 38 },
        EndPosition: { Line: 1, Column: 95 },
      },
    ]);
  });

  test("are only those that deny where one does", async () => {
    const result = await simulate({ PolicyInputList: [policyOf(read), policyOf(deny)] });
    expect(result?.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId)).toEqual(["PolicyInputList.2"]);
  });

  test.each([
    ["over several lines", JSON.stringify({ Version: "2012-10-17", Statement: [read] }, null, 4), [3, 19], [8, 10]],
    ["with Windows line ends", JSON.stringify({ Statement: [read] }, null, 2).replaceAll("\n", "\r\n"), [2, 17], [7, 6]],
    ["that is not in a list", JSON.stringify({ Version: "2012-10-17", Statement: read }), [1, 38], [1, 94]],
    ["after a name and braces in texts", JSON.stringify({ Id: 'Statement": [{', Statement: [read] }), [1, 38], [1, 95]],
  ])("are found in a policy %s", async (_what, text, [startLine, startColumn], [endLine, endColumn]) => {
    const [statement] = (await simulate({ PolicyInputList: [text] }))?.MatchedStatements ?? [];
    expect(statement?.StartPosition).toEqual({ Line: startLine, Column: startColumn });
    expect(statement?.EndPosition).toEqual({ Line: endLine, Column: endColumn });
  });
});

describe("missing context values", () => {
  const policies = [policyOf({ ...graded, Resource: "arn:aws:s3:::claims/${aws:PrincipalTag/team, 'none'}/${aws:username}" })];

  test("are the keys of all conditions and variables that nothing gives", async () => {
    const result = await simulate({ PolicyInputList: policies, ResourceArns: [a] });
    expect(result?.MissingContextValues?.toSorted()).toEqual(["aws:PrincipalTag/grade", "aws:PrincipalTag/team", "aws:username"]);
    expect(result?.ResourceSpecificResults?.[0]?.MissingContextValues).toEqual(result?.MissingContextValues);
  });

  test("are not those that are given, in any case, nor any where it is allowed", async () => {
    const ContextEntries = [{ ContextKeyName: "AWS:principaltag/GRADE", ContextKeyValues: ["2"], ContextKeyType: "string" as const }];
    const result = await simulate({ PolicyInputList: [policyOf(graded)], ContextEntries });
    expect(result).toMatchObject({ EvalDecision: "implicitDeny", MissingContextValues: [] });
    const allowed = await simulate({ PolicyInputList: [policyOf(read, graded)] });
    expect(allowed).toMatchObject({ EvalDecision: "allowed", MissingContextValues: [] });
  });
});

const holds = async (Condition: object, more: Custom = {}) =>
  (await simulate({ PolicyInputList: [policyOf({ ...read, Condition })], ...more }))?.EvalDecision;
const entry = (ContextKeyName: string, ContextKeyType: "string" | "stringList" | "numeric" | "date" | "ip", ...values: string[]) => ({
  ContextEntries: [{ ContextKeyName, ContextKeyType, ContextKeyValues: values }],
});

describe("the context", () => {
  test.each([
    ["a text", { StringEquals: { "s3:prefix": "x" } }, entry("s3:prefix", "string", "x")],
    ["a list", { "ForAllValues:StringEquals": { "aws:TagKeys": ["x", "y"] } }, entry("aws:TagKeys", "stringList", "x", "y")],
    ["a number", { NumericLessThan: { "s3:max-keys": "10" } }, entry("s3:max-keys", "numeric", "9")],
    ["a date", { DateLessThan: { "aws:CurrentTime": "2026-01-02T00:00:00Z" } }, entry("aws:CurrentTime", "date", "2026-01-01T00:00:00Z")],
    ["an address", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, entry("aws:SourceIp", "ip", "10.1.2.3")],
    ["the caller", { ArnEquals: { "aws:PrincipalArn": caller } }, { CallerArn: caller }],
    [
      "another principal than the caller",
      { ArnEquals: { "aws:PrincipalArn": a } },
      { ...entry("aws:PrincipalArn", "string", a), CallerArn: caller },
    ],
    ["the account", { StringEquals: { "aws:PrincipalAccount": account } }, {}],
  ])("has %s", async (_what, condition, more) => {
    expect(await holds(condition, more)).toBe("allowed");
  });

  test("has nothing else", async () => {
    expect(await holds({ Null: { "aws:PrincipalArn": "false" } })).toBe("implicitDeny");
    expect(await holds({ Null: { "aws:PrincipalIsAWSService": "false" } }, { CallerArn: caller })).toBe("implicitDeny");
  });
});

describe("a permissions boundary", () => {
  test.each([
    ["allows", read, "allowed", true],
    ["says nothing", write, "implicitDeny", false],
    ["denies", deny, "explicitDeny", false],
  ])("that %s", async (_what, statement, decision, allowed) => {
    const result = await simulate({ PermissionsBoundaryPolicyInputList: [policyOf(statement)], ResourceArns: [a] });
    const PermissionsBoundaryDecisionDetail = { AllowedByPermissionsBoundary: allowed };
    expect(result).toMatchObject({ EvalDecision: decision, PermissionsBoundaryDecisionDetail });
    expect(result?.ResourceSpecificResults).toMatchObject([{ PermissionsBoundaryDecisionDetail }]);
    const types = result?.MatchedStatements?.map(({ SourcePolicyType }) => SourcePolicyType);
    expect(types).toEqual(decision === "allowed" ? ["IAM Policy"] : decision === "explicitDeny" ? ["Permissions Boundary Policy"] : []);
  });
});

test("service control policies of every level must allow, and end the simulation where one does not", async () => {
  const result = await simulate({ OrderedOrganizationPolicyInputList: [level(read), level(read, write)] });
  expect(result).toMatchObject({ EvalDecision: "allowed", OrganizationsDecisionDetail: { AllowedByOrganizations: true } });
  for (const [statement, decision] of [
    [deny, "explicitDeny"],
    [write, "implicitDeny"],
  ] as const) {
    const refused = await simulate({ OrderedOrganizationPolicyInputList: [level(read), level(statement)] });
    expect(refused).toMatchObject({
      EvalDecision: decision,
      MatchedStatements: [],
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    });
  }
});

const entries = (...ContextEntries: readonly object[]) => ({ ContextEntries }) as Custom;

describe("InvalidInput is", () => {
  const one = { ContextKeyName: "s3:prefix", ContextKeyType: "string", ContextKeyValues: ["x"] };

  test.each<[string, Custom, string]>([
    ["a policy that is not JSON", { PolicyInputList: [policyOf(read), "{"] }, "Policy input list item 2 has invalid content"],
    ["a policy that names principals", { PolicyInputList: [policyOf(shared)] }, "Policy input list item 1 has invalid content"],
    ["an action without service", { ActionNames: ["GetObject"] }, "missing names"],
    ["a resource that is no ARN", { ResourceArns: [a, "claims"] }, "ResourceNames are not in a valid ARN format: claims."],
    ["two boundaries", { PermissionsBoundaryPolicyInputList: [policyOf(read), policyOf(read)] }, "cannot exceed 1 items"],
    [
      "a level without service control policies",
      { OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [] }] },
      "index 1",
    ],
    ["a session as caller", { CallerArn: `arn:aws:sts::${account}:assumed-role/etl/x` }, "Invalid caller"],
    ["a key given twice", entries(one, { ...one, ContextKeyName: "S3:PREFIX" }), "Duplicate context key: S3:PREFIX."],
    ["a key without name", entries({ ...one, ContextKeyName: undefined }), "no key name"],
    ["several values where there is one", entries({ ...one, ContextKeyValues: ["x", "y"] }), "expected a single value, but received 2"],
    ["no number", entries({ ...one, ContextKeyType: "numeric", ContextKeyValues: ["NaN"] }), "expected numeric format"],
    ["no date", entries({ ...one, ContextKeyType: "date", ContextKeyValues: ["tomorrow"] }), "expected DateTime format"],
    ["no address", entries({ ...one, ContextKeyType: "ipList", ContextKeyValues: ["10.0.0.1", "home"] }), "expected IP address"],
    ["no base64", entries({ ...one, ContextKeyType: "binary", ContextKeyValues: ["!"] }), "base-64"],
    ["a marker no page gave", { Marker: "made-up" }, "Invalid marker"],
  ])("%s", async (_what, input, message) => {
    expect(await errorOf(simulate(input))).toMatchObject({
      name: "InvalidInputException",
      status: 400,
      message: expect.stringContaining(message) as string,
    });
  });

  test("not what breaks the API's constraints", async () => {
    const bad = entries({ ...one, ContextKeyType: "unknown" });
    expect((await errorOf(simulate({ ...bad, MaxItems: 1001 }))).message).toContain("2 validation errors");
  });
});

test("a policy that cannot be evaluated where it decides is PolicyEvaluation", async () => {
  const unclear = { ...read, Condition: { IpAddress: { "aws:SourceIp": "not an address" } } };
  const ContextEntries = [{ ContextKeyName: "aws:SourceIp", ContextKeyValues: ["10.0.0.1"], ContextKeyType: "ip" as const }];
  const failure = await errorOf(simulate({ PolicyInputList: [policyOf(unclear)], ContextEntries }));
  expect(failure).toMatchObject({ name: "PolicyEvaluationException", status: 500 });
  const allowed = await simulate({ PolicyInputList: [policyOf(unclear, read)], ContextEntries });
  expect(allowed?.EvalDecision).toBe("allowed");
});

test("members that are not simulated are refused", async () => {
  const message = (await errorOf(simulate({ ResourceHandlingOption: "EC2-VPC-EBS" }))).message;
  expect(message).toContain("does not implement ResourceHandlingOption of SimulateCustomPolicy");
});

test("pages hold so many actions, each with all resources, in the order asked", async () => {
  const sandbox = testSandbox({ pageSize: 2 });
  const { iam } = clientsOf(sandbox);
  const ActionNames = ["s3:PutObject", "s3:GetObject", "s3:GetObject", "s3:DeleteObject", "iam:GetRole"];
  const pages = paginateSimulateCustomPolicy({ client: iam }, { PolicyInputList: [policyOf(read)], ActionNames, ResourceArns: [a, b] });
  const seen: EvaluationResult[][] = [];
  for await (const { EvaluationResults = [] } of pages) seen.push(EvaluationResults);
  expect(seen.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(seen.flat().map(({ EvalActionName }) => EvalActionName)).toEqual(ActionNames);
  expect(seen.flat().every(({ ResourceSpecificResults }) => ResourceSpecificResults?.length === 2)).toBe(true);
});
