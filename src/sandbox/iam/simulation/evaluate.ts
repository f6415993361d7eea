/** Simulated decisions: one action on one resource, and one action on all of them. */

import type { PolicyEvaluationDecisionType, ResourceSpecificResult } from "@aws-sdk/client-iam";

import { decide } from "../../../model/iam/decision.ts";
import type { ApplicablePolicies, Decision, PolicyLayer } from "../../../model/iam/decision.ts";
import type { PolicyDocument } from "../../../model/iam/policy-document.ts";
import type { AccessRequest } from "../../../model/iam/request.ts";
import { ServiceError } from "../../service-error.ts";
import { missingKeys } from "./missing-keys.ts";
import { statementPositions } from "./positions.ts";
import type { StatementPosition } from "./positions.ts";
import { aggregateName, canBeOn } from "./resources.ts";
import type { SimulatedPolicy, Simulation } from "./simulation.ts";

/** The types the simulator names are others than the API model's: users of the API see these. */
interface MatchedStatement extends Partial<StatementPosition> {
  readonly SourcePolicyId: string;
  readonly SourcePolicyType: "IAM Policy" | "Resource Policy" | "Permissions Boundary Policy";
}

interface Outcome {
  readonly result: PolicyEvaluationDecisionType;
  readonly matched: readonly MatchedStatement[];
  readonly missing: readonly string[];
  /** By layer; only when the resource is another account's. */
  readonly details: Readonly<Record<string, PolicyEvaluationDecisionType>>;
  readonly boundary: boolean | undefined;
  readonly organization: boolean | undefined;
}

const severity: readonly PolicyEvaluationDecisionType[] = ["allowed", "implicitDeny", "explicitDeny"];

/** One result an action; the resources of a request that names any are told apart within it. Source: IAM API Reference, EvaluationResult. */
export function evaluate(simulation: Simulation, action: string) {
  const { resources } = simulation;
  const outcomes = resources.map((resource) => ({ resource, outcome: outcomeOf(simulation, action, resource) }));
  const all = outcomes.map(({ outcome }) => outcome);
  const result = strictest(all.map((outcome) => outcome.result));
  const isNamed = resources.some((resource) => resource !== "*");
  const boundary = everyKnown(all.map((outcome) => outcome.boundary));
  const organization = everyKnown(all.map((outcome) => outcome.organization));
  return {
    EvalActionName: action,
    EvalResourceName: aggregateName(action, resources),
    EvalDecision: result,
    MatchedStatements: distinct(all.filter((outcome) => outcome.result === result).flatMap(({ matched }) => matched)),
    MissingContextValues: [...new Set(all.flatMap(({ missing }) => missing))],
    ...(organization !== undefined && { OrganizationsDecisionDetail: { AllowedByOrganizations: organization } }),
    ...boundaryDetail(boundary),
    ...(isNamed && {
      EvalDecisionDetails: mergeDetails(all.map(({ details }) => details)),
      ResourceSpecificResults: outcomes.map(({ resource, outcome }) => showResource(resource, outcome)),
    }),
  };
}

function showResource(resource: string, { result, matched, missing, details, boundary }: Outcome) {
  return {
    EvalResourceName: resource,
    EvalResourceDecision: result,
    ...(matched.length > 0 && { MatchedStatements: matched }),
    ...(missing.length > 0 && { MissingContextValues: missing }),
    ...(Object.keys(details).length > 0 && { EvalDecisionDetails: details }),
    ...boundaryDetail(boundary),
  };
}

function boundaryDetail(allowed: boolean | undefined): Pick<ResourceSpecificResult, "PermissionsBoundaryDecisionDetail"> {
  return allowed === undefined ? {} : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowed } };
}

function outcomeOf(simulation: Simulation, action: string, resource: string): Outcome {
  const { identity, boundary, resource: policy, scps } = simulation;
  const organization = scps.length === 0 ? undefined : ask(simulation, action, resource, { identity: [everything], scps }).result;
  const denied = organization !== undefined && organization !== "allowed";
  const base = {
    organization: organization === undefined ? undefined : !denied,
    boundary: undefined,
    details: {},
    matched: [],
    missing: [],
  };
  if (denied) return { ...base, result: organization };
  const policies: ApplicablePolicies = {
    identity: identity.map(({ document }) => document),
    ...(boundary !== undefined && { boundary: boundary.document }),
    ...(policy !== undefined && { resource: policy.document }),
  };
  const decision = ask(simulation, action, resource, policies);
  const { result } = decision;
  return {
    ...base,
    result,
    matched: matchedStatements(simulation, decision),
    missing: result === "implicitDeny" ? missingKeys([...identity, boundary, policy], simulation.given) : [],
    boundary: boundary && ask(simulation, action, resource, { identity: [everything], boundary: boundary.document }).result === "allowed",
    details: detailsOf(simulation, action, resource),
  };
}

