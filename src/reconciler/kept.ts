/** What stays as the account has it: guardrails until their successors are there. */

import { placementOf } from "../access/guardrail-in-place.ts";
import type { Address } from "../model/address.ts";
import type { DesiredState, LiveState, Resource } from "../model/state.ts";

/** A guardrail of ours that others are to write stays until theirs is in place: nobody is without one in between. Finding LGF703 tells it. */
export function keptGuardrails({ guardrails = [], scope }: DesiredState, live: LiveState): readonly (readonly [Address, Resource])[] {
  return guardrails.flatMap((guardrail) => {
    const placement = placementOf(guardrail, live, scope.lake);
    const ours = placement === undefined || placement.missing.length === 0 ? undefined : live.resources.get(placement.ours);
    return placement === undefined || ours === undefined ? [] : [[placement.ours, ours] as const];
  });
}
