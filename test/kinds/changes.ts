/** Changes of one kind, from the spec before to the spec after, and what comes of applying them. */

import type { ApplyContext, Kind, Outcome } from "../../src/kinds/kind.ts";
import type { Change } from "../../src/model/change.ts";
import { account, noPause } from "../governed-lake.ts";

/** As a plan has it: what is not there yet is created, and what is not to be there is deleted. */
export function changeOf<Spec>(kind: Kind<string, Spec>, before: Spec | null, after: Spec | null): Change<Spec> {
  const subject = after ?? before;
  if (subject === null) throw new Error("a change of nothing");
  return {
    address: kind.address(subject),
    kind: kind.name,
    action: before === null ? "create" : after === null ? "delete" : "update",
    reason: "declared",
    impact: kind.impact(before, after),
    before,
    after,
    origins: [],
    step: 97,
  };
}

/** Applies changes in the lake's account, without waiting, unless the context says otherwise. */
export async function outcomesOf<Spec>(
  kind: Kind<string, Spec>,
  context: Pick<ApplyContext, "ports"> & Partial<ApplyContext>,
  changes: readonly Change<Spec>[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const onOutcome = (outcome: Outcome): void => void outcomes.push(outcome);
  await kind.apply({ account, pause: noPause, isInterrupted: () => false, onOutcome, ...context }, changes);
  return outcomes;
}
