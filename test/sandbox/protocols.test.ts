/** The wire: what SDK clients see of answers and errors in each protocol, in process and over a socket. */

import { CreateDatabaseCommand, GetCrawlersCommand, GetDatabaseCommand, GetDatabasesCommand, GetTablesCommand } from "@aws-sdk/client-glue";
import { CreateRoleCommand, CreateGroupCommand, GetRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { GetDataLakeSettingsCommand, GetLFTagCommand, GetWorkUnitsCommand, ListPermissionsCommand } from "@aws-sdk/client-lakeformation";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";

import type { Listener } from "../../src/sandbox/listen.ts";
import { account, clientsAt, clientsOf, errorOf, testSandbox } from "./clients.ts";
import type { Clients } from "./clients.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

async function everyProtocol({ glue, iam, lakeFormation, sts }: Clients): Promise<void> {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:iam::${account}:user/administrator` });

  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "Claims", Description: "보험 <&> \"'" } }));
  const { Database: database } = await glue.send(new GetDatabaseCommand({ Name: "CLAIMS" }));
  expect(database).toMatchObject({ Name: "claims", Description: "보험 <&> \"'", CatalogId: account });
  expect(database?.CreateTime).toBeInstanceOf(Date);

  const description = "a <b> & \"c\" 'd'";
  await iam.send(
    new CreateRoleCommand({
      RoleName: "Etl",
      Path: "/jobs/",
      AssumeRolePolicyDocument: trust,
      Description: description,
      Tags: [{ Key: "a", Value: "1" }],
    }),
  );
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: "etl" }));
  expect(role).toMatchObject({ Arn: `arn:aws:iam::${account}:role/jobs/Etl`, Description: description, Tags: [{ Key: "a", Value: "1" }] });
  expect(role?.CreateDate).toBeInstanceOf(Date);
  expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "")).toBe(trust);

  const { DataLakeSettings: settings } = await lakeFormation.send(new GetDataLakeSettingsCommand({}));
  expect(settings?.CreateTableDefaultPermissions).toEqual([
    { Principal: { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" }, Permissions: ["ALL"] },
  ]);
}

async function everyError({ glue, iam, lakeFormation }: Clients): Promise<void> {
  expect(await errorOf(glue.send(new GetDatabaseCommand({ Name: "absent" })))).toMatchObject({
    name: "EntityNotFoundException",
    message: "Database absent not found.",
    status: 400,
  });
  expect(await errorOf(iam.send(new GetRoleCommand({ RoleName: "absent" })))).toMatchObject({
    name: "NoSuchEntityException",
    message: "The role with name absent cannot be found.",
    status: 404,
  });
  expect(await errorOf(lakeFormation.send(new GetLFTagCommand({ TagKey: "absent" })))).toMatchObject({
    name: "EntityNotFoundException",
    status: 400,
  });
}

describe("answers and errors", () => {
  test("are the SDK's own in process", async () => {
    const clients = clientsOf(testSandbox());
    await everyProtocol(clients);
    await everyError(clients);
    expect.assertions(10);
  });

  test("are the SDK's own over a socket", async () => {
    const listener: Listener = await testSandbox().listen();
    try {
      const clients = clientsAt(listener.url);
      await everyProtocol(clients);
      await everyError(clients);
      expect.assertions(10);
    } finally {
      await listener.close();
    }
  });
});

describe("operations", () => {
  test("that AWS has and the sandbox has not are refused by name and not retried", async () => {
    const sandbox = testSandbox();
    const { glue, iam, lakeFormation } = clientsOf(sandbox, undefined, { maxAttempts: 3 });
    const expected = { name: "NotImplementedException", status: 400 };
    const message = "the lakegrade sandbox does not implement ";
    expect(await errorOf(glue.send(new GetCrawlersCommand({})))).toEqual({ ...expected, message: `${message}glue:GetCrawlers` });
    expect(await errorOf(iam.send(new CreateGroupCommand({ GroupName: "g" })))).toEqual({
      ...expected,
      message: `${message}iam:CreateGroup`,
    });
    expect(await errorOf(lakeFormation.send(new GetWorkUnitsCommand({ QueryId: "q".repeat(36) })))).toEqual({
      ...expected,
      message: `${message}lakeformation:GetWorkUnits`,
    });
    expect(sandbox.calls()).toEqual(
      new Map([
        ["glue:GetCrawlers", 1],
        ["iam:CreateGroup", 1],
        ["lakeformation:GetWorkUnits", 1],
      ]),
    );
  });

  test("are counted by service and name until the count is reset", async () => {
    const sandbox = testSandbox();
    const { glue, sts } = clientsOf(sandbox);
    await glue.send(new GetDatabasesCommand({}));
    await glue.send(new GetDatabasesCommand({}));
    await sts.send(new GetCallerIdentityCommand({}));
    expect(sandbox.calls()).toEqual(
      new Map([
        ["glue:GetDatabases", 2],
        ["sts:GetCallerIdentity", 1],
      ]),
    );
    sandbox.resetCalls();
    expect(sandbox.calls().size).toBe(0);
  });

  test("of another Region see an empty account, IAM's are the same everywhere", async () => {
    const sandbox = testSandbox();
    const home = clientsOf(sandbox);
    await home.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "claims" } }));
    await home.iam.send(new CreateRoleCommand({ RoleName: "etl", AssumeRolePolicyDocument: trust }));
    const away = clientsOf(sandbox, undefined, { region: "us-east-1" });
    expect((await away.glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
    expect((await away.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });
});

describe("modelled constraints", () => {
  test("are all named in one ValidationException", async () => {
    const { glue } = clientsOf(testSandbox());
    const error = await errorOf(glue.send(new GetTablesCommand({ DatabaseName: "", MaxResults: 101 })));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("2 validation errors detected");
    expect(error.message).toContain("'databaseName' failed to satisfy constraint: Member must have length greater than or equal to 1");
    expect(error.message).toContain("'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100");
  });

  test("hold enumerations to the SDK's values", async () => {
    const { lakeFormation } = clientsOf(testSandbox());
    // @ts-expect-error: the value is wrong on purpose
    const error = await errorOf(lakeFormation.send(new ListPermissionsCommand({ ResourceType: "COLUMN" })));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain(
      "Value 'COLUMN' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [CATALOG",
    );
  });

  test("are ValidationError in the Query protocol", async () => {
    const { iam } = clientsOf(testSandbox());
    const error = await errorOf(iam.send(new GetRoleCommand({ RoleName: "no spaces" })));
    expect(error).toMatchObject({ name: "ValidationError", status: 400 });
  });
});
