/** What is simulated: the actions and resources, who asks, and every policy that bears on it, with the name answers give it. */

import type { SimulateCustomPolicyRequest } from "@aws-sdk/client-iam";

import type { PolicyDocument } from "../../../model/iam/policy-document.ts";
import { principalOf } from "../../../model/iam/request.ts";
import type { ContextValue, RequestPrincipal } from "../../../model/iam/request.ts";
import { readPolicy } from "../../authorization/read-policy.ts";
import type { Call } from "../../call.ts";
import { invalidInput } from "../error.ts";
import { readContext } from "./context-entries.ts";
import { requireApplicable } from "./resources.ts";

/** A policy as text, and what `SourcePolicyId` calls it. */
export interface PolicySource {
  readonly id: string;
  readonly text: string;
}

export interface SimulatedPolicy extends PolicySource {
  readonly document: PolicyDocument;
}

export interface Simulation {
  readonly resources: readonly string[];
  readonly principal: RequestPrincipal;
  /** Owner of resources whose ARN names no account. */
  readonly owner: string;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Lower-case keys of the entries the request gave. */
  readonly given: ReadonlySet<string>;
  readonly identity: readonly SimulatedPolicy[];
  readonly boundary: SimulatedPolicy | undefined;
  readonly resource: SimulatedPolicy | undefined;
  /** One list a level. */
  readonly scps: readonly (readonly PolicyDocument[])[];
}

type Request = Omit<SimulateCustomPolicyRequest, "ActionNames" | "PolicyInputList" | "PermissionsBoundaryPolicyInputList">;

/** The policies of one simulation besides the resource's. */
export interface Sources {
  readonly identity: readonly PolicySource[];
  readonly boundary: PolicySource | undefined;
}

/** What the simulator takes as `aws:userid` when no caller is given. Source: seen in its answers. */
const nobody = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

/** @throws ServiceError InvalidInput for what does not fit together or is no policy */
export function readSimulation(call: Call, sources: Sources, request: Request): Simulation {
  const { ResourceArns = [], ResourcePolicy: policy, CallerArn: caller } = request;
  const resources = ResourceArns.length === 0 ? ["*"] : ResourceArns;
  const wrong = resources.find((arn) => arn !== "*" && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s.test(arn));
  if (wrong !== undefined) throw invalidInput(`ResourceNames are not in a valid ARN format: ${wrong}.`);
  const principal = caller === undefined ? undefined : readCaller(caller, policy !== undefined);
  if (policy !== undefined && principal === undefined) throw invalidInput("Invalid caller - Caller cannot be null or empty.");
  const account = principal?.account ?? call.account.id;
  const entries = readContext(request.ContextEntries ?? []);
  const levels = request.OrderedOrganizationPolicyInputList ?? [];
  const resource = policy === undefined ? undefined : read({ id: "ResourcePolicy", text: policy }, "resource", "Resource policy");
  if (resource !== undefined) requireApplicable(resource.document, resources);
  return {
    resources,
    principal: principal ?? { kind: "user", arn: nobody, account },
    owner: readOwner(request.ResourceOwner) ?? account,
    context: { ...defaults(principal, account), ...entries },
    given: new Set(Object.keys(entries)),
    identity: sources.identity.map((source, index) => read(source, "identity", `Policy input list item ${index + 1}`)),
    boundary: sources.boundary === undefined ? undefined : read(sources.boundary, "identity", "Permissions boundary policy"),
    resource,
    scps: levels.map(({ ServiceControlPolicyInputList: texts = [] }, index) => {
      if (texts.length === 0)
        throw invalidInput(`Organization policy at index ${index + 1} must contain at least one service control policy`);
      return texts.map((text) => read({ id: "", text }, "identity", `Organization policy at index ${index + 1}`).document);
    }),
  };
}

function read(source: PolicySource, kind: "identity" | "resource", what: string): SimulatedPolicy {
  return { ...source, document: readPolicy(source.text, kind, (reason) => invalidInput(`${what} has invalid content: ${reason}`)) };
}

/** Users, groups and roles; with a resource policy users alone. Source: IAM API Reference, SimulateCustomPolicy. */
function readCaller(arn: string, withResourcePolicy: boolean): RequestPrincipal {
  const principal = principalOf(arn);
  if (withResourcePolicy && principal?.kind !== "user") throw invalidInput("Invalid caller - Caller must be an IAM user in this context.");
  if (principal?.kind === "user" || principal?.kind === "role") return principal;
  const [, account] = /^arn:[^:]+:iam::(\d{12}):group\/.+$/.exec(arn) ?? [];
  if (account !== undefined) return { kind: "user", arn, account };
  throw invalidInput("Invalid caller - Caller must be an IAM user, role or group in this context.");
}

function readOwner(arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const [, account] = /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn) ?? [];
  if (account === undefined) throw invalidInput(`'${arn}' is not a valid as a Resource Owner.`);
  return account;
}

/** The keys the simulator fills in by itself; entries of the request replace them. Source: seen in its answers. */
function defaults(principal: RequestPrincipal | undefined, account: string): Simulation["context"] {
  return {
    "aws:principalaccount": account,
    "aws:userid": principal?.arn ?? nobody,
    ...(principal !== undefined && { "aws:principalarn": principal.arn }),
    ...(principal?.arn.includes(":user/") === true && { "aws:username": principal.arn.slice(principal.arn.lastIndexOf("/") + 1) }),
  };
}
