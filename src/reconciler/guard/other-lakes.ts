/** A guard on shared buckets: neither the statements nor the guardrails of this lake lock out whom the statements of another lake spare. */

import { viewAfter } from "../../access/account-after.ts";
import { viewOf } from "../../access/account-view.ts";
import type { AccountView } from "../../access/account-view.ts";
import { callerOf } from "../../access/bucket-writers.ts";
import { isLost } from "../../access/judge.ts";
import { sparedPrincipals } from "../../access/spared-principals.ts";
import type { S3BucketPolicy } from "../../kinds/s3-bucket-policy/spec.ts";
import { isChangeOf, specsOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { isOurSid, sidPrefix } from "../../model/ours.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";
import { isOn, writesGuardrail } from "./guardrail-changes.ts";
import type { GuardrailChange } from "./guardrail-changes.ts";
import { helpToOneKey, keyAskedFor } from "./one-key.ts";
import { usesOf } from "./spared-uses.ts";

/** Principals that a message shows. */
const principalsShown = 5;

/** The account before the plan and after it, and what of the plan may lock somebody out. */
interface Plan {
  readonly before: AccountView;
  readonly after: AccountView;
  /** Of this lake's Sids. */
  readonly prefix: string;
  readonly policies: readonly ChangeOf<"s3-bucket-policy">[];
  readonly guardrails: readonly GuardrailChange[];
}

/** What one principal may do today and not after the plan, by what takes it; what either would take alone is in both. */
interface Losses {
  readonly principal: Principal;
  readonly guardrail: GuardrailChange | undefined;
  readonly byPolicy: readonly string[];
  readonly byGuardrail: readonly string[];
}

/**
 * Refusals of a plan, as errors. Each lake's denies spare the principals of that lake alone, and the operators and break-glass principals of
 * another are in its statements only: whom these spare may after the plan what they may before it, under the bucket's policy and their own.
 * `lake`: the name of this one.
 */
export function guardOtherLakes(live: LiveState, changes: readonly Change[], lake: string): readonly Diagnostic[] {
  const policies = changes.filter((change) => isChangeOf(change, "s3-bucket-policy")).filter(({ after }) => after !== null);
  const guardrails = changes.filter(writesGuardrail);
  if (policies.length + guardrails.length === 0) return [];
  const prefix = sidPrefix(lake);
  const theirs = specsOf(live.resources, "s3-bucket-policy").filter(([, spec]) => spec.prefix !== prefix);
  if (theirs.length === 0) return [];
  const before = viewOf(live);
  const plan = { before, after: viewAfter(before, changes), prefix, policies, guardrails };
  return theirs.flatMap(([, spec]) => refusalsOf(plan, spec));
}

function refusalsOf(plan: Plan, theirs: S3BucketPolicy): readonly Diagnostic[] {
  const change = plan.policies.find((one) => subjectOf(one).bucket === theirs.bucket);
  const losses = lossesOf(plan, theirs, change !== undefined);
  const byPolicy = losses.filter((one) => one.byPolicy.length > 0);
  const byGuardrail = losses.filter((one) => one.byGuardrail.length > 0);
  return [
    ...(byPolicy.length === 0 ? [] : [policyRefusal(plan, theirs, byPolicy, change)]),
    ...(byGuardrail.length === 0 ? [] : [guardrailRefusal(theirs, byGuardrail)]),
  ];
}

function lossesOf({ before, after, guardrails }: Plan, { bucket, statements }: S3BucketPolicy, isChanged: boolean): readonly Losses[] {
  const [was, is] = [before.buckets.get(bucket), after.buckets.get(bucket)];
  if (was?.policy === undefined || is === undefined) return [];
  return sparedPrincipals(before, { ...was.policy, statements }).flatMap((principal): readonly Losses[] => {
    const role = before.roles.get(principal);
    const guardrail = role === undefined ? undefined : guardrails.find((one) => isOn(one, role));
    if (!isChanged && guardrail === undefined) return [];
    const [callerWas, callerIs] = [callerOf(before, principal), callerOf(after, principal)];
    if (callerWas === undefined || callerIs === undefined) return [];
    const [byPolicy, byGuardrail] = [new Set<string>(), new Set<string>()];
    for (const { action, judge } of usesOf(before, callerWas, was, keyAskedFor(statements))) {
      const today = judge(callerWas, was.policy);
      if (!isLost(today, judge(callerIs, is.policy))) continue;
      const isByGuardrail = isLost(today, judge(callerIs, was.policy));
      if (isByGuardrail) byGuardrail.add(action);
      if (!isByGuardrail || isLost(today, judge(callerWas, is.policy))) byPolicy.add(action);
    }
    return [{ principal, guardrail, byPolicy: [...byPolicy], byGuardrail: [...byGuardrail] }];
  });
}

function policyRefusal(
  { after, prefix: ours }: Plan,
  { bucket, prefix, statements }: S3BucketPolicy,
  losses: readonly Losses[],
  change: Change | undefined,
): Diagnostic {
  const [range] = change?.origins ?? [];
  const own = (after.buckets.get(bucket)?.policy?.statements ?? []).filter(({ sid }) => isOurSid(sid, ours));
  const [ourKey, theirKey] = [keyAskedFor(own), keyAskedFor(statements)];
  const isKeyOther = ourKey !== undefined && theirKey !== undefined && ourKey !== theirKey;
  // Whoever writes with a key by name is stopped by the other key, whomever the statements spare.
  const isKeyAlone = isKeyOther && losses.every(({ byPolicy }) => byPolicy.every((action) => action === "s3:PutObject"));
  return report("LG5043", {
    message: `the bucket policy of the plan locks principals of another lake, whose statements begin with \`${prefix}\`, out of bucket \`${bucket}\`: ${shown(losses, "byPolicy")}`,
    help: [
      ...(isKeyOther ? [helpToOneKey(theirKey)] : []),
      ...(isKeyAlone
        ? []
        : [
            "name who would lose objects alone in `directAccess` of the `Bucket`, who would lose its configuration in `Lake.operators`, and who would lose s3:UpdateObjectEncryption in `Lake.breakGlass`",
          ]),
      "or let one lake alone govern the bucket",
    ].join("; "),
    range,
  });
}

function guardrailRefusal({ bucket, prefix }: S3BucketPolicy, losses: readonly Losses[]): Diagnostic {
  const places = losses.flatMap(({ principal, guardrail }) => {
    const [place] = guardrail?.origins ?? [];
    return place === undefined ? [] : [{ message: `a group of this lake names \`${shortPrincipal(principal)}\` here`, range: place }];
  });
  const [first, ...others] = places.slice(0, principalsShown);
  return report("LG5043", {
    message: `guardrails of the plan lock principals of another lake, whose statements begin with \`${prefix}\`, out of bucket \`${bucket}\`: ${shown(losses, "byGuardrail")}`,
    help: "take them out of the groups of this lake; or, of who would lose objects alone, name them in `directAccess` of the `Bucket`, which their guardrail then leaves out; or have the other lake no longer spare them and apply that",
    ...(others.length === 0 ? {} : { related: others }),
    range: first?.range,
  });
}

/** Who would lose what, the first few of them. */
function shown(losses: readonly Losses[], by: "byPolicy" | "byGuardrail"): string {
  const more = losses.length - principalsShown;
  const each = losses.slice(0, principalsShown).map((one) => `\`${shortPrincipal(one.principal)}\` would lose ${one[by].join(", ")}`);
  return [...each, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
