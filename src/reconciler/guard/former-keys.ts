/** A guard on keys of buckets that change: guardrails go on denying the old one, unless the policies let it go when nothing shows it any more. */

import { isChangeOf, specsOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import { storedKeys } from "../../model/stored-keys.ts";
import type { DesiredState, LiveState } from "../../model/state.ts";

/**
 * Refusals of a plan, as errors. A key is let go where a guardrail that stays denies it now and no guardrail of the policies names it: all of them
 * name every key of a Bucket, whomever it is denied. Guardrails that go as a whole, and buckets that are no longer governed, let go on purpose.
 */
export function guardFormerKeys(live: LiveState, desired: DesiredState, changes: readonly Change[]): readonly Diagnostic[] {
  const letGo = new Set(changes.flatMap(deniedBefore));
  if (letGo.size === 0) return [];
  for (const name of namedBy(desired)) letGo.delete(name);
  const { keys = [], buckets = [] } = live.facts ?? {};
  return (desired.buckets ?? []).flatMap(({ name, leftOut, origin }) => {
    const facts = buckets.find((bucket) => bucket.name === name);
    if (facts === undefined || leftOut === true) return [];
    const lost = storedKeys(facts, keys, sidPrefix(desired.scope.lake)).filter((key) => letGo.has(key));
    return lost.map((key) =>
      report("LG5060", {
        message: `guardrails would no longer deny \`${key}\`, and objects of bucket \`${name}\` may be encrypted with it`,
        help: `write \`formerKeys: ["${key}"]\` in the Bucket, and take it out in a later plan, when no object is under that key any more`,
        range: origin,
      }),
    );
  });
}

/** What a guardrail denies that stays and is written anew. */
function deniedBefore(change: Change): readonly string[] {
  const isGuardrail = isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy");
  return isGuardrail && change.before !== null && change.after !== null ? resourcesDenied(change.before.statements) : [];
}

function namedBy({ resources, guardrails = [] }: DesiredState): readonly string[] {
  const specs = [...specsOf(resources, "iam-role-policy"), ...specsOf(resources, "permission-set-policy")].map(([, spec]) => spec);
  return [...specs, ...guardrails].flatMap(({ statements }) => resourcesDenied(statements));
}

function resourcesDenied(statements: readonly PolicyStatement[]): readonly string[] {
  return statements.flatMap(({ effect, resource }) => (effect === "Deny" && resource?.negated === false ? resource.names : []));
}
