/** What one caller loses of reading a bucket's objects: the first object, of those that policies speak of, that is no longer read. */

import type { LostReaders } from "../model/lost-reading.ts";
import type { AccountView, BucketView } from "./account-view.ts";
import { isLost } from "./judge.ts";
import { objectsNamed } from "./possible-writers.ts";
import { readJudge } from "./session-reads.ts";
import type { Caller } from "./simulate-write.ts";
import { bucketArn } from "./write-requests.ts";

/** A bucket in both states of the account. */
export interface ReadBucket {
  readonly before: AccountView;
  readonly after: AccountView;
  readonly was: BucketView;
  readonly is: BucketView;
  /** ARNs of registered locations, also in other buckets. */
  readonly locations: readonly string[];
}

export type Loss = Pick<LostReaders, "before" | "after" | "why" | "objects">;

const objectsAsked = 16;
const anyObject = "simulated";

/** Undefined: what may be read today may be read afterwards, by each session of a role. What is certain is told before what may be. */
export function lossOf(bucket: ReadBucket, before: Caller, after: Caller): Loss | undefined {
  const { was, is } = bucket;
  const there = { ...is, encryption: was.encryption };
  const readBefore = readJudge(bucket.before, before);
  const readAfter = readJudge(bucket.after, after);
  let open: Loss | undefined;
  for (const object of objectsFor(bucket, before)) {
    const today = readBefore(was, object).result;
    if (today === "denied") continue;
    const then = readAfter(is, object);
    if (then.result === "allowed" || !isLost(today, then.result)) continue;
    const isOfNew = was.encryption !== is.encryption && !isLost(today, readAfter(there, object).result);
    const loss = { before: today, after: then.result, why: then.why, objects: isOfNew ? ("new" as const) : ("all" as const) };
    if (today === "allowed" && then.result === "denied") return loss;
    open ??= loss;
  }
  return open;
}

function objectsFor({ before, was, locations }: ReadBucket, { identity }: Caller): readonly string[] {
  const prefix = `${bucketArn(before, was.name)}/`;
  const inside = locations.flatMap((arn) =>
    arn.startsWith(prefix) ? [`${arn.slice(prefix.length).replace(/\/$/, "")}/${anyObject}`] : [],
  );
  const documents = was.policy === undefined ? identity : [...identity, was.policy];
  const named = objectsNamed(documents, before, was.name, "s3:GetObject");
  return [...new Set([...named, ...inside, anyObject])].slice(0, objectsAsked);
}
