/** Late read-back: while the switch is on, reads answer from the state before the last writes, as an eventually consistent service may. */

import type { Call } from "../call.ts";
import type { LakeFormationData } from "./state.ts";

/** What a reading operation answers from: the present, or the state before the oldest write that is not yet readable. */
export function readableData(call: Call): LakeFormationData {
  const state = call.account.lakeFormation;
  if (state.journal.length === 0) return state.data;
  const delay = call.faults.readBackDelay();
  const number = call.faults.callNumber();
  state.journal = state.journal.filter(({ madeAt }) => number - madeAt <= delay);
  return state.journal[0]?.data ?? state.data;
}

/** What a writing operation changes. Keeps a copy of it first while late read-back is on. */
export function writableData(call: Call): LakeFormationData {
  const state = call.account.lakeFormation;
  if (call.faults.readBackDelay() > 0) {
    state.journal = [...state.journal, { data: structuredClone(state.data), madeAt: call.faults.callNumber() }];
  }
  return state.data;
}
