/** Changes of one resource that an apply makes in several steps, as the one change that they are to a reader. */

import { isDeepStrictEqual } from "node:util";

import { groupBy } from "../../model/batches.ts";
import type { Action, Change, Impact } from "../../model/change.ts";

/** One change a resource, from what is before its first step to what is after its last; in the order of the first steps. */
export function joinSteps(changes: readonly Change[]): readonly Change[] {
  return [...groupBy(changes, ({ address }) => address).values()].flatMap((steps) => {
    const [first] = steps;
    const last = steps.at(-1);
    if (first === undefined || last === undefined || steps.length === 1 || !isChain(steps)) return steps;
    return [{ ...first, after: last.after, action: actionOf(first, last), impact: widestOf(steps) }];
  });
}

/** Does each step begin where the one before it ends, with the resource being there in between? */
function isChain(steps: readonly Change[]): boolean {
  if (steps[0]?.before === null && steps.at(-1)?.after === null) return false;
  return steps.every(({ before }, index) => {
    const previous = steps[index - 1];
    return previous === undefined || (previous.after !== null && isDeepStrictEqual(previous.after, before));
  });
}

function actionOf({ before }: Change, { after }: Change): Action {
  return before === null ? "create" : after === null ? "delete" : "update";
}

/** A resource that loses in one step and gains in another widens: what anybody gains is what a reviewer must see. */
function widestOf(changes: readonly Change[]): Impact {
  const impacts = new Set(changes.map(({ impact }) => impact));
  return impacts.has("widens") ? "widens" : impacts.has("narrows") ? "narrows" : "neutral";
}
