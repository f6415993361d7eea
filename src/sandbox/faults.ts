/** Faults on demand: throttling, conflicts, losses and the like, repeatable from a seed. */

import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";

/** The switches. Probabilities are from 0 (never) to 1 (always); an operation is named `glue:GetTables` or `glue:*`. */
export interface FaultSettings {
  /** Upper bound for the rows of any page. */
  readonly pageSize?: number | undefined;
  /** Probability that a call is throttled, without effect. */
  readonly throttling?: number;
  /** Probability that a writing call fails with a concurrent modification, without effect; for batches see `entryFailures`. */
  readonly conflicts?: number;
  /** Probability that one entry of a batch fails inside an answer with status 200. */
  readonly entryFailures?: number;
  /** Milliseconds each answer takes. */
  readonly latency?: number;
  /** Operations denied to everybody. */
  readonly denied?: readonly string[];
  /** Operations denied to the sessions of a role, by role name. */
  readonly deniedToRoles?: Readonly<Record<string, readonly string[]>>;
  /** Access key ids AWS does not know. */
  readonly invalidKeys?: readonly string[];
  /** Access key ids whose session is over. */
  readonly expiredKeys?: readonly string[];
  /** Probability that the connection is lost before the call has an effect. */
  readonly lossBefore?: number;
  /** Probability that the connection is lost after the call had its effect. */
  readonly lossAfter?: number;
  /** How many further calls pass until a write can be read back. */
  readonly readBackDelay?: number;
  /** Requests count as sent without TLS, for policies that ask. */
  readonly insecureTransport?: boolean;
  /** The sandbox stops answering after this many calls, counted from when the switch is set. */
  readonly stopAfter?: number | undefined;
}

/** What operations may ask. */
export interface Faults {
  /** Should this entry of a batch fail? Draws once from the seed: ask once an entry. */
  readonly failsEntry: () => boolean;
  /** Number of this call, counted from 1 over all services, refused calls included. */
  readonly callNumber: () => number;
  /** How many further calls pass until a write made now can be read back; 0: at once. */
  readonly readBackDelay: () => number;
  /** Does this call count as sent without TLS? Absent: no. */
  readonly insecureTransport?: () => boolean;
}

/** What the frame may ask and set. */
export interface FaultInjector extends Faults {
  readonly settings: () => FaultSettings;
  /** Replaces the switches that are given and leaves the others. */
  readonly set: (settings: FaultSettings) => void;
  /** Counts a call; false when the sandbox has stopped. */
  readonly begin: () => boolean;
  /** Draws from the seed; nothing is drawn where the probability is 0, so unused switches do not shift the sequence. */
  readonly strikes: (probability: "throttling" | "conflicts" | "lossBefore" | "lossAfter") => boolean;
}

/** No fault until one is set. Throws RangeError for a switch out of its range. */
export function createFaults(initial: FaultSettings, seed: number): FaultInjector {
  const random = createRandom(seed);
  let settings: FaultSettings = {};
  let number = 0;
  let stopAt = Number.POSITIVE_INFINITY;
  const set = (changed: FaultSettings): void => {
    checkSettings(changed);
    settings = { ...settings, ...changed };
    if ("stopAfter" in changed) stopAt = changed.stopAfter === undefined ? Number.POSITIVE_INFINITY : number + changed.stopAfter;
  };
  set(initial);
  return {
    settings: () => settings,
    set,
    begin: () => {
      if (number >= stopAt) return false;
      number += 1;
      return true;
    },
    strikes: (name) => draw(random, settings[name]),
    failsEntry: () => draw(random, settings.entryFailures),
    callNumber: () => number,
    readBackDelay: () => settings.readBackDelay ?? 0,
    insecureTransport: () => settings.insecureTransport ?? false,
  };
}

function draw(random: Random, probability = 0): boolean {
  return probability > 0 && random() < probability;
}

function checkSettings(settings: FaultSettings): void {
  for (const name of ["throttling", "conflicts", "entryFailures", "lossBefore", "lossAfter"] as const) {
    const value = settings[name] ?? 0;
    if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} is a probability from 0 to 1, not ${value}`);
  }
  for (const name of ["latency", "readBackDelay", "stopAfter"] as const) {
    const value = settings[name] ?? 0;
    if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} is a whole number from 0, not ${value}`);
  }
  const pageSize = settings.pageSize ?? 1;
  if (!Number.isInteger(pageSize) || pageSize < 1) throw new RangeError(`pageSize is a whole number from 1, not ${pageSize}`);
}
