/** A guard on keys of buckets that change: guardrails go on denying the old one, unless the policies let it go when nothing shows it any more. */

import { isChangeOf, specsOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { GovernedBucket } from "../../model/governed-bucket.ts";
import { namesAction } from "../../model/iam/names-action.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import { partitionOf } from "../../model/principal.ts";
import { storedKeys } from "../../model/stored-keys.ts";
import type { DesiredState, LiveState } from "../../model/state.ts";

/** A guardrail that stays and is written anew. */
interface Rewritten {
  /** What no deny of it names any more. */
  readonly letGo: readonly string[];
  /** Keys that it no longer denies decrypting with, though another deny may name them. */
  readonly opened: ReadonlySet<string>;
  /** ARNs of what it denies reading afterwards: buckets and their objects. */
  readonly closed: ReadonlySet<string>;
}

/**
 * Refusals of a plan, as errors. The key of a bucket that the live bucket shows and its Bucket does not name is let go where a guardrail denies it now
 * and none of the policies names it, or where one stops denying it that goes on closing the bucket: another Bucket may name the key, but that
 * one may be open. Guardrails that go as a whole, and buckets that are no longer governed, let go on purpose.
 */
export function guardFormerKeys(live: LiveState, desired: DesiredState, changes: readonly Change[]): readonly Diagnostic[] {
  const rewritten = changes.flatMap(rewrittenBy);
  if (rewritten.length === 0) return [];
  const letGo = new Set(rewritten.flatMap((one) => one.letGo));
  for (const name of namedBy(desired)) letGo.delete(name);
  const { keys = [], buckets = [] } = live.facts ?? {};
  const governed = desired.buckets ?? [];
  return governed.flatMap((bucket) => {
    const { name, leftOut, origin } = bucket;
    const facts = buckets.find((one) => one.name === name);
    if (facts === undefined || leftOut === true) return [];
    const arn = `arn:${partitionOf(live.region)}:s3:::${name}`;
    const isOpened = (key: string): boolean => rewritten.some(({ opened, closed }) => opened.has(key) && closed.has(arn));
    const lost = storedKeys(facts, keys, sidPrefix(desired.scope.lake)).filter(
      (key) => !keysOf(bucket).includes(key) && (letGo.has(key) || isOpened(key)),
    );
    return lost.map((key) => {
      const misplaced = governed.filter((other) => other !== bucket && other.formerKeys?.includes(key) === true);
      const where = misplaced.map((other) => `\`${other.name}\``).join(", ");
      return report("LG5060", {
        message: `guardrails would no longer deny \`${key}\`, and objects of bucket \`${name}\` may be encrypted with it`,
        help: `write \`formerKeys: ["${key}"]\` in the Bucket${where === "" ? "" : ` \`${name}\`, not only in that of ${where}`}, and take it out in a later plan, when no object is under that key any more`,
        range: origin,
      });
    });
  });
}

/** The keys that its document names. */
function keysOf({ key, formerKeys = [] }: GovernedBucket): readonly string[] {
  return [key, ...formerKeys];
}

function rewrittenBy(change: Change): readonly Rewritten[] {
  const isGuardrail = isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy");
  if (!isGuardrail || change.before === null || change.after === null) return [];
  const [before, after] = [change.before.statements, change.after.statements];
  const [denied, decrypting] = [resourcesDenied(after), resourcesDenied(after, "kms:Decrypt")];
  return [
    {
      letGo: resourcesDenied(before).filter((name) => !denied.includes(name)),
      opened: new Set(resourcesDenied(before, "kms:Decrypt").filter((name) => !decrypting.includes(name))),
      closed: new Set(resourcesDenied(after, "s3:GetObject")),
    },
  ];
}

function namedBy({ resources, guardrails = [] }: DesiredState): readonly string[] {
  const specs = [...specsOf(resources, "iam-role-policy"), ...specsOf(resources, "permission-set-policy")].map(([, spec]) => spec);
  return [...specs, ...guardrails].flatMap(({ statements }) => resourcesDenied(statements));
}

/** `action`: of the denies that speak of it alone. */
function resourcesDenied(statements: readonly PolicyStatement[], action?: string): readonly string[] {
  return statements.flatMap((statement) =>
    statement.effect === "Deny" && statement.resource?.negated === false && (action === undefined || namesAction(statement.action, action))
      ? statement.resource.names
      : [],
  );
}