const everything: PolicyDocument = {
  version: "2012-10-17",
  statements: [{ effect: "Allow", action: { negated: false, names: ["*"] }, resource: { negated: false, names: ["*"] }, conditions: [] }],
};

/** Stands in for the policy of a resource when none is simulated: it leaves the decision to the caller's policies. */
function delegating({ principal }: Simulation): PolicyDocument {
  const [all] = everything.statements;
  const principals = { negated: false, byType: { AWS: [principal.account ?? ""] } };
  return { ...everything, statements: all === undefined ? [] : [{ ...all, principal: principals }] };
}

/**
 * Without the policy of a resource the caller's policies alone decide, whoever owns the resource.
 * @throws ServiceError PolicyEvaluation where what is not understood decides
 */
function ask(simulation: Simulation, action: string, resource: string, policies: ApplicablePolicies): Decision {
  if (!canBeOn(action, resource)) return { result: "implicitDeny", because: [], unknown: [] };
  const { principal, owner, context } = simulation;
  const own = policies.resource === undefined;
  const resourceAccount = own ? (principal.account ?? owner) : (ownerOf(resource) ?? owner);
  const request: AccessRequest = { principal, action, resource, resourceAccount, context, hypothetical: true };
  const decision = decide(request, own ? { ...policies, resource: delegating(simulation) } : policies);
  const [unclear] = decision.unknown;
  if (unclear === undefined || decision.result === "allowed") return decision;
  throw new ServiceError("PolicyEvaluation", `the lakegrade sandbox does not evaluate ${unclear.what}`, 500);
}

function ownerOf(arn: string): string | undefined {
  const account = arn.split(":")[4] ?? "";
  return account === "" ? undefined : account;
}

/** Where something is denied explicitly only what denies it, else only what allows it. Source: IAM API Reference, EvaluationResult. */
function matchedStatements({ identity, boundary, resource }: Simulation, { because }: Decision): readonly MatchedStatement[] {
  const sources: Partial<Record<PolicyLayer, readonly SimulatedPolicy[]>> = {
    identity,
    ...(boundary !== undefined && { boundary: [boundary] }),
    ...(resource !== undefined && { resource: [resource] }),
  };
  return because.flatMap((reason) => {
    if (reason.type !== "denies" && reason.type !== "allows") return [];
    const { layer, policy, statement } = reason.statement;
    const source = sources[layer]?.[policy];
    // What a boundary allows is no permission.
    if (source === undefined || (layer === "boundary" && reason.type === "allows")) return [];
    return [{ SourcePolicyId: source.id, SourcePolicyType: typeOf(layer), ...statementPositions(source.text)[statement] }];
  });
}

function typeOf(layer: PolicyLayer): MatchedStatement["SourcePolicyType"] {
  return layer === "boundary" ? "Permissions Boundary Policy" : layer === "resource" ? "Resource Policy" : "IAM Policy";
}

/** What each kind of policy says of a resource of another account; nothing for resources of the caller's own. */
function detailsOf(simulation: Simulation, action: string, resource: string): Outcome["details"] {
  const { identity, boundary, resource: policy, principal, owner } = simulation;
  if (policy === undefined || (ownerOf(resource) ?? owner) === principal.account) return {};
  const alone = (policies: ApplicablePolicies): PolicyEvaluationDecisionType => ask(simulation, action, resource, policies).result;
  return {
    "IAM Policy": alone({ identity: identity.map(({ document }) => document) }),
    "Resource Policy": alone({ identity: [everything], resource: policy.document }),
    ...(boundary && { "Permissions Boundary Policy": alone({ identity: [everything], boundary: boundary.document }) }),
  };
}

function mergeDetails(all: readonly Outcome["details"][]): Outcome["details"] {
  const merged = new Map<string, PolicyEvaluationDecisionType>();
  for (const [type, result] of all.flatMap((details) => Object.entries(details))) {
    merged.set(type, strictest([merged.get(type) ?? "allowed", result]));
  }
  return Object.fromEntries(merged);
}

function strictest(results: readonly PolicyEvaluationDecisionType[]): PolicyEvaluationDecisionType {
  return severity.findLast((each) => results.includes(each)) ?? "implicitDeny";
}

function everyKnown(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(undefined) ? undefined : !values.includes(false);
}

function distinct(statements: readonly MatchedStatement[]): readonly MatchedStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
