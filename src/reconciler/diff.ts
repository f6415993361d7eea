/** The one differ: live and desired maps in, changes out, whatever the kind. */

import { isDeepStrictEqual } from "node:util";

import type { Address } from "../model/address.ts";
import type { Action, Reason } from "../model/change.ts";
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
  for (const [address, { kind, spec: after, origins = noOrigins }] of desired) {
    const existing = live.get(address);
    if (existing === undefined) {
      differences.push({ address, kind, action: "create", reason: "declared", before: null, after, origins });
    } else if (!isDeepStrictEqual(existing.spec, after)) {
      differences.push({ address, kind, action: "update", reason: "value-differs", before: existing.spec, after, origins });
    }
  }
  for (const [address, { kind, spec: before }] of live) {
    if (desired.has(address)) continue;
    const reason = removal(address, kind, before);
    if (reason !== undefined) {
      differences.push({ address, kind, action: "delete", reason, before, after: null, origins: noOrigins });
    }
  }
  return differences.toSorted((a, b) => compareText(a.address, b.address));
}
