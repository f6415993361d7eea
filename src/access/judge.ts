/** Deciding a request without taking what is not understood for an answer: allowed, denied, or unknown. */

import { decide } from "../model/iam/decision.ts";
import type { ApplicablePolicies, Decision, NotUnderstood, PolicyLayer } from "../model/iam/decision.ts";
import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import type { AccessRequest } from "../model/iam/request.ts";
import { markUndetermined } from "./determined.ts";
import { everything } from "./policy-reader.ts";

/** `why` is a phrase for people: the statement that denies, the right that is missing, or what is not understood. */
export type Verdict =
  | { readonly result: "allowed" }
  | { readonly result: "denied"; readonly why: string }
  | { readonly result: "unknown"; readonly why: string };

/** Does somebody lose what they may do, or perhaps may? What was open and stays open is not lost. */
export function isLost(before: Verdict["result"], after: Verdict["result"]): boolean {
  return (before === "allowed" && after !== "allowed") || (before === "unknown" && after === "denied");
}

/** The policies that a simulation knows; service control policies and session policies are not read and can only take away. */
export type Policies = Pick<ApplicablePolicies, "identity" | "boundary" | "resource" | "keyGrants">;

/**
 * Decides twice where something is not understood: once as if all of it spoke against the request, once as if all of it spoke for it. Only
 * what both say is an answer.
 */
export function judge(request: AccessRequest, given: Policies): Verdict {
  const policies: Policies = {
    ...given,
    identity: given.identity.map(markUndetermined),
    ...(given.boundary === undefined ? {} : { boundary: markUndetermined(given.boundary) }),
    ...(given.resource === undefined ? {} : { resource: markUndetermined(given.resource) }),
  };
  const strict = decide(request, policies);
  if (strict.result === "allowed") return { result: "allowed" };
  const [open] = strict.unknown;
  if (open === undefined) return { result: "denied", why: reasonOf(strict, request.action) };
  const lenient = decide(request, inFavour(policies, strict.unknown));
  return lenient.result === "allowed"
    ? { result: "unknown", why: `${open.what.replace(/^element /, "")} in ${placeOf(open.statement, request.action)}` }
    : { result: "denied", why: reasonOf(lenient, request.action) };
}

/** The policies with each statement that is not understood read in favour of the request: a Deny is gone, an Allow applies. */
function inFavour(policies: Policies, unknown: readonly NotUnderstood[]): Policies {
  const open = new Set(unknown.map(({ statement: { layer, policy, statement } }) => `${layer} ${policy} ${statement}`));
  const read = (layer: PolicyLayer, document: PolicyDocument, policy: number): PolicyDocument => ({
    ...document,
    statements: document.statements.flatMap((statement, index): readonly PolicyStatement[] => {
      if (!open.has(`${layer} ${policy} ${index}`)) return [statement];
      if (statement.effect === "Deny") return [];
      return [{ ...everything("Allow"), ...(layer === "resource" ? { principal: principalOf(statement) } : {}) }];
    }),
  });
  return {
    ...policies,
    identity: policies.identity.map((document, index) => read("identity", document, index)),
    ...(policies.boundary === undefined ? {} : { boundary: read("boundary", policies.boundary, 0) }),
    ...(policies.resource === undefined ? {} : { resource: read("resource", policies.resource, 0) }),
  };
}

/** Who is named decides what an Allow is worth, so it stays, unless it is what was not understood. */
function principalOf({ principal }: PolicyStatement): NonNullable<PolicyStatement["principal"]> {
  const isPlain = principal !== undefined && !principal.negated && principal.byType.CanonicalUser === undefined;
  return isPlain ? principal : { negated: false, byType: { AWS: ["*"] } };
}

const layerNames: Readonly<Record<Exclude<PolicyLayer, "resource">, string>> = {
  identity: "identity policy",
  boundary: "permissions boundary",
  session: "session policy",
  scp: "service control policy",
  rcp: "resource control policy",
};

function nameOf(layer: PolicyLayer, action: string): string {
  return layer === "resource" ? (action.startsWith("kms:") ? "key policy" : "bucket policy") : layerNames[layer];
}

function reasonOf({ because }: Decision, action: string): string {
  const [first] = because;
  if (first?.type === "denies") return `denied by ${placeOf(first.statement, action)}`;
  const missing = because.flatMap((reason) => (reason.type === "not-allowed" ? [nameOf(reason.layer, action)] : []));
  return `no ${[...new Set(missing)].join(" and no ")} allows ${action}`;
}

function placeOf({ layer, statement, sid }: NotUnderstood["statement"], action: string): string {
  return `${sid === undefined ? `statement ${statement + 1}` : `\`${sid}\``} of the ${nameOf(layer, action)}`;
}
