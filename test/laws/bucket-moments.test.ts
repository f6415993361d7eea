/** Laws of every moment of an apply over guardrails and bucket policies: who gets at objects by rights of their own, and by which way. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { viewAfter } from "../../src/access/account-after.ts";
import { viewOf } from "../../src/access/account-view.ts";
import type { AccountView } from "../../src/access/account-view.ts";
import { callerOf } from "../../src/access/bucket-writers.ts";
import { judge } from "../../src/access/judge.ts";
import type { Verdict } from "../../src/access/judge.ts";
import { judgeUse } from "../../src/access/judge-use.ts";
import { allowEverything } from "../../src/access/policy-reader.ts";
import { policiesOf } from "../../src/access/simulate-write.ts";
import type { Caller } from "../../src/access/simulate-write.ts";
import { objectRequest, serviceRequest } from "../../src/access/write-requests.ts";
import { isChangeOf, subjectOf } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import type { AccessRequest } from "../../src/model/iam/request.ts";
import type { LiveState } from "../../src/model/state.ts";
import { comparableDesired } from "../../src/reconciler/comparable.ts";
import { diff } from "../../src/reconciler/diff.ts";
import { guardBlindGuardrails } from "../../src/reconciler/guard/blind-guardrails.ts";
import { contextOf } from "../../src/reconciler/impact.ts";
import { ordered } from "../../src/reconciler/order/ordered.ts";
import { removalRule } from "../../src/reconciler/ownership.ts";
import { registrationTrust } from "../registration-trust.ts";
import {
  account,
  arnOf,
  bucketLakes,
  bucketNames,
  desiredOf,
  keys,
  members,
  region,
  registrationRoles,
  ungoverned,
  withDone,
  withEmptiedSet,
} from "./bucket-lake.ts";
import type { BucketLake } from "./bucket-lake.ts";

/** The changes that lead to a lake, in their order. */
function planOf(live: LiveState, lake: BucketLake): readonly Change[] {
  const desired = desiredOf(lake, live);
  const wanted = comparableDesired(desired, live);
  const differences = diff(live.resources, wanted, removalRule(live, desired));
  return ordered(differences, contextOf(live.resources, wanted, desired.scope), live.resources, live.catalog).changes;
}

function called(view: AccountView, name: string): Caller {
  const caller = callerOf(view, arnOf(name));
  if (caller === undefined) throw new Error(`no role ${name}`);
  return caller;
}

/** May this be? What is not understood counts as reachable. */
const may = ({ result }: Verdict): boolean => result !== "denied";

const trust = registrationTrust(account);

type Ways = ReadonlyMap<string, boolean>;

/** Every way of a member to objects of a bucket, open or not, by each key that these may be under. */
function waysIn(view: AccountView, name: string, bucket: string): Ways {
  const policy = view.buckets.get(bucket)?.policy;
  const object = (who: Caller): AccessRequest => objectRequest(view, who.principal, { bucket, object: "x" }, "s3:GetObject");
  const reads = (who: Caller): boolean => may(judge(object(who), policiesOf(who, policy)));
  const caller = called(view, name);
  const asks = (action: string, resource: string): AccessRequest => serviceRequest(view, caller.principal, action, resource);
  const point = asks("s3:GetObject", `arn:aws:s3:${region}:${account}:accesspoint/any/object/x`);
  const byPoint = may(judge(point, policiesOf(caller, undefined)));
  const isLetIn = may(judge(object(caller), policiesOf({ ...caller, identity: [allowEverything] }, policy)));
  const become = registrationRoles.filter((role) => may(judge(asks("sts:AssumeRole", arnOf(role)), policiesOf(caller, trust))));
  const isDirect = reads(caller);
  const configures = may(judge(asks("s3:PutBucketPolicy", `arn:aws:s3:::${bucket}`), policiesOf(caller, policy)));
  const ways = new Map([[`${name} configures ${bucket}`, configures]]);
  for (const role of registrationRoles) {
    ways.set(`${name} reads ${bucket} as ${role}`, become.includes(role) && reads(called(view, role)));
  }
  for (const arn of keys) {
    const key = view.keys.get(arn);
    if (key === undefined) throw new Error("no such key");
    const decrypts = (isDirect || (byPoint && isLetIn)) && may(judgeUse(view, bucket, caller, key, "kms:Decrypt"));
    ways.set(`${name} reads ${bucket} under ${arn}`, isDirect && decrypts);
    ways.set(`${name} reads ${bucket} under ${arn} by an access point`, byPoint && isLetIn && decrypts);
  }
  return ways;
}

