/** Faults: what a client sees of each switch, and that a seed repeats a run. */

import { CreateDatabaseCommand, GetDatabaseCommand, GetDatabasesCommand } from "@aws-sdk/client-glue";
import { CreateRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateLFTagCommand, ListLFTagsCommand } from "@aws-sdk/client-lakeformation";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";

import { seedCatalog, seedRole } from "../../src/sandbox/seed.ts";
import { clientsAt, clientsOf, errorOf, testSandbox } from "./clients.ts";

const trust = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}';

const createDatabase = (name: string): CreateDatabaseCommand => new CreateDatabaseCommand({ DatabaseInput: { Name: name } });

test("throttling has each protocol's own error and no effect", async () => {
  const sandbox = testSandbox({ faults: { throttling: 1 } });
  const { glue, iam, lakeFormation } = clientsOf(sandbox);
  expect(await errorOf(glue.send(createDatabase("claims")))).toMatchObject({ name: "ThrottlingException", status: 400 });
  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({ name: "Throttling", status: 400 });
  expect(await errorOf(lakeFormation.send(new ListLFTagsCommand({})))).toMatchObject({ name: "ThrottlingException" });
  sandbox.setFaults({ throttling: 0 });
  expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
});

test("the SDK's own retries get through throttling", async () => {
  const sandbox = testSandbox({ faults: { throttling: 0.3 }, seed: 7 });
  const { glue } = clientsOf(sandbox, undefined, { maxAttempts: 10 });
  for (const name of ["a", "b", "c"]) await glue.send(createDatabase(name));
  expect(sandbox.account.glue.databases.size).toBe(3);
  expect(sandbox.calls().get("glue:CreateDatabase")).toBeGreaterThan(3);
});

test("conflicts hit writes only", async () => {
  const sandbox = testSandbox({ faults: { conflicts: 1 } });
  const { glue, iam, lakeFormation, sts } = clientsOf(sandbox);
  expect((await errorOf(glue.send(createDatabase("claims")))).name).toBe("ConcurrentModificationException");
  const tag = new CreateLFTagCommand({ TagKey: "grade", TagValues: ["1"] });
  expect((await errorOf(lakeFormation.send(tag))).name).toBe("ConcurrentModificationException");
  const role = new CreateRoleCommand({ RoleName: "etl", AssumeRolePolicyDocument: trust });
  expect(await errorOf(iam.send(role))).toMatchObject({ name: "ConcurrentModificationException", status: 409 });
  expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([]);
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(sandbox.account.id);
});

test("a connection lost before the call has no effect, one lost after it has", async () => {
  const sandbox = testSandbox({ faults: { lossBefore: 1 } });
  const { glue } = clientsOf(sandbox);
  expect((await errorOf(glue.send(createDatabase("before")))).message).toBe("read ECONNRESET");
  sandbox.setFaults({ lossBefore: 0, lossAfter: 1 });
  expect((await errorOf(glue.send(createDatabase("after")))).message).toBe("read ECONNRESET");
  expect([...sandbox.account.glue.databases.keys()]).toEqual(["after"]);
});

test("the SDK's own retries get through lost connections and repeat what had its effect", async () => {
  const sandbox = testSandbox({ faults: { lossAfter: 0.5 }, seed: 2 });
  const { glue } = clientsOf(sandbox, undefined, { maxAttempts: 8 });
  const outcomes: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    outcomes.push(
      await glue.send(createDatabase(name)).then(
        () => "done",
        (error: Error) => error.name,
      ),
    );
  }
  expect(new Set(outcomes)).toEqual(new Set(["done", "AlreadyExistsException"]));
  expect(sandbox.account.glue.databases.size).toBe(5);
});

test("a lost connection is a socket error at the loopback endpoint", async () => {
  const sandbox = testSandbox({ faults: { lossAfter: 1 } });
  const listener = await sandbox.listen();
  try {
    const { glue } = clientsAt(listener.url);
    expect((await errorOf(glue.send(createDatabase("claims")))).message).toMatch(/ECONNRESET|socket hang up/);
    expect(sandbox.account.glue.databases.has("claims")).toBe(true);
  } finally {
    await listener.close();
  }
});

