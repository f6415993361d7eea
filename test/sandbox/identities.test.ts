/** Identities: who calls with which credentials, and when a session stops being one. */

import { GetDatabasesCommand } from "@aws-sdk/client-glue";
import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { GetDataLakePrincipalCommand } from "@aws-sdk/client-lakeformation";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";
import type { Credentials } from "./clients.ts";
import { sessionOf } from "./role-session.ts";

function assume(sandbox: Sandbox, arn: string, seconds?: number): Promise<Credentials> {
  return sessionOf(sandbox, arn, { RoleSessionName: "mina", DurationSeconds: seconds });
}

test("a role's session calls as the assumed role and is no administrator", async () => {
  const sandbox = testSandbox();
  const role = seedPermissionSetRole(sandbox, "DataAnalyst");
  const { lakeFormation, sts } = clientsOf(sandbox, await assume(sandbox, role.arn));
  const arn = `arn:aws:sts::${account}:assumed-role/${role.name}/mina`;
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: account, Arn: arn, UserId: `${role.id}:mina` });
  expect((await lakeFormation.send(new GetDataLakePrincipalCommand({}))).Identity).toBe(arn);
});

test("a session's key is nothing without its token", async () => {
  const sandbox = testSandbox();
  const { accessKeyId, secretAccessKey } = await assume(sandbox, seedRole(sandbox, "etl").arn);
  for (const credentials of [
    { accessKeyId, secretAccessKey },
    { accessKeyId, secretAccessKey, sessionToken: "guessed" },
  ]) {
    const { sts } = clientsOf(sandbox, credentials);
    expect((await errorOf(sts.send(new GetCallerIdentityCommand({})))).name).toBe("InvalidClientTokenId");
  }
});

test("a session ends with its time, and with its role", async () => {
  let now = new Date("2026-11-22T00:00:00Z");
  const sandbox = testSandbox({ now: () => now });
  const short = clientsOf(sandbox, await assume(sandbox, seedRole(sandbox, "etl").arn, 900));
  const orphan = clientsOf(sandbox, await assume(sandbox, seedRole(sandbox, "gone").arn));
  await short.glue.send(new GetDatabasesCommand({}));
  now = new Date("2026-11-22T00:15:00Z");
  expect((await errorOf(short.glue.send(new GetDatabasesCommand({})))).name).toBe("ExpiredTokenException");
  await clientsOf(sandbox).iam.send(new DeleteRoleCommand({ RoleName: "gone" }));
  seedRole(sandbox, "gone");
  expect((await errorOf(orphan.glue.send(new GetDatabasesCommand({})))).name).toBe("UnrecognizedClientException");
});

test("a role that does not exist, or for longer than it allows, is not assumed", async () => {
  const sandbox = testSandbox();
  const { arn } = seedRole(sandbox, "etl");
  const { sts } = clientsOf(sandbox);
  const missing = new AssumeRoleCommand({ RoleArn: `${arn}x`, RoleSessionName: "mina" });
  expect(await errorOf(sts.send(missing))).toEqual({
    name: "AccessDenied",
    message: `User: ${sandbox.administrator.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}x`,
    status: 403,
  });
  const long = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "mina", DurationSeconds: 7200 });
  expect((await errorOf(sts.send(long))).name).toBe("ValidationError");
  const scoped = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "mina", Policy: "{}" });
  expect((await errorOf(sts.send(scoped))).message).toContain("does not implement Policy of AssumeRole");
});

test("operations are denied to one role and to nobody else", async () => {
  const sandbox = testSandbox({ faults: { deniedToRoles: { etl: ["glue:GetDatabases"] } } });
  const etl = clientsOf(sandbox, await assume(sandbox, seedRole(sandbox, "etl").arn));
  const other = clientsOf(sandbox, await assume(sandbox, seedRole(sandbox, "other").arn));
  expect((await errorOf(etl.glue.send(new GetDatabasesCommand({})))).name).toBe("AccessDeniedException");
  await other.glue.send(new GetDatabasesCommand({}));
  await clientsOf(sandbox).glue.send(new GetDatabasesCommand({}));
  expect(sandbox.calls().get("glue:GetDatabases")).toBe(3);
});
