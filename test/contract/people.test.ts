/** Guardrails on roles on every endpoint: written, read back in one listing with all other policies, changed, and gone. */

import {
  CreatePolicyCommand,
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  PutRolePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { toAwsError } from "../../src/aws/retry.ts";
import { iamRolePolicy } from "../../src/kinds/iam-role-policy/kind.ts";
import type { IamRolePolicy } from "../../src/kinds/iam-role-policy/spec.ts";
import type { Outcome, ReadContext } from "../../src/kinds/kind.ts";
import { readRoles } from "../../src/reconciler/read/roles.ts";
import { changeOf, outcomesOf } from "../kinds/changes.ts";
import { endpoints } from "./endpoints.ts";
import type { Endpoint } from "./endpoints.ts";

const role = `lakegrade-contract-${Date.now().toString(36)}`;
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" },
});
const managed = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "athena:*", Resource: "*" } });

const names = (...list: string[]) => ({ negated: false, names: list });
/** With everything that a document may be written back differently by: order, one for a list, characters that are escaped in a URL. */
const guardrail: IamRolePolicy = iamRolePolicy.normalize({
  role,
  policy: "lakegrade-contract",
  statements: [
    {
      sid: "LakegradecontractB",
      effect: "Deny",
      action: names("s3:GetObject*", "kms:Decrypt"),
      resource: names("arn:aws:s3:::a+b/*"),
      conditions: [],
    },
    {
      sid: "LakegradecontractA",
      effect: "Allow",
      action: names("lakeformation:GetDataAccess"),
      resource: names("*"),
      conditions: [{ operator: "StringEquals", key: "aws:RequestedRegion", values: ["ap-northeast-2", "us-east-1"] }],
    },
  ],
});

/** Errors as the product's own clients throw them. */
function send<Output>(operation: string, call: () => Promise<Output>): Promise<Output> {
  return call().catch((error: unknown) => {
    throw toAwsError("IAM", operation, error);
  });
}

describe.each(endpoints)("$name", ({ open, disposable }) => {
  let endpoint: Endpoint;
  let ports: Ports;
  let account = "";
  let policy = "";

  beforeAll(async () => {
    endpoint = await open();
    const { iam, sts } = endpoint.clients;
    account = (await sts.send(new GetCallerIdentityCommand({}))).Account ?? "";
    // The operations of the port over the endpoint's own client.
    ports = {
      iam: {
        getAccountAuthorizationDetails: (input: object) =>
          send("GetAccountAuthorizationDetails", () => iam.send(new GetAccountAuthorizationDetailsCommand(input))),
        putRolePolicy: (input: ConstructorParameters<typeof PutRolePolicyCommand>[0]) =>
          send("PutRolePolicy", () => iam.send(new PutRolePolicyCommand(input))),
        deleteRolePolicy: (input: ConstructorParameters<typeof DeleteRolePolicyCommand>[0]) =>
          send("DeleteRolePolicy", () => iam.send(new DeleteRolePolicyCommand(input))),
      },
    } as unknown as Ports;
    await iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trust }));
    policy = (await iam.send(new CreatePolicyCommand({ PolicyName: role, PolicyDocument: managed }))).Policy?.Arn ?? "";
    await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policy }));
  }, 60_000);

  afterAll(async () => {
    if (!disposable) await cleanUp();
    await endpoint.close();
  });

  async function cleanUp(): Promise<void> {
    const { iam } = endpoint.clients;
    await iam.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn: policy }));
    await iam.send(new DeletePolicyCommand({ PolicyArn: policy }));
    await iam.send(new DeleteRoleCommand({ RoleName: role }));
  }

  function apply(before: IamRolePolicy | null, after: IamRolePolicy | null): Promise<readonly Outcome[]> {
    return outcomesOf(iamRolePolicy, { ports, account }, [changeOf(iamRolePolicy, before, after)]);
  }

  async function live(): Promise<readonly IamRolePolicy[]> {
    const { roles } = await readRoles(ports);
    const { specs, unread } = await iamRolePolicy.read({ roles } as unknown as ReadContext);
    expect(unread).toEqual([]);
    return specs.filter((spec) => spec.role === role).map(iamRolePolicy.normalize);
  }

  const done = [{ address: iamRolePolicy.address(guardrail), status: "done" }];

  test("a guardrail is read back as it was written, changed, and deleted; deleting it again is no failure", async () => {
    expect(await apply(null, guardrail)).toEqual(done);
    expect(await live()).toEqual([guardrail]);
    const changed = { ...guardrail, statements: guardrail.statements.slice(0, 1) };
    expect(await apply(guardrail, changed)).toEqual(done);
    expect(await live()).toEqual([changed]);
    expect(await apply(changed, null)).toEqual(done);
    expect(await live()).toEqual([]);
    expect(await apply(changed, null)).toEqual(done);
  });

  test("a role shows its trust and its managed policies, whose documents come in the same listing", async () => {
    const { roles, managedPolicies } = await readRoles(ports);
    const found = roles.find(({ name }) => name === role);
    expect(JSON.parse(found?.policies?.trust ?? "")).toEqual(JSON.parse(trust));
    expect(found?.policies?.attached).toEqual([policy]);
    const document = managedPolicies.find(({ arn }) => arn === policy)?.document;
    expect(JSON.parse(document ?? "")).toEqual(JSON.parse(managed));
  });
});