test("the sandbox stops after so many calls, without retries, until the switch is taken back", async () => {
  const sandbox = testSandbox();
  const { glue } = clientsOf(sandbox, undefined, { maxAttempts: 3 });
  await glue.send(createDatabase("first"));
  sandbox.setFaults({ stopAfter: 1 });
  await glue.send(createDatabase("second"));
  expect(await errorOf(glue.send(createDatabase("third")))).toMatchObject({ name: "SandboxStopped" });
  expect([...sandbox.account.glue.databases.keys()]).toEqual(["first", "second"]);
  sandbox.setFaults({ stopAfter: undefined });
  await glue.send(createDatabase("third"));
  expect(sandbox.account.glue.databases.size).toBe(3);
});

test("latency delays answers", async () => {
  const { glue } = clientsOf(testSandbox({ faults: { latency: 60 } }));
  const before = performance.now();
  await glue.send(new GetDatabasesCommand({}));
  expect(performance.now() - before).toBeGreaterThanOrEqual(55);
});

test("denied operations name the caller and the action, others go on", async () => {
  const sandbox = testSandbox({ faults: { denied: ["glue:GetDatabases", "iam:*"] } });
  const { glue, iam, sts } = clientsOf(sandbox);
  expect(await errorOf(glue.send(new GetDatabasesCommand({})))).toEqual({
    name: "AccessDeniedException",
    message: `User: ${sandbox.administrator.arn} is not authorized to perform: glue:GetDatabases`,
    status: 400,
  });
  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({ name: "AccessDenied", status: 403 });
  await sts.send(new GetCallerIdentityCommand({}));
  expect((await errorOf(glue.send(new GetDatabaseCommand({ Name: "x" })))).name).toBe("EntityNotFoundException");
});

test("invalid and expired keys have each protocol's own error", async () => {
  const { glue, lakeFormation, sts } = clientsOf(testSandbox({ faults: { invalidKeys: ["AKIAEXAMPLE"] } }));
  expect(await errorOf(glue.send(new GetDatabasesCommand({})))).toMatchObject({ name: "UnrecognizedClientException", status: 400 });
  expect(await errorOf(lakeFormation.send(new ListLFTagsCommand({})))).toMatchObject({ name: "UnrecognizedClientException", status: 403 });
  expect(await errorOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: "InvalidClientTokenId", status: 403 });
  const expired = clientsOf(testSandbox({ faults: { expiredKeys: ["AKIAEXAMPLE"] } }));
  expect(await errorOf(expired.glue.send(new GetDatabasesCommand({})))).toMatchObject({ name: "ExpiredTokenException", status: 400 });
  expect((await errorOf(expired.sts.send(new GetCallerIdentityCommand({})))).name).toMatch(/^ExpiredToken(Exception)?$/);
});

async function outcomesOf(seed: number): Promise<readonly string[]> {
  const sandbox = testSandbox({ seed, faults: { throttling: 0.4, lossAfter: 0.2 } });
  const { glue } = clientsOf(sandbox);
  const outcomes: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    outcomes.push(
      await glue.send(createDatabase(`d${index}`)).then(
        () => "done",
        (error: Error) => error.name,
      ),
    );
  }
  return [...outcomes, seedRole(sandbox, "etl").id];
}

test("the same seed gives the same run", async () => {
  const first = await outcomesOf(3);
  expect(await outcomesOf(3)).toEqual(first);
  expect(await outcomesOf(4)).not.toEqual(first);
  expect(new Set(first).size).toBeGreaterThan(3);
});

test("switches out of range are refused", () => {
  const sandbox = testSandbox();
  expect(() => {
    sandbox.setFaults({ throttling: 1.5 });
  }).toThrow("throttling is a probability from 0 to 1, not 1.5");
  expect(() => {
    sandbox.setFaults({ throttling: Number.NaN });
  }).toThrow(RangeError);
  expect(() => {
    sandbox.setFaults({ pageSize: 0 });
  }).toThrow("pageSize is a whole number from 1, not 0");
  expect(() => {
    sandbox.setFaults({ latency: -1 });
  }).toThrow(RangeError);
  expect(() => testSandbox({ account: "1" })).toThrow("an account id has 12 digits");
  expect(() => testSandbox({ region: "here" })).toThrow("is not a Region");
});

test("every page keeps the page size that was set", async () => {
  const sandbox = testSandbox({ pageSize: 2 });
  seedCatalog(sandbox, { databases: ["a", "b", "c"].map((name) => ({ name, tables: [] })) });
  const { glue } = clientsOf(sandbox);
  const page = await glue.send(new GetDatabasesCommand({ MaxResults: 100 }));
  expect(page.DatabaseList).toHaveLength(2);
  sandbox.setFaults({ pageSize: undefined });
  expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toHaveLength(3);
});
