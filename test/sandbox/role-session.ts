/** Clients with the credentials of a role that has exactly one inline policy, for tests of what policies allow. */

import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedRole } from "../../src/sandbox/seed.ts";
import { clientsOf } from "./clients.ts";
import type { Clients } from "./clients.ts";

/** Makes the role, gives it the statements and assumes it as session `test`. */
export async function assume(sandbox: Sandbox, name: string, ...statements: readonly object[]): Promise<Clients> {
  const role = seedRole(sandbox, name);
  const { iam, sts } = clientsOf(sandbox);
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
  const { Credentials: issued } = await sts.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: "test" }));
  return clientsOf(sandbox, {
    accessKeyId: issued?.AccessKeyId ?? "",
    secretAccessKey: issued?.SecretAccessKey ?? "",
    sessionToken: issued?.SessionToken ?? "",
  });
}

/** The same in another account of the sandbox. */
export async function assumeIn(sandbox: Sandbox, account: string, name: string, ...statements: readonly object[]): Promise<Clients> {
  const role = seedRole(sandbox, name, { account });
  if (statements.length > 0) role.inline.set("own", JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  const { Credentials: issued } = await clientsOf(sandbox).sts.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: "test" }));
  return clientsOf(sandbox, {
    accessKeyId: issued?.AccessKeyId ?? "",
    secretAccessKey: issued?.SecretAccessKey ?? "",
    sessionToken: issued?.SessionToken ?? "",
  });
}
