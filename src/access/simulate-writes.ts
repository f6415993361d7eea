/** What a plan does to writes: each writer of each governed bucket in each shape, before and after. */

import { isChangeOf, specsOf } from "../kinds/specs.ts";
import type { Change } from "../model/change.ts";
import type { GovernedBucket } from "../model/governed-bucket.ts";
import { isSymbolic } from "../model/principal.ts";
import type { LiveState } from "../model/state.ts";
import type { WriteChange, WriteOutcome } from "../model/write-simulation.ts";
import { concernsWrites, viewAfter } from "./account-after.ts";
import { findKey, viewOf } from "./account-view.ts";
import type { AccountView, BucketView } from "./account-view.ts";
import { anyOtherRole, namedWriters, outsideWriters, roleWriter } from "./bucket-writers.ts";
import type { Writer } from "./bucket-writers.ts";
import { expectedOf } from "./expected-write.ts";
import { judge } from "./judge.ts";
import { objectsNamed, possibleWriters } from "./possible-writers.ts";
import { policiesOf, writeSimulator } from "./simulate-write.ts";
import { bucketArn, putRequest } from "./write-requests.ts";
import { writeShapes } from "./write-shapes.ts";
import type { WriteShape } from "./write-shapes.ts";

export interface SimulatedWrite {
  readonly writer: Writer;
  readonly shape: WriteShape;
  readonly before: WriteOutcome;
  readonly after: WriteOutcome;
  readonly expected: WriteChange["expected"];
}

export interface SimulatedBucket {
  readonly bucket: GovernedBucket;
  /** ARN of the policies' key; the name they give where no such key was read. */
  readonly key: string;
  readonly writes: readonly SimulatedWrite[];
  readonly more: number;
}

/** Both states of the account, and what was simulated on them. */
export interface Simulation {
  readonly before: AccountView;
  readonly after: AccountView;
  readonly buckets: readonly SimulatedBucket[];
}

/** Roles that no policy names and that are looked at one by one, a bucket. */
const otherWriters = 8;
/** Roles that are asked whether they may write today, a bucket, until so many are found. */
const askedWriters = 200;

/** Undefined where nothing in the plan bears on writes. Buckets that could not be read are left out: reading has said so. */
export function simulateWrites(live: LiveState, governed: readonly GovernedBucket[], changes: readonly Change[]): Simulation | undefined {
  if (governed.length === 0 || !changes.some(concernsWrites)) return undefined;
  const before = viewOf(live);
  const after = viewAfter(before, changes);
  const locations = locationsOf(live, changes);
  const buckets = governed.flatMap((bucket): readonly SimulatedBucket[] => {
    const [was, is] = [before.buckets.get(bucket.name), after.buckets.get(bucket.name)];
    if (was === undefined || is === undefined) return [];
    const key = findKey(before, bucket.key);
    const shapes = writeShapes(key, bucket.key, before.region);
    const { writers, more } = writersOf(bucket, before, [was, is]);
    const writes = writers.flatMap((writer) => {
      const object = objectFor(before, was, writer, locations);
      const simulateBefore = writeSimulator(before, was, object, writer.callerIn(before));
      const simulateAfter = writeSimulator(after, is, object, writer.callerIn(after));
      return shapes.map((shape) => ({
        writer,
        shape,
        before: simulateBefore(shape),
        after: simulateAfter(shape),
        expected: expectedOf(bucket, writer.relation, shape),
      }));
    });
    return [{ bucket, key: key?.facts.arn ?? bucket.key, writes, more }];
  });
  return { before, after, buckets };
}

/** Paths that Lake Formation writes to for others, before or after. */
function locationsOf({ resources }: LiveState, changes: readonly Change[]): readonly string[] {
  const added = changes.flatMap((change) => (isChangeOf(change, "lf-location") && change.after !== null ? [change.after.arn] : []));
  return [...specsOf(resources, "lf-location").map(([, { arn }]) => arn), ...added];
}

function writersOf(
  bucket: GovernedBucket,
  view: AccountView,
  states: readonly BucketView[],
): { readonly writers: readonly Writer[]; readonly more: number } {
  const named = namedWriters(bucket, view).filter(({ name }) => !isSymbolic(name));
  const known = new Set(named.map(({ name }) => name));
  const possible = possibleWriters(view, bucket.name).filter(({ arn }) => !known.has(arn));
  const others: Writer[] = [];
  let asked = 0;
  for (const role of possible) {
    if (others.length >= otherWriters || asked >= askedWriters) break;
    asked += 1;
    const writer = roleWriter(role);
    const was = view.buckets.get(bucket.name);
    if (was !== undefined && objectVerdict(view, was, writer, objectFor(view, was, writer, [])) !== "denied") others.push(writer);
  }
  const outside = outsideWriters(
    view,
    states.map(({ policy }) => policy),
  );
  return { writers: [...named, ...others, anyOtherRole(view), ...outside], more: possible.length - asked };
}

/** The object that the writer may write today, of those that locations and policies speak of; any object where it may write none. */
function objectFor(view: AccountView, bucket: BucketView, writer: Writer, locations: readonly string[]): string {
  const objects = `${bucketArn(view, bucket.name)}/`;
  const inLocations = locations.flatMap((arn) =>
    arn.startsWith(objects) ? [`${arn.slice(objects.length).replace(/\/$/, "")}/simulated`] : [],
  );
  const { identity } = writer.callerIn(view);
  const documents = bucket.policy === undefined ? identity : [...identity, bucket.policy];
  const candidates = [...inLocations, "simulated", ...objectsNamed(documents, view, bucket.name)].slice(0, candidateObjects);
  const verdicts = candidates.map((object) => objectVerdict(view, bucket, writer, object));
  const index = [verdicts.indexOf("allowed"), verdicts.indexOf("unknown")].find((found) => found >= 0) ?? 0;
  return candidates[index] ?? "simulated";
}

const candidateObjects = 16;

function objectVerdict(view: AccountView, bucket: BucketView, writer: Writer, object: string): WriteOutcome["result"] {
  const caller = writer.callerIn(view);
  const request = putRequest(view, caller.principal, { bucket: bucket.name, object }, { creates: true, seen: {} });
  return judge(request, policiesOf(caller, bucket.policy)).result;
}
