/** The policy simulator for tests: statements, the policies made of them, and the answers over given policies. */

import { SimulateCustomPolicyCommand } from "@aws-sdk/client-iam";
import type { EvaluationResult, SimulateCustomPolicyCommandInput } from "@aws-sdk/client-iam";

import { policyOf } from "../policy-document.ts";
import { account, clientsOf, testSandbox } from "./clients.ts";

export type Custom = Partial<SimulateCustomPolicyCommandInput>;

export const a = "arn:aws:s3:::claims/a";
export const b = "arn:aws:s3:::claims/b";
export const caller = `arn:aws:iam::${account}:user/mina`;
export const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
export const deny = { ...read, Effect: "Deny" };
export const write = { ...read, Action: "s3:PutObject" };
/** Names its principal, so it is for resource policies. */
export const shared = { Effect: "Allow", Principal: { AWS: caller }, Action: "s3:GetObject", Resource: "arn:aws:s3:::claims/*" };

/** The answer for reading objects, which is allowed unless `input` says otherwise. */
export async function simulate(input: Custom): Promise<EvaluationResult | undefined> {
  const { iam } = clientsOf(testSandbox());
  const command = new SimulateCustomPolicyCommand({ PolicyInputList: [policyOf(read)], ActionNames: ["s3:GetObject"], ...input });
  return (await iam.send(command)).EvaluationResults?.[0];
}
