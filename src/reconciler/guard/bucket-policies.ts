/** Guards over bucket policies: what S3 would refuse to take is refused before anything is changed. */

import { isChangeOf, specAt, specsOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import { address as blockAddress } from "../../kinds/s3-public-access-block/spec.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { formatShared, parseShared } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { prefixOfSid } from "../../model/ours.ts";
import type { DesiredState, LiveState } from "../../model/state.ts";
import { guardPolicySize } from "./policy-size.ts";

type PolicyChange = ChangeOf<"s3-bucket-policy">;

/** Refusals of a plan, as errors. */
export function guardBucketPolicies(live: LiveState, desired: DesiredState, changes: readonly Change[]): readonly Diagnostic[] {
  const buckets = new Map(live.facts?.buckets.map((bucket) => [bucket.name, bucket]));
  const unknown = specsOf(desired.resources, "s3-bucket-policy").flatMap(([address, { bucket }]) => {
    const facts = buckets.get(bucket);
    if (facts !== undefined && !("problems" in parseShared(facts.policy ?? ""))) return [];
    const [range] = desired.resources.get(address)?.origins ?? [];
    const help = "name a bucket of the lake's account and Region that is there, and let the caller read its policy";
    return [report("LG5022", { message: `nothing is known of the policy of bucket \`${bucket}\``, help, range })];
  });
  const parts = groupBy(
    changes.filter((change) => isChangeOf(change, "s3-bucket-policy")),
    ({ address }) => address,
  );
  const refused = [...parts.values()].flatMap((ofOne) => {
    // What is refused on account of others is refused of all parts alike.
    const change = ofOne.at(-1);
    if (change === undefined) return [];
    const document = parseShared(buckets.get(subjectOf(change).bucket)?.policy ?? "");
    if ("problems" in document) return [];
    const others = refusalsForOthers(change, document, blocksPublicPolicies(live, desired, change));
    return [...guardPolicySize(document, ofOne, changes), ...others];
  });
  return [...unknown, ...refused];
}

/** `change`: the last part, with what stays. */
function refusalsForOthers(change: PolicyChange, document: SharedDocument, isBlocking: boolean): readonly Diagnostic[] {
  const { prefix } = subjectOf(change);
  // Nothing of it is left: the policy is deleted, and S3 looks at nothing.
  if (formatShared(document, prefix, change.after?.statements ?? []) === "") return [];
  const others = document.statements.map(({ statement }) => statement).filter(({ sid }) => prefixOfSid(sid) !== prefix);
  return [...dangling(change, others), ...(isBlocking ? everyone(change, others) : [])];
}

/** Is `BlockPublicPolicy` on when the policy is written? */
function blocksPublicPolicies(live: LiveState, desired: DesiredState, change: PolicyChange): boolean {
  const { bucket } = subjectOf(change);
  const address = blockAddress({
    bucket,
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  });
  const block = specAt(desired.resources, address, "s3-public-access-block") ?? specAt(live.resources, address, "s3-public-access-block");
  return block?.blockPublicPolicy === true;
}

/** Principals that are gone are kept in a policy by their ids, but S3 takes no policy that names them: `Invalid principal in policy`. */
function dangling(change: PolicyChange, others: readonly PolicyStatement[]): readonly Diagnostic[] {
  const names = others.flatMap((statement, index) =>
    (statement.principal?.byType.AWS ?? []).filter(isDanglingPrincipal).map((name) => `\`${name}\` in ${nameOf(statement, index)}`),
  );
  if (names.length === 0) return [];
  const { bucket } = subjectOf(change);
  const [range] = change.origins;
  return [
    report("LG5021", {
      message: `the policy of bucket \`${bucket}\` names principals that no longer exist, so S3 takes no change of it: ${names.join(", ")}`,
      help: "have the owner of these statements take the ids out, then plan again",
      range,
    }),
  ];
}

/** Only where it is beyond doubt: an Allow to everyone under no condition. Source: S3 User Guide, access-control-block-public-access. */
function everyone(change: PolicyChange, others: readonly PolicyStatement[]): readonly Diagnostic[] {
  const names = others.flatMap((statement, index) => (isPublic(statement) ? [nameOf(statement, index)] : []));
  if (names.length === 0) return [];
  const { bucket } = subjectOf(change);
  const [range] = change.origins;
  return [
    report("LG5023", {
      message: `the policy of bucket \`${bucket}\` opens it to everyone, so S3 takes no change of it while public policies are blocked: ${names.join(", ")}`,
      help: "take these statements away, or add a condition that holds them to fixed values, then plan again",
      range,
    }),
  ];
}

function isPublic({ effect, principal, conditions, notUnderstood }: PolicyStatement): boolean {
  const isEveryone = principal?.negated === true || principal?.byType.AWS?.includes("*") === true;
  return effect === "Allow" && isEveryone && conditions.length === 0 && notUnderstood === undefined;
}

/** `index`: among the statements of others, the first is 0. */
function nameOf({ sid }: PolicyStatement, index: number): string {
  return sid === undefined ? `statement ${index + 1} of others` : `statement \`${sid}\``;
}
