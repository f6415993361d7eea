/** The one differ: live and desired maps in, changes out, whatever the kind. */

import type { Address } from "../model/address.ts";
import type { Action, Reason } from "../model/change.ts";
import { lookUpInOrder } from "../model/resources.ts";
import { isSameJson } from "../model/same-json.ts";
import { compareText } from "../model/source.ts";
import type { Range } from "../model/source.ts";
import type { Resources } from "../model/state.ts";
import type { Removal } from "./ownership.ts";

/** A change before its impact and its place in the order are known. */
export interface Difference {
  readonly address: Address;
  readonly kind: string;
  readonly action: Action;
  readonly reason: Reason;
  readonly before: unknown;
  readonly after: unknown;
  readonly origins: readonly Range[];
}

const noOrigins: readonly Range[] = [];

/** Differences between normalised states, sorted by address. Specs must be normalised; origins play no part. */
export function diff(live: Resources, desired: Resources, removal: Removal): readonly Difference[] {
  const differences: Difference[] = [];
  const lookUp = lookUpInOrder(live);
  let matched = 0;
  desired.forEach(({ kind, spec: after, origins = noOrigins }, address) => {
    const existing = lookUp(address);
    if (existing === undefined) {
      differences.push({ address, kind, action: "create", reason: "declared", before: null, after, origins });
      return;
    }
    matched += 1;
    if (!isSameJson(existing.spec, after)) {
      differences.push({ address, kind, action: "update", reason: "value-differs", before: existing.spec, after, origins });
    }
  });
  // A lake in use holds what is desired and little else.
  if (matched < live.size) {
    const isDesired = lookUpInOrder(desired);
    live.forEach(({ kind, spec: before }, address) => {
      if (isDesired(address) !== undefined) return;
      const reason = removal(address, kind, before);
      if (reason !== undefined) {
        differences.push({ address, kind, action: "delete", reason, before, after: null, origins: noOrigins });
      }
    });
  }
  return differences.toSorted((a, b) => compareText(a.address, b.address));
}
