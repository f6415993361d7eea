/** What the denies that the policies ask for leave of an Allow that others wrote in a bucket's policy. */

import { compileResourcePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import { partitionOf } from "../model/principal.ts";
import { audiencesOf } from "./audience.ts";
import type { Audience } from "./audience.ts";
import type { Estate } from "./control.ts";
import type { Circle } from "./policy-circle.ts";
import { hits, sparedBy, standingDenies } from "./standing-denies.ts";
import type { PatternRequest } from "./standing-denies.ts";
import { whatStopsWrites } from "./service-writes.ts";

/** An action on the bucket or on objects, both as patterns, for some of those whom a statement lets in. */
export interface AllowedPart extends PatternRequest {
  readonly whom: string;
}

export interface AllowEffect {
  /** `unknown` counts as in effect. */
  readonly effect: "denied" | "in effect" | "unknown";
  /** Sids of the policies' own statements that deny it, or parts of it; for what a service writes the policy of the bucket's key, too, in words. */
  readonly deniedBy: readonly string[];
  /** What none of them is known to deny; empty where it is denied. */
  readonly left: readonly AllowedPart[];
  /** Is that all of it? */
  readonly isWhole: boolean;
  /** Why it cannot be told; empty where it can. */
  readonly why: readonly string[];
}

/**
 * The effect once the policies are applied, for the circle that the statement lets in. INVARIANT: denied only where statements of the policies
 * deny every request that it may allow; whom they spare by name in the bucket's own account may go on.
 */
export function effectOf(bucket: string, statement: PolicyStatement, circle: Circle, estate: Estate): AllowEffect {
  const { account, region } = estate.live;
  const denies = standingDenies(estate).get(bucket) ?? [];
  const named = audiencesOf(circle, denies.flatMap(sparedBy), account);
  const audiences = named.filter((audience) => mayInclude(statement, audience, account));
  const requests = requestsOf(statement, `arn:${partitionOf(region)}:s3:::${bucket}`);
  // One service, by its name: what a key's policy says of it says nothing of others.
  const stopsNamed = (whom: string, asks: readonly RequestPrincipal[], allow: PolicyStatement): readonly string[] =>
    asks.flatMap((principal) =>
      principal.kind === "service" && principal.arn === whom ? (whatStopsWrites(bucket, allow, principal, estate) ?? []) : [],
    );
  const parts = audiences.flatMap(({ whom, asks }) =>
    requests.map((request) => {
      const standing = denies.filter((one) => asks.length > 0 && asks.every((principal) => hits(one, principal, request, account)));
      const by = standing.flatMap(({ sid = [] }) => sid);
      const stops = by.length === 0 && isWrite(request) ? stopsNamed(whom, asks, statement) : [];
      return { part: { whom, ...request }, isVague: asks.length === 0, by: [...by, ...stops] };
    }),
  );
  const left = parts.filter(({ by }) => by.length === 0);
  if (parts.length === 0) return { effect: "unknown", deniedBy: [], left: [], isWhole: true, why: ["it fits no request that is known"] };
  const reasons = [
    ...(statement.notUnderstood ?? []).map((element) => `element ${element} is not understood`),
    ...(left.length === 0 ? [] : undecided(statement)),
  ];
  const vague = left.flatMap(({ part, isVague }) => (isVague ? [`nothing says who asks as ${part.whom}`] : []));
  const isUnknown = reasons.length > 0 || (left.length > 0 && vague.length === left.length);
  return {
    effect: isUnknown ? "unknown" : left.length === 0 ? "denied" : "in effect",
    deniedBy: [...new Set(parts.flatMap(({ by }) => by))],
    left: left.map(({ part }) => part),
    isWhole: left.length === parts.length,
    why: isUnknown ? [...new Set([...reasons, ...vague])] : [],
  };
}

function isWrite({ action }: PatternRequest): boolean {
  return action.toLowerCase() === "s3:putobject";
}

/** What of a statement may narrow it to nothing, or to what is denied. */
function undecided({ action, resource, conditions }: PolicyStatement): readonly string[] {
  return [
    ...(conditions.length === 0 ? [] : ["it depends on its conditions"]),
    ...(action.negated ? ["it names by NotAction what it does not allow"] : []),
    ...(resource?.negated === true ? ["it names by NotResource where it does not hold"] : []),
  ];
}

/** What a statement allows at most: with NotAction and NotResource everything. What cannot be asked for is left out. */
function requestsOf({ action, resource }: PolicyStatement, arn: string): readonly PatternRequest[] {
  const everything = [arn, `${arn}/*`];
  const resources = resource === undefined || resource.negated ? everything : resource.names.flatMap((name) => within(name, arn));
  const actions = action.negated ? ["s3:*"] : action.names.map((name) => (name === "*" ? "s3:*" : name));
  return actions.flatMap((name) =>
    [...new Set(resources)].filter((at) => at !== arn || !isAboutObjects(name)).map((at) => ({ action: name, resource: at })),
  );
}

/** The bucket, all of its objects, or what else a name may stand for in its policy. */
function within(name: string, arn: string): readonly string[] {
  if (name === arn) return [arn];
  const pattern = compileResourcePattern([{ text: name, literal: false }]);
  const objects = `${arn}/*`;
  const bucket = matchesPattern(pattern, arn) ? [arn] : [];
  return [...bucket, matchesPattern(pattern, objects) ? objects : name];
}

/** Actions that are asked of objects alone, be they a pattern. Source: Service Authorization Reference, Amazon S3. */
function isAboutObjects(action: string): boolean {
  return /^s3:((Get|Put|Delete|Restore|Replicate)Object[a-z]*\*?|AbortMultipartUpload|ListMultipartUploadParts)$/i.test(action);
}

/**
 * May the conditions of a statement hold for an audience, as far as they follow from who asks? Services are of no organisation, so that a
 * condition on one leaves them out. Source: IAM User Guide, reference_policies_condition-keys, aws:PrincipalOrgID and aws:PrincipalIsAWSService.
 */
function mayInclude({ conditions }: PolicyStatement, { asks }: Audience, account: string): boolean {
  const includes = (principal: RequestPrincipal): boolean => {
    const keys = principal.kind === "service" ? /^aws:Principal(OrgID|OrgPaths|IsAWSService)$/i : /^aws:PrincipalIsAWSService$/i;
    const known = conditions.filter(({ key }) => keys.test(key));
    return hits({ ...denyOfEverything, conditions: known }, principal, { action: "s3:*", resource: "*" }, account, "counts");
  };
  return asks.length === 0 || asks.some(includes);
}

/** Whether it hits says whether conditions hold. */
const denyOfEverything: PolicyStatement = {
  effect: "Deny",
  principal: { negated: false, byType: { AWS: ["*"] } },
  action: { negated: false, names: ["*"] },
  resource: { negated: false, names: ["*"] },
  conditions: [],
};
