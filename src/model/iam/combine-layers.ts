/** How the layers of policies combine once nothing denies: union in one account, intersection across accounts. */

import type { LayerMatch, PolicyLayer, StatementPlace } from "./evaluate-layer.ts";
import type { Naming } from "./match-principal.ts";
import type { AccessRequest } from "./request.ts";

/**
 * Why a decision is what it is: statements that deny or allow, grants, the root user's own right, a call that is free to every identity, or
 * layers that had to allow and do not.
 */
export type Reason =
  | { readonly type: "denies"; readonly statement: StatementPlace }
  | { readonly type: "allows"; readonly statement: StatementPlace }
  | { readonly type: "grant"; readonly id: string }
  | { readonly type: "root"; readonly account: string }
  | { readonly type: "free" }
  | { readonly type: "not-allowed"; readonly layer: PolicyLayer };

/** What allows the caller on the side of the resource, and how it names the caller. */
export interface ResourceAccess {
  readonly naming: Naming;
  readonly reason: Reason;
}

/** The layers that bear on one request; a boundary or session that is undefined does not limit. */
export interface Layers {
  readonly identity: LayerMatch;
  readonly boundary: LayerMatch | undefined;
  readonly session: LayerMatch | undefined;
  readonly resource: LayerMatch;
  /** One a level; each must allow. */
  readonly scps: readonly LayerMatch[];
}

/** The reasons to allow, or the layers that had to allow and do not: then all reasons are of type `not-allowed`. */
export function combineLayers(request: AccessRequest, layers: Layers, granted: readonly ResourceAccess[]): readonly Reason[] {
  if (layers.scps.some((level) => level.allows.length === 0)) return lacking(["scp"]);
  const access = [
    ...layers.resource.allows.map(({ naming, statement }): ResourceAccess => ({ naming, reason: { type: "allows", statement } })),
    ...granted,
  ];
  const { kind, account } = request.principal;
  if (kind === "service" || kind === "federated" || kind === "anonymous") {
    return access.length > 0 ? access.map(({ reason }) => reason) : lacking(["resource"]);
  }
  return account === request.resourceAccount ? inOneAccount(request, layers, access) : acrossAccounts(request, layers, access);
}

/** Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-basics. */
function inOneAccount(request: AccessRequest, layers: Layers, access: readonly ResourceAccess[]): readonly Reason[] {
  const direct = access.filter(({ naming }) => naming === "direct");
  if (direct.length > 0) return direct.map(({ reason }) => reason);
  const limits = limitsOf(layers);
  const limited = access.filter(({ naming }) => naming === "limited");
  const identity = identityReasons(request, layers);
  const delegated = access.length > 0 || !needsResourcePolicy(request);
  const missing: PolicyLayer[] = [
    ...(identity.length === 0 && limited.length === 0 ? (["identity"] as const) : []),
    ...limits.missing,
    ...(delegated ? [] : (["resource"] as const)),
  ];
  if (missing.length > 0) return lacking(missing);
  return [...identity, ...access.map(({ reason }) => reason), ...limits.reasons];
}

/** Both accounts must allow. Source: IAM User Guide, reference_policies_evaluation-logic-cross-account. */
function acrossAccounts(request: AccessRequest, layers: Layers, access: readonly ResourceAccess[]): readonly Reason[] {
  const limits = limitsOf(layers);
  const identity = identityReasons(request, layers);
  const missing: PolicyLayer[] = [
    ...(access.length === 0 ? (["resource"] as const) : []),
    ...(identity.length === 0 ? (["identity"] as const) : []),
    ...limits.missing,
  ];
  return missing.length > 0 ? lacking(missing) : [...identity, ...access.map(({ reason }) => reason), ...limits.reasons];
}

/** What the caller's own account gives: its identity policies, or everything to the root user, who cannot assume roles. */
function identityReasons({ principal, action }: AccessRequest, layers: Layers): readonly Reason[] {
  if (principal.kind !== "root") return allowsOf(layers.identity);
  return action.toLowerCase() === "sts:assumerole" ? [] : [{ type: "root", account: principal.account ?? "" }];
}

function limitsOf({ boundary, session }: Layers): { readonly missing: readonly PolicyLayer[]; readonly reasons: readonly Reason[] } {
  const limits = [
    ["boundary", boundary],
    ["session", session],
  ] as const;
  return {
    missing: limits.flatMap(([layer, match]) => (match !== undefined && match.allows.length === 0 ? [layer] : [])),
    reasons: limits.flatMap(([, match]) => (match === undefined ? [] : allowsOf(match))),
  };
}

function allowsOf(layer: LayerMatch): readonly Reason[] {
  return layer.allows.map(({ statement }) => ({ type: "allows", statement }));
}

function lacking(layers: readonly PolicyLayer[]): readonly Reason[] {
  return layers.map((layer) => ({ type: "not-allowed", layer }));
}

/**
 * Keys and roles to be assumed: identity policies count only where the key policy or trust policy allows the caller or the account.
 * Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow; KMS Developer Guide, key-policies.
 */
function needsResourcePolicy({ action, resource }: AccessRequest): boolean {
  const lower = action.toLowerCase();
  if (lower.startsWith("kms:")) return /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
  return /^sts:(assumerole|tagsession$|setsourceidentity$)/.test(lower) && /^arn:[^:]*:iam:[^:]*:[^:]*:role\//.test(resource);
}
