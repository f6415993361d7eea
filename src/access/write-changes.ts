/** What of a simulation a reader of a plan needs: the writes that change, those that come out alike on one line. */

import { groupBy } from "../model/batches.ts";
import { canonicalJson } from "../model/canonical.ts";
import type { BucketWrites, WriteChange } from "../model/write-simulation.ts";
import type { SimulatedBucket, SimulatedWrite, Simulation } from "./simulate-writes.ts";

/** By bucket; a bucket where nothing changes is left out. Whether a writer is refused for another reason than before is no change. */
export function writeChanges({ buckets }: Simulation): readonly BucketWrites[] {
  return buckets.flatMap((simulated) => {
    const changes = changesOf(simulated);
    return changes.length === 0 ? [] : [{ bucket: simulated.bucket.name, key: simulated.key, changes, more: simulated.more }];
  });
}

function changesOf({ writes }: SimulatedBucket): readonly WriteChange[] {
  const changed = writes.filter(({ before, after }) => what(before) !== what(after));
  const lines = groupBy(changed, ({ writer, before, after, expected }) => canonicalJson([writer.name, before, after, expected]));
  return [...lines.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { writer, before, after, expected } = first;
    return [{ writer: writer.name, relation: writer.relation, shapes: alike.map(({ shape }) => shape.title), before, after, expected }];
  });
}

function what(outcome: SimulatedWrite["before"]): string {
  return canonicalJson([outcome.result, outcome.result === "denied" ? "" : outcome.encryption]);
}