/** Whose ways where a change may open or close. */
function concerned(change: Change): readonly (readonly [string, string])[] {
  const pairs = members.flatMap((name) => bucketNames.map((bucket) => [name, bucket] as const));
  if (isChangeOf(change, "s3-bucket-policy")) return pairs.filter(([, bucket]) => bucket === subjectOf(change).bucket);
  if (isChangeOf(change, "iam-role-policy")) return pairs.filter(([name]) => name === subjectOf(change).role);
  if (isChangeOf(change, "permission-set-policy")) return pairs.filter(([name]) => name === subjectOf(change).permissionSet);
  return [];
}

/**
 * What is open at a moment and neither before nor after, and what is closed then and open before and after. `backwards`: the changes of each step,
 * for their order is nobody's.
 */
function wrongMoments(live: LiveState, changes: readonly Change[], backwards: boolean): readonly string[] {
  const first = viewOf(live);
  const last = viewAfter(first, changes);
  const turned = backwards ? changes.toReversed().toSorted((a, b) => a.step - b.step) : changes;
  const ends = new Map<string, readonly [Ways, Ways]>();
  const endsOf = (name: string, bucket: string): readonly [Ways, Ways] => {
    const known = ends.get(`${name} ${bucket}`) ?? [waysIn(first, name, bucket), waysIn(last, name, bucket)];
    ends.set(`${name} ${bucket}`, known);
    return known;
  };
  let view = first;
  return turned.flatMap((change) => {
    const pairs = concerned(change);
    if (pairs.length > 0) view = viewAfter(view, [change]);
    return pairs.flatMap(([name, bucket]) => {
      const [old, next] = endsOf(name, bucket);
      return [...waysIn(view, name, bucket)].flatMap(([way, open]) =>
        old.get(way) === next.get(way) && open !== next.get(way)
          ? [`after ${change.step} ${change.action} ${change.address}: ${way}: ${open ? "open" : "closed"}`]
          : [],
      );
    });
  });
}

/**
 * The last steps of the first plan are not done: what an apply that broke off leaves. `empties`: then somebody takes our statements out of the
 * permission set and does not provision it.
 */
const histories = fc.record({
  before: bucketLakes,
  after: bucketLakes,
  undone: fc.nat(3),
  empties: fc.boolean(),
  backwards: fc.boolean(),
});

describe("at every moment of an apply over guardrails and bucket policies", () => {
  test("no way to an object is open that is open neither before nor after, and none is closed that is open before and after", () => {
    let steps = 0;
    fc.assert(
      fc.property(histories, ({ before, after, undone, empties, backwards }) => {
        const first = planOf(ungoverned(), before);
        const broken = withDone(ungoverned(), first.slice(0, first.length - undone));
        const live = empties ? withEmptiedSet(broken) : broken;
        const changes = planOf(live, after);
        if (guardBlindGuardrails(live, changes).length > 0) return;
        expect(wrongMoments(live, changes, backwards)).toEqual([]);
        steps += new Set(changes.filter((change) => concerned(change).length > 0).map(({ step }) => step)).size;
      }),
      { numRuns: 40 },
    );
    expect(steps).toBeGreaterThan(30);
  });
});
