/** Credentials of roles, and clients of a role that has exactly one inline policy, for tests of what policies allow. */

import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedRole } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { administrator, clientsOf, region } from "./clients.ts";
import type { Clients, Credentials } from "./clients.ts";

/** Assumes a role as the administrator: as session `test`, where nothing else is asked for. */
export async function sessionOf(sandbox: Sandbox, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const sts = new STSClient({ region, maxAttempts: 1, credentials: administrator, requestHandler: sandbox.requestHandler });
  const { Credentials: issued } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "", SessionToken: sessionToken = "" } = issued ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Makes the role, gives it the statements and assumes it. */
export async function assume(sandbox: Sandbox, name: string, ...statements: readonly object[]): Promise<Clients> {
  const role = seedRole(sandbox, name);
  const PolicyDocument = policyOf(...statements);
  await clientsOf(sandbox).iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
  return clientsOf(sandbox, await sessionOf(sandbox, role.arn));
}

/** The same in another account of the sandbox. */
export async function assumeIn(sandbox: Sandbox, account: string, name: string, ...statements: readonly object[]): Promise<Clients> {
  const role = seedRole(sandbox, name, { account });
  if (statements.length > 0) role.inline.set("own", policyOf(...statements));
  return clientsOf(sandbox, await sessionOf(sandbox, role.arn));
}
