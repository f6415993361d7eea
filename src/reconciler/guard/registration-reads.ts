/** A guard: no registration role may be stopped from reading, because Lake Formation reads with its rights for everybody. */

import type { BucketView } from "../../access/account-view.ts";
import { callerOf } from "../../access/bucket-writers.ts";
import { isLost } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { objectsNamed } from "../../access/possible-writers.ts";
import { readJudge } from "../../access/session-reads.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import type { Simulation } from "../../access/simulate-writes.ts";
import { address, bucketOf } from "../../kinds/lf-location/spec.ts";
import type { LfLocation } from "../../kinds/lf-location/spec.ts";
import { isChangeOf, specsOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";

interface Stopped {
  readonly location: LfLocation;
  readonly bucket: string;
  readonly verdict: Exclude<Verdict, { readonly result: "allowed" }>;
}

/**
 * Refusals of a plan, as errors: what a role may read below a registered location today, or perhaps may, it may read afterwards. `simulation`:
 * of the same plan. Locations in buckets whose policy nobody read are left out: no plan changes it, nor who gets at their objects.
 */
export function guardRegistrationReads(simulation: Simulation, live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const stopped = locationsAfter(live, changes).flatMap((location) => stoppedAt(simulation, location));
  const byRole = groupBy(stopped, ({ location: { role }, bucket }) => `${role} ${bucket}`);
  return [...byRole.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { location, bucket, verdict } = first;
    const more = others.length === 0 ? "" : `; and below ${others.length} ${others.length === 1 ? "location" : "locations"} more`;
    return [
      report("LG5041", {
        message: `the plan ${verdict.result === "denied" ? "stops" : "may stop"} registration role \`${shortPrincipal(location.role)}\` from reading below \`${location.arn}\`: ${verdict.why}${more}`,
        help: "give the role `kms:Decrypt` on the bucket's key, in its own policies and in the key policy, or take the statement away that stops it",
        range: simulation.buckets.find((simulated) => simulated.bucket.name === bucket)?.bucket.origin,
      }),
    ];
  });
}

function locationsAfter({ resources }: LiveState, changes: readonly Change[]): readonly LfLocation[] {
  const locations = new Map(specsOf(resources, "lf-location"));
  for (const change of changes) {
    if (isChangeOf(change, "lf-location") && change.after !== null) locations.set(address(change.after), change.after);
  }
  return [...locations.values()];
}

const objectsAsked = 16;

/** Objects that are there, as the bucket encrypted them so far, and those to come. */
function stoppedAt({ before, after }: Simulation, location: LfLocation): readonly Stopped[] {
  const bucket = bucketOf(location.arn) ?? "";
  const [was, is] = [before.buckets.get(bucket), after.buckets.get(bucket)];
  const reader = callerOf(before, location.role);
  if (was === undefined || is === undefined || reader === undefined) return [];
  // Which session of the role reads is for Lake Formation to say.
  const readsToday = readJudge(before, reader);
  const readsThen = readJudge(after, callerOf(after, location.role) ?? reader);
  const states: readonly BucketView[] = [{ ...is, ...(was.encryption === undefined ? {} : { encryption: was.encryption }) }, is];
  for (const object of objectsBelow({ before }, location, was)) {
    const today = readsToday(was, object).result;
    const verdict = states.map((state) => readsThen(state, object)).find(({ result }) => isLost(today, result));
    if (verdict !== undefined && verdict.result !== "allowed") return [{ location, bucket, verdict }];
  }
  return [];
}

/** One that nothing speaks of, and those that the role's policies and the bucket's speak of. */
function objectsBelow({ before }: Pick<Simulation, "before">, { arn, role }: LfLocation, bucket: BucketView): readonly string[] {
  const prefix = arn.slice(arn.indexOf(":::") + `:::${bucket.name}`.length + 1);
  const below = prefix === "" ? "" : `${prefix}/`;
  const reader = callerOf(before, role);
  const { identity, resource } = reader === undefined ? { identity: [] } : policiesOf(reader, bucket.policy);
  const named = objectsNamed(resource === undefined ? identity : [...identity, resource], before, bucket.name, "s3:GetObject");
  return [`${below}any`, ...named.filter((object) => object.startsWith(below))].slice(0, objectsAsked);
}
