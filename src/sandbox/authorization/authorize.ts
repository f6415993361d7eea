/** Whether the caller may: the caller's IAM policies and the resource's, put before the policy evaluator. */

import { decide } from "../../model/iam/decision.ts";
import type { Decision, PolicyLayer } from "../../model/iam/decision.ts";
import type { KeyGrant } from "../../model/iam/key-grant.ts";
import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import type { ContextValue } from "../../model/iam/request.ts";
import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { identityOf } from "./identity.ts";
import { showPrincipals } from "./policy-principals.ts";

/** One thing the caller wants to do. */
export interface Wish {
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  /** The account the resource belongs to; the caller's when left out. */
  readonly owner?: string;
  /** The policy of the bucket or key, as it is kept. */
  readonly policy?: PolicyDocument | undefined;
  readonly keyGrants?: readonly KeyGrant[];
  /** Condition keys of the service; the global ones are added. */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/**
 * Why the caller may not, as AWS words it; `undefined` when the caller may.
 * @throws ServiceError NotImplementedException where a policy says what the evaluator does not understand: neither answer would be AWS's
 */
export function refusal(call: Call, wish: Wish): string | undefined {
  const decision = decideWish(call, wish);
  if (decision.result === "allowed") return undefined;
  const [unclear] = decision.unknown;
  if (unclear !== undefined) throw notImplemented(`${unclear.what} in a policy`);
  const on = wish.resource === "*" ? "" : ` on resource: "${wish.resource}"`;
  return `User: ${call.caller.arn} is not authorized to perform: ${wish.action}${on} ${because(decision, wish.action)}`;
}

/** As `refusal`, without the reason. */
export function isAllowed(call: Call, wish: Wish): boolean {
  return refusal(call, wish) === undefined;
}

function decideWish(call: Call, { action, resource, owner = call.account.id, policy, keyGrants, context = {} }: Wish): Decision {
  const { account } = call;
  const { principal, identity, boundary } = identityOf(call);
  const request = { principal, action, resource, resourceAccount: owner, context: { ...globalContext(call), ...context } };
  return decide(request, {
    identity,
    ...(boundary !== undefined && { boundary }),
    ...(policy !== undefined && { resource: showPrincipals(account, policy) }),
    ...(keyGrants !== undefined && { keyGrants }),
  });
}

/** Source: IAM User Guide, reference_policies_condition-keys. The loopback endpoint counts as TLS, as the endpoints of AWS are. */
function globalContext({ account, faults, now }: Call): Readonly<Record<string, ContextValue>> {
  return {
    "aws:SecureTransport": !(faults.insecureTransport?.() ?? false),
    "aws:SourceIp": "127.0.0.1",
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": Math.floor(now.getTime() / 1000),
    "aws:RequestedRegion": account.region,
    "aws:PrincipalIsAWSService": false,
    "aws:ViaAWSService": false,
  };
}

const layers: Readonly<Record<PolicyLayer, string>> = {
  identity: "identity-based policy",
  boundary: "permissions boundary",
  session: "session policy",
  resource: "resource-based policy",
  scp: "service control policy",
  rcp: "resource control policy",
};

/** Source: IAM User Guide, troubleshoot_access-denied. */
function because({ result, because: reasons }: Decision, action: string): string {
  const denial = reasons.find(({ type }) => type === "denies");
  if (result === "explicitDeny" && denial?.type === "denies") return `with an explicit deny in ${article(layers[denial.statement.layer])}`;
  const missing = reasons.find(({ type }) => type === "not-allowed");
  const layer = missing?.type === "not-allowed" ? missing.layer : "identity";
  return `because no ${layers[layer]} allows the ${action} action`;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
