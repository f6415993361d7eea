/** The policy simulator: decisions without a request, over given policies or over those of a role or user. */

import type { SimulateCustomPolicyRequest, SimulatePrincipalPolicyRequest } from "@aws-sdk/client-iam";

import type { Call } from "../../call.ts";
import { honourOnly } from "../../not-implemented.ts";
import { pageOf } from "../../page.ts";
import type { ServiceError } from "../../service-error.ts";
import { invalidInput, noSuchEntity } from "../error.ts";
import { findPolicy } from "../managed-policies.ts";
import { findRole } from "../roles.ts";
import { findUser } from "../users.ts";
import { evaluate } from "./evaluate.ts";
import { readSimulation } from "./simulation.ts";
import type { PolicySource, Sources } from "./simulation.ts";

const honoured = [
  "PolicyInputList",
  "PermissionsBoundaryPolicyInputList",
  "ActionNames",
  "ResourceArns",
  "ResourcePolicy",
  "ResourceOwner",
  "CallerArn",
  "ContextEntries",
  "MaxItems",
  "Marker",
];

export function simulateCustomPolicy(call: Call, input: SimulateCustomPolicyRequest): object {
  honourOnly("SimulateCustomPolicy", input, [...honoured, "OrderedOrganizationPolicyInputList"]);
  return simulate(call, input, { identity: additional(input), boundary: givenBoundary(input) });
}

/** The identity's own policies, and what is given besides; a given boundary takes the place of its own. */
export function simulatePrincipalPolicy(call: Call, input: SimulatePrincipalPolicyRequest): object {
  honourOnly("SimulatePrincipalPolicy", input, [...honoured, "PolicySourceArn"]);
  const { PolicySourceArn: arn = "" } = input;
  const own = policiesOf(call, arn);
  const sources = { identity: [...own.identity, ...additional(input)], boundary: givenBoundary(input) ?? own.boundary };
  return simulate(call, { ...input, CallerArn: input.CallerArn ?? arn }, sources);
}

function additional({ PolicyInputList: texts = [] }: Pick<SimulatePrincipalPolicyRequest, "PolicyInputList">): readonly PolicySource[] {
  return texts.map((text, index) => ({ id: `PolicyInputList.${index + 1}`, text }));
}

function givenBoundary({
  PermissionsBoundaryPolicyInputList: texts = [],
}: Pick<SimulatePrincipalPolicyRequest, "PermissionsBoundaryPolicyInputList">): PolicySource | undefined {
  const [text, ...more] = texts;
  if (more.length > 0) throw invalidInput("The list of Permissions Boundary policies cannot exceed 1 items.");
  return text === undefined ? undefined : { id: "PermissionsBoundaryPolicyInputList.1", text };
}

/** @throws ServiceError InvalidInput for what is no role, user or group of the account, NoSuchEntity */
function policiesOf(call: Call, arn: string): Sources {
  const [, account, type, name = ""] = /^arn:[^:]+:iam::(\d{12}):(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (type === undefined) throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  if (account !== call.account.id) {
    throw invalidInput(
      `Invalid Policy Source Arn: caller's account ${call.account.id} does not have access to policies in account ${account}`,
    );
  }
  if (type === "group") throw noSuchEntity(`The group with name ${name}`);
  const identity = type === "role" ? findRole(call, name) : findUser(call, name);
  const attached = [...identity.attached].map((policy) => findPolicy(call, policy));
  const boundary = identity.permissionsBoundary === undefined ? undefined : findPolicy(call, identity.permissionsBoundary);
  return {
    identity: [
      ...[...identity.inline].map(([policy, text]) => ({ id: `${type}_${identity.name}_${policy}`, text })),
      ...attached.map((policy) => ({ id: policy.name, text: policy.document })),
    ],
    boundary: boundary && { id: boundary.name, text: boundary.document },
  };
}

/** Pages are counted in actions. Source: IAM API Reference, EvaluationResult: one result an action. */
function simulate(call: Call, input: SimulateCustomPolicyRequest | SimulatePrincipalPolicyRequest, sources: Sources): object {
  const { ActionNames: actions = [] } = input;
  if (actions.some((action) => !/^[^:]+:/.test(action))) throw invalidInput("The action is invalid since it is missing names");
  const simulation = readSimulation(call, sources, input);
  const request = { size: call.pageSize(input.MaxItems, 1000, 100), token: input.Marker, badToken: badSimulationMarker };
  const keys = actions.map((_action, index) => String(index).padStart(6, "0"));
  const page = pageOf(keys, request, (key) => actions[Number(key)]);
  return {
    EvaluationResults: page.rows.map((action) => evaluate(simulation, action)),
    IsTruncated: page.token !== undefined,
    ...(page.token !== undefined && { Marker: page.token }),
  };
}

function badSimulationMarker(): ServiceError {
  return invalidInput("Invalid marker for pagination.");
}
