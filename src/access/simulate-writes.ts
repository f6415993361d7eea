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
  /** ARNs of the paths that Lake Formation reads and writes for others, before or after. */
  readonly locations: readonly string[];
}

/** The bucket in one state of the account. */
interface State {
  readonly view: AccountView;
  readonly bucket: BucketView;
}

/** Roles that no policy names and that are looked at one by one, a bucket. */
const otherWriters = 8;
/** Roles that are asked whether they may write, before or after, a bucket, until so many are found. */
const askedWriters = 200;

/** Undefined where nothing in the plan bears on writes. Buckets that could not be read are left out: reading has said so. */
export function simulateWrites(live: LiveState, governed: readonly GovernedBucket[], changes: readonly Change[]): Simulation | undefined {
  if (governed.length === 0 || !changes.some(concernsWrites)) return undefined;
  const before = viewOf(live);
  const after = viewAfter(before, changes);
  const locations = locationsOf(live, changes);
  const buckets = governed.flatMap((bucket): readonly SimulatedBucket[] => {
    const [was, is] = [before, after].map((view): State | undefined => {
      const found = view.buckets.get(bucket.name);
      return found === undefined ? undefined : { view, bucket: found };
    });
    if (was === undefined || is === undefined) return [];
    const key = findKey(before, bucket.key);
    const shapes = writeShapes(key, bucket.key, before.region);
    const { writers, more } = writersOf(bucket, was, is);
    const writes = writers.flatMap((writer) => {
      const object = objectFor([was, is], writer, locations);
      const simulateBefore = writeSimulator(before, was.bucket, object, writer.callerIn(before));
      const simulateAfter = writeSimulator(after, is.bucket, object, writer.callerIn(after));
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
  return { before, after, buckets, locations };
}

/** Paths that Lake Formation writes to for others, before or after. */
function locationsOf({ resources }: LiveState, changes: readonly Change[]): readonly string[] {
  const added = changes.flatMap((change) => (isChangeOf(change, "lf-location") && change.after !== null ? [change.after.arn] : []));
  return [...specsOf(resources, "lf-location").map(([, { arn }]) => arn), ...added];
}

function writersOf(bucket: GovernedBucket, before: State, after: State): { readonly writers: readonly Writer[]; readonly more: number } {
  const states = [before, after];
  const named = namedWriters(bucket, before.view).filter(({ name }) => !isSymbolic(name));
  const known = new Set(named.map(({ name }) => name));
  const possible = new Map(
    states.flatMap(({ view }) =>
      possibleWriters(view, bucket.name).flatMap((role) => (known.has(role.arn) ? [] : [[role.arn, role] as const])),
    ),
  );
  const others: Writer[] = [];
  let asked = 0;
  for (const role of possible.values()) {
    if (others.length >= otherWriters || asked >= askedWriters) break;
    asked += 1;
    const writer = roleWriter(role);
    const object = objectFor(states, writer, []);
    if (states.some((state) => objectVerdict(state, writer, object) !== "denied")) others.push(writer);
  }
  const outside = outsideWriters(
    before.view,
    states.map((state) => state.bucket.policy),
  );
  return { writers: [...named, ...others, anyOtherRole(before.view), ...outside], more: possible.size - asked };
}

const candidateObjects = 16;

/** The object that the writer may write before, or else after, of those that locations and policies speak of; any where it may write none. */
function objectFor(states: readonly State[], writer: Writer, locations: readonly string[]): string {
  const candidates = new Set(states.flatMap((state) => objectsIn(state, writer, locations)));
  const objects = [...candidates].slice(0, candidateObjects);
  for (const result of ["allowed", "unknown"] as const) {
    for (const state of states) {
      const found = objects.find((object) => objectVerdict(state, writer, object) === result);
      if (found !== undefined) return found;
    }
  }
  return objects[0] ?? anyObject;
}

const anyObject = "simulated";

function objectsIn({ view, bucket: { name, policy } }: State, writer: Writer, locations: readonly string[]): readonly string[] {
  const prefix = `${bucketArn(view, name)}/`;
  const inside = locations.flatMap((arn) =>
    arn.startsWith(prefix) ? [`${arn.slice(prefix.length).replace(/\/$/, "")}/${anyObject}`] : [],
  );
  const { identity } = writer.callerIn(view);
  return [...inside, anyObject, ...objectsNamed(policy === undefined ? identity : [...identity, policy], view, name)];
}

function objectVerdict({ view, bucket }: State, writer: Writer, object: string): WriteOutcome["result"] {
  const caller = writer.callerIn(view);
  const request = putRequest(view, caller.principal, { bucket: bucket.name, object }, { creates: true, seen: {} });
  return judge(request, policiesOf(caller, bucket.policy)).result;
}
