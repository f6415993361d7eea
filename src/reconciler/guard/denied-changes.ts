/** The changes of a plan that its caller certainly may not make, each in the state of the account at its step. */

import { viewAfter } from "../../access/account-after.ts";
import { viewOf } from "../../access/account-view.ts";
import type { AccountView } from "../../access/account-view.ts";
import { forAnySession } from "../../access/any-session.ts";
import { callerOf } from "../../access/bucket-writers.ts";
import { judge } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import type { Caller } from "../../access/simulate-write.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import type { AccessRequest } from "../../model/iam/request.ts";
import type { PolicyDocument, PolicyStatement } from "../../model/iam/policy-document.ts";
import { isOurSid } from "../../model/ours.ts";
import type { LiveState } from "../../model/state.ts";
import { isJudged, requestOf } from "./caller-requests.ts";
import { isAbout, isGuardrail } from "./guardrail-changes.ts";

export interface DeniedChange {
  readonly change: Change;
  readonly action: string;
  /** What it would be made on, for people. */
  readonly on: string;
  /** A phrase for people. */
  readonly why: string;
  readonly cause: Cause;
}

/**
 * What has to be otherwise: denies of this lake in a bucket's policy; those of others in the policy of the bucket or key; what the caller's own
 * policies allow and deny, and what a key policy leaves to them.
 */
export type Cause =
  | { readonly type: "protection"; readonly denies: PolicyDocument }
  | { readonly type: "resource policy" }
  | { readonly type: "own policies" };

/**
 * What cannot be told for certain is left out: policies that were not read, conditions on what nobody here knows. `changes`: in the order of an
 * apply. `prefix`: of this lake's Sids. `isAsked`: which of them are judged; the others count for the state they leave.
 */
export function deniedChanges(
  live: LiveState,
  changes: readonly Change[],
  prefix: string,
  isAsked: (change: Change) => boolean = isJudged,
): readonly DeniedChange[] {
  if (!changes.some(isAsked)) return [];
  const concerned = changes.filter((change) => isJudged(change) || isGuardrail(change));
  const self = live.roles.find(({ arn }) => arn === live.caller);
  const denied: DeniedChange[] = [];
  let view = viewOf(live);
  for (const ofStep of groupBy(concerned, ({ step }) => step).values()) {
    // Changes of one step are made at once, and the caller's own guardrail may be the first or the last of them.
    const own = self === undefined ? [] : ofStep.filter((change) => isGuardrail(change) && isAbout(change, self));
    const before = momentOf(view, live.caller);
    const moments = own.length === 0 ? [before] : [before, momentOf(viewAfter(view, own), live.caller)];
    for (const change of ofStep.filter(isAsked)) {
      const found = deniedIn(own.includes(change) ? [before] : moments, change, prefix);
      if (found !== undefined) denied.push(found);
    }
    view = viewAfter(view, ofStep);
  }
  return denied;
}

/** The account at one moment of an apply; without the caller where nothing is known of what it may do. */
interface Moment {
  readonly view: AccountView;
  readonly caller: Caller | undefined;
}

function momentOf(view: AccountView, arn: string): Moment {
  const caller = callerOf(view, arn);
  // What a session of GetFederationToken may do is in a policy that nobody can read.
  if (caller === undefined || caller.principal.kind === "federated-user") return { view, caller: undefined };
  const known = (document: PolicyDocument): PolicyDocument => forAnySession(document, caller);
  const { identity, boundary } = caller;
  return { view, caller: { ...caller, identity: identity.map(known), boundary: boundary === undefined ? undefined : known(boundary) } };
}

/** Denied in each of the moments; told as it is in the first. */
function deniedIn(moments: readonly Moment[], change: Change, prefix: string): DeniedChange | undefined {
  let denied: DeniedChange | undefined;
  for (const { view, caller } of moments) {
    const asked = caller === undefined ? undefined : requestOf(view, caller, change);
    if (caller === undefined || asked === undefined) return undefined;
    const { request, on, resource } = asked;
    const verdict = verdictOf(caller, request, resource);
    if (verdict.result !== "denied") return undefined;
    denied ??= { change, action: request.action, on, why: verdict.why, cause: causeOf(caller, request, resource, prefix) };
  }
  return denied;
}

function verdictOf(caller: Caller, request: AccessRequest, resource: PolicyDocument | undefined): Verdict {
  return judge(request, policiesOf(caller, resource === undefined ? undefined : forAnySession(resource, caller)));
}

/** Without which statements would it not be denied? Of this lake's only `DenyConfiguration` denies somebody over TLS to configure a bucket. */
function causeOf(caller: Caller, request: AccessRequest, resource: PolicyDocument | undefined, prefix: string): Cause {
  if (resource === undefined) return { type: "own policies" };
  const isDeniedBy = (statements: readonly PolicyStatement[]): boolean =>
    verdictOf(caller, request, { ...resource, statements }).result === "denied";
  const isOurs = ({ effect, sid }: PolicyStatement): boolean => effect === "Deny" && isOurSid(sid, prefix);
  const others = resource.statements.filter((statement) => !isOurs(statement));
  if (!isDeniedBy(others)) {
    const statements = resource.statements.filter(({ sid }) => sid === `${prefix}DenyConfiguration`);
    return { type: "protection", denies: { ...resource, statements } };
  }
  return { type: isDeniedBy(resource.statements.filter(({ effect }) => effect !== "Deny")) ? "own policies" : "resource policy" };
}
