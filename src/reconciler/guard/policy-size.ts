/** A guard on the size of a bucket's policy: S3 has to take it after the plan, and whenever an apply writes it on the way. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatShared } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { prefixOfSid } from "../../model/ours.ts";
import { bucketPolicyQuota } from "../../model/policy-quotas.ts";

type PolicyChange = ChangeOf<"s3-bucket-policy">;

/** A text that is written, with the part of the change that writes it. */
interface Written {
  readonly part: PolicyChange;
  /** Bytes. */
  readonly size: number;
}

const shorter =
  "shorten or merge the statements of others, or name fewer principals in `Bucket.directAccess`: a group's role in place of many";

/**
 * Refusals of a plan, as errors: one at most. `parts`: all that one plan writes into the policy, in the order of the apply. The last is what stays;
 * those before it let both the old and the new through, and are longer.
 */
export function guardPolicySize(
  document: SharedDocument,
  parts: readonly PolicyChange[],
  changes: readonly Change[],
): readonly Diagnostic[] {
  const written = parts.map((part): Written => ({ part, size: sizeOf(document, part) }));
  const last = written.at(-1);
  if (last === undefined) return [];
  if (last.size > bucketPolicyQuota) return [tooLong(document, last)];
  const [longest = last] = written.toSorted((a, b) => b.size - a.size);
  return longest.size > bucketPolicyQuota ? [tooLongOnTheWay(document, written, longest, changes)] : [];
}

function sizeOf(document: SharedDocument, change: PolicyChange): number {
  return Buffer.byteLength(formatShared(document, subjectOf(change).prefix, change.after?.statements ?? []));
}

function tooLong(document: SharedDocument, { part, size }: Written): Diagnostic {
  const [range] = part.origins;
  return report("LG5020", {
    message: `the policy of bucket \`${subjectOf(part).bucket}\` would have ${size} bytes, more than the ${bucketPolicyQuota} that S3 takes: ${holders(document, part, size)}`,
    help: shorter,
    range,
  });
}

/** `written`: all of them, the last is short enough. */
function tooLongOnTheWay(
  document: SharedDocument,
  written: readonly Written[],
  { part, size }: Written,
  changes: readonly Change[],
): Diagnostic {
  const { bucket } = subjectOf(part);
  const early = written.slice(0, -1).map((one) => one.part);
  const [range] = part.origins;
  const reasons = reasonsFor(bucket, early, changes);
  const both = reasons.map(({ lets }) => lets).join(", and ");
  const each = reasons.map(({ what }) => `then ${what}`).join(", ");
  return report("LG5020", {
    message: `the policy of bucket \`${bucket}\` would have ${size} bytes during the apply, more than the ${bucketPolicyQuota} that S3 takes, because it ${both} until the end: ${holders(document, part, size)}; after the apply it would have ${written.at(-1)?.size ?? size}`,
    help: `go in several plans: first all else that changes about the bucket, ${each}; where that is too long as well, make room for ${size - bucketPolicyQuota} bytes until the apply is done: ${shorter}`,
    range,
  });
}

interface Reason {
  /** What the policy does meanwhile. */
  readonly lets: string;
  /** What to leave for a plan of its own. */
  readonly what: string;
}

/** Why there are parts before the last: each comes before what it prepares, a change of default encryption or of locations. */
function reasonsFor(bucket: string, early: readonly PolicyChange[], changes: readonly Change[]): readonly Reason[] {
  const encryption = changes.find((change) => isChangeOf(change, "s3-bucket-encryption") && subjectOf(change).bucket === bucket);
  const isForKey = (part: Change): boolean => encryption !== undefined && part.step < encryption.step;
  return [
    ...(early.some(isForKey) ? [{ lets: "takes the old key and the new one", what: "the key" }] : []),
    ...(early.every(isForKey) ? [] : [{ lets: "spares whom it spared and whom it is to spare", what: "the locations" }]),
  ];
}

/** Who holds how much of a text. */
function holders({ statements }: SharedDocument, change: PolicyChange, size: number): string {
  const { prefix } = subjectOf(change);
  const held = (isTheirs: (sid: string | undefined) => boolean): number =>
    statements.filter(({ statement }) => isTheirs(statement.sid)).reduce((sum, { raw }) => sum + Buffer.byteLength(JSON.stringify(raw)), 0);
  const lakes = held((sid) => prefixOfSid(sid) !== undefined && prefixOfSid(sid) !== prefix);
  const others = held((sid) => prefixOfSid(sid) === undefined);
  return `${size - lakes - others} of this lake, ${lakes} of other lakes, ${others} of others`;
}
