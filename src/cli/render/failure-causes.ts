/** Failures by their cause: one role without a right fails thousands of changes, each with an error that names its own resource. */

import { readableAddress } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import type { ChangeResult } from "../../reconciler/apply.ts";

const word = /[\p{L}\p{N}_-]+/gu;

/** The error without the names of what the change is about: the same for all that fail for one reason. */
export function causeOf(address: Address, error: string): string {
  const names = new Set(readableAddress(address).match(word));
  return error.replace(word, (name) => (names.has(name) ? "…" : name));
}

/** Those with an error by their cause, in the order of the first of each; then the others, each alone. */
export function byCause(results: readonly ChangeResult[]): readonly (readonly ChangeResult[])[] {
  const failed = results.flatMap(({ change, status, error }) => (error === undefined ? [] : [{ change, status, error }]));
  // Most errors that are alike are equal, which is told at once.
  const equal = [...groupBy(failed, ({ error }) => error).values()];
  const alike = groupBy(equal, ([first]) => (first === undefined ? "" : causeOf(first.change.address, first.error)));
  const others = results.filter(({ error }) => error === undefined).map((result) => [result]);
  return [...[...alike.values()].map((groups) => groups.flat()), ...others];
}
