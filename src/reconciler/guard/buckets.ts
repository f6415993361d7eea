/** Guards on governed buckets: no wrong key gets in, no writer of Lake Formation is stopped, nobody locks themselves out. */

import { callerOf } from "../../access/bucket-writers.ts";
import { isLost, judge } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { openWaysIn } from "../../access/other-ways-in.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import type { SimulatedBucket, SimulatedWrite, Simulation } from "../../access/simulate-writes.ts";
import { bucketRequest } from "../../access/write-requests.ts";
import type { AccountView } from "../../access/account-view.ts";
import { isRightEncryption } from "../../access/write-shapes.ts";
import { groupBy } from "../../model/batches.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { helpToOneKey, otherKeyAskedFor } from "./one-key.ts";

/** Refusals of a plan whose writes were simulated. `caller`: ARN of who plans, the role of a session. */
export function guardBuckets(simulation: Simulation, caller: string): readonly Diagnostic[] {
  return simulation.buckets.flatMap((simulated) => [
    ...guardKeys(simulated),
    ...guardOtherWaysIn(simulation, simulated),
    ...guardRegistrationRoles(simulation, simulated),
    ...guardCaller(simulation, simulated, caller),
  ]);
}

/** INVARIANT: after a plan nobody but break-glass writes with another key or algorithm; where that cannot be shown, the plan is refused. */
function guardKeys({ bucket, key, writes }: SimulatedBucket): readonly Diagnostic[] {
  const wrong = writes.filter(
    ({ writer, after }) =>
      writer.relation !== "break-glass" &&
      after.result !== "denied" &&
      (after.encryption === undefined || !isRightEncryption(after.encryption, key)),
  );
  const [first] = wrong;
  if (first === undefined) return [];
  const because = first.after.result === "unknown" ? ` (${first.after.why})` : "";
  return [
    report("LG5040", {
      message: `after the plan bucket \`${bucket.name}\` ${first.after.result === "allowed" ? "takes" : "may take"} objects that its key does not encrypt: ${nameOf(first)} writing with ${titles(wrong, first)}${because}${others(wrong)}`,
      help: `name the key of \`${bucket.name}\` by an alias or ARN that exists, and let the policies govern its default encryption; if a statement of the bucket policy cannot be decided, replace it by one that can`,
      range: bucket.origin,
    }),
  ];
}

/** As above, for what changes or makes objects without writing them. */
function guardOtherWaysIn({ after }: Simulation, { bucket, key, writes }: SimulatedBucket): readonly Diagnostic[] {
  const state = after.buckets.get(bucket.name);
  const first = [...new Set(writes.map(({ writer }) => writer))]
    .filter(({ relation }) => relation !== "break-glass")
    .flatMap((writer) => {
      const open = state === undefined ? [] : openWaysIn(after, state, writer.callerIn(after), key);
      return open.length === 0 ? [] : [{ writer, open }];
    })[0];
  if (first === undefined) return [];
  const isCertain = first.open.some(({ verdict }) => verdict.result === "allowed");
  return [
    report("LG5040", {
      message: `after the plan objects of bucket \`${bucket.name}\` ${isCertain ? "get" : "may get"} a key that is not the bucket's: ${nameOf(first)} by ${first.open.map(({ title }) => title).join(", ")}`,
      help: `let the policies govern the bucket policy of \`${bucket.name}\`; if a statement of it cannot be decided, replace it by one that can`,
      range: bucket.origin,
    }),
  ];
}

/**
 * Lake Formation hands the rights of registration roles to everybody who writes to governed tables, so none of them may be stopped: in the way
 * the policies want, what it may write before, or perhaps may, it may write afterwards.
 */
function guardRegistrationRoles({ after }: Simulation, { bucket, key, writes }: SimulatedBucket): readonly Diagnostic[] {
  const isRequired = bucket.writers === "header-required";
  const otherKey = otherKeyAskedFor(after.buckets.get(bucket.name)?.policy?.statements ?? [], key);
  const ofRoles = writes.filter(({ writer }) => writer.relation === "registration role");
  return [...groupBy(ofRoles, ({ writer }) => writer.name).values()].flatMap((ofRole) => {
    const stopped = ofRole.flatMap((write) => {
      if (write.shape.intent !== "default" || write.before.result === "denied") return [];
      const wanted = isRequired
        ? ofRole.find(({ shape }) => shape.intent === "key-arn" && shape.multipart === write.shape.multipart)
        : write;
      // Which headers policies see on the parts of an upload is open; where the header is required on purpose, that alone stops no plan.
      const isOpen = isRequired && write.shape.multipart && wanted?.after.result === "unknown";
      const wasOpen = write.before.result === "unknown" && wanted?.after.result === "unknown";
      return wanted === undefined || wanted.after.result === "allowed" || isOpen || wasOpen
        ? []
        : [{ write: wanted, why: wanted.after.why }];
    });
    const [first] = stopped;
    if (first === undefined) return [];
    return [
      report("LG5041", {
        message: `the plan ${first.write.after.result === "denied" ? "stops" : "may stop"} registration role ${nameOf(first.write)} from writing to bucket \`${bucket.name}\` (${first.write.shape.title}): ${first.why}`,
        help:
          otherKey === undefined
            ? "give the role `kms:GenerateDataKey` and `kms:Decrypt` on the bucket's key, in its own policies and in the key policy, or take the statement of the bucket policy away that stops it"
            : helpToOneKey(otherKey),
        range: bucket.origin,
      }),
    ];
  });
}

/** What somebody needs to undo a mistake in a bucket's configuration. */
export const configurationActions = [
  "s3:GetBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:GetEncryptionConfiguration",
  "s3:PutEncryptionConfiguration",
  "s3:GetBucketPublicAccessBlock",
  "s3:PutBucketPublicAccessBlock",
];

function guardCaller({ before, after }: Simulation, { bucket }: SimulatedBucket, caller: string): readonly Diagnostic[] {
  const may = (view: AccountView, action: string): Verdict["result"] => {
    const who = callerOf(view, caller);
    if (who === undefined) return "unknown";
    return judge(bucketRequest(view, who.principal, bucket.name, action), policiesOf(who, view.buckets.get(bucket.name)?.policy)).result;
  };
  const lost = configurationActions.filter((action) => isLost(may(before, action), may(after, action)));
  if (lost.length === 0) return [];
  return [
    report("LG5042", {
      message: `the plan locks its own caller out of bucket \`${bucket.name}\`: \`${caller}\` would lose ${lost.join(", ")}`,
      help: "name the caller in `Lake.operators` or `Lake.breakGlass`, or plan and apply as one of them",
      range: bucket.origin,
    }),
  ];
}

function nameOf({ writer }: Pick<SimulatedWrite, "writer">): string {
  return writer.name === "*" ? "any role" : `\`${shortPrincipal(writer.name)}\``;
}

function titles(writes: readonly SimulatedWrite[], { writer }: SimulatedWrite): string {
  return writes.flatMap((write) => (write.writer === writer ? [write.shape.title] : [])).join(", ");
}

function others(writes: readonly SimulatedWrite[]): string {
  const more = new Set(writes.map(({ writer }) => writer.name)).size - 1;
  return more === 0 ? "" : `; and ${more} ${more === 1 ? "writer" : "writers"} more`;
}
