/** The decision of IAM over one request: allowed, denied, and because of which statements. */

import { combineLayers } from "./combine-layers.ts";
import type { Reason, ResourceAccess } from "./combine-layers.ts";
import { emptyLayer, evaluateLayer } from "./evaluate-layer.ts";
import type { LayerMatch, NotUnderstood } from "./evaluate-layer.ts";
import { grantNaming } from "./key-grant.ts";
import type { KeyGrant } from "./key-grant.ts";
import type { StatementScope } from "./match-statement.ts";
import { codePoints } from "./pattern.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { requestContext } from "./request-context.ts";
import type { AccessRequest, RequestPrincipal } from "./request.ts";

export type { Reason } from "./combine-layers.ts";
export type { NotUnderstood, PolicyLayer } from "./evaluate-layer.ts";

/** Everything that may bear on a request. What is absent does not exist; what could not be read must not be passed off as absent. */
export interface ApplicablePolicies {
  /** Managed and inline policies of the principal, and of a user's groups. */
  readonly identity: readonly PolicyDocument[];
  /** The permissions boundary. */
  readonly boundary?: PolicyDocument;
  /** Session policies; an empty list is none. */
  readonly session?: readonly PolicyDocument[];
  /** The policy of the bucket, key or role (its trust policy). */
  readonly resource?: PolicyDocument;
  /** Service control policies of the principal's account: one list a level, root first. Leave them out for the management account. */
  readonly scps?: readonly (readonly PolicyDocument[])[];
  /** Resource control policies of the resource's account: one list a level. */
  readonly rcps?: readonly (readonly PolicyDocument[])[];
  /** Grants of the KMS key that is the resource. */
  readonly keyGrants?: readonly KeyGrant[];
}

export interface Decision {
  readonly result: "allowed" | "implicitDeny" | "explicitDeny";
  readonly because: readonly Reason[];
  /** Not empty: statements counted against the request because something of them is not understood. */
  readonly unknown: readonly NotUnderstood[];
}

/**
 * Decides a request. Never throws on what policies say. Not evaluated: access control lists, policies of access points and VPC endpoints,
 * Block Public Access. Sources: IAM User Guide, reference_policies_evaluation-logic and its pages on single accounts, on requests across
 * accounts and on explicit and implicit denies; KMS Developer Guide, control-access.
 */
export function decide(request: AccessRequest, policies: ApplicablePolicies): Decision {
  const { principal } = request;
  if (isFree(request)) return { result: "allowed", because: [{ type: "free" }], unknown: [] };
  const context = requestContext(request);
  const holder = holdsPolicies(principal);
  const boundaries = holder && policies.boundary !== undefined ? [policies.boundary] : [];
  const own: StatementScope = {
    request,
    context,
    action: codePoints(request.action.toLowerCase()),
    resource: codePoints(request.resource),
    namesPrincipals: false,
    hasBoundary: false,
  };
  const shared: StatementScope = { ...own, namesPrincipals: true, hasBoundary: boundaries.length > 0 };
  const sessions = holder ? (policies.session ?? []) : [];
  const layers = {
    identity: holder ? evaluateLayer("identity", policies.identity, own) : emptyLayer,
    boundary: boundaries.length > 0 ? evaluateLayer("boundary", boundaries, own) : undefined,
    // A session of GetFederationToken without policy has none of its user's permissions. Source: STS API Reference, GetFederationToken.
    session: sessions.length > 0 || principal.kind === "federated-user" ? evaluateLayer("session", sessions, own) : undefined,
    resource: resourceLayer(policies.resource, shared),
    scps: isUnderScps(principal) ? levels("scp", policies.scps ?? [], own) : [],
  };
  // Of RCPs only what they deny matters: RCPFullAWSAccess, which allows everything, cannot be detached.
  const rcps = isServiceLinked(principal) ? [] : levels("rcp", policies.rcps ?? [], shared);
  const all = [layers.identity, layers.boundary, layers.session, layers.resource, ...layers.scps, ...rcps].filter(
    (layer) => layer !== undefined,
  );
  const unknown = all.flatMap((layer) => layer.unknown);
  const denies = all.flatMap((layer) => layer.denies);
  if (denies.length > 0) return { result: "explicitDeny", because: denies.map((statement) => ({ type: "denies", statement })), unknown };
  const grants = (policies.keyGrants ?? []).flatMap((grant): ResourceAccess[] => {
    const naming = grantNaming(grant, request, context);
    return naming === undefined ? [] : [{ naming, reason: { type: "grant", id: grant.id } }];
  });
  const because = combineLayers(request, layers, grants);
  return { result: because.some(({ type }) => type === "not-allowed") ? "implicitDeny" : "allowed", because, unknown };
}

/** Nothing is needed for it and no deny stops it. Source: STS API Reference, GetCallerIdentity. */
function isFree({ action, principal }: AccessRequest): boolean {
  return action.toLowerCase() === "sts:getcalleridentity" && principal.kind !== "anonymous" && principal.kind !== "federated";
}

/** Users and roles, and sessions of them: only these have policies of their own. */
function holdsPolicies({ kind }: RequestPrincipal): boolean {
  return kind === "user" || kind === "role" || kind === "role-session" || kind === "federated-user";
}

/** Service control policies leave out service-linked roles, and callers without account. Source: Organizations User Guide, orgs_manage_policies_scps. */
function isUnderScps(principal: RequestPrincipal): boolean {
  return (holdsPolicies(principal) || principal.kind === "root") && !isServiceLinked(principal);
}

/** Source: IAM User Guide, using-service-linked-roles: their path is `/aws-service-role/`. */
function isServiceLinked(principal: RequestPrincipal): boolean {
  const role = principal.kind === "role-session" ? principal.role : principal.kind === "role" ? principal.arn : "";
  return /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\//.test(role);
}

function levels(layer: "scp" | "rcp", policies: readonly (readonly PolicyDocument[])[], scope: StatementScope): LayerMatch[] {
  let offset = 0;
  return policies.map((level) => {
    const match = evaluateLayer(layer, level, scope, offset);
    offset += level.length;
    return match;
  });
}

/** What no bucket policy can take from the root user of the bucket's account. Source: S3 API Reference, PutBucketPolicy. */
const rootKeeps = new Set(["s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"]);

function resourceLayer(policy: PolicyDocument | undefined, scope: StatementScope): LayerMatch {
  if (policy === undefined) return emptyLayer;
  const { principal, action, resourceAccount } = scope.request;
  const keeps = principal.kind === "root" && principal.account === resourceAccount && rootKeeps.has(action.toLowerCase());
  return keeps ? emptyLayer : evaluateLayer("resource", [policy], scope);
}
