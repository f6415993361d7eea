/** Failures by their cause: one role without a right fails thousands of changes, each with an error that names its own resource. */

import { readableAddress } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import type { ChangeResult } from "../../reconciler/apply.ts";

/** The error without the names of what the change is about: the same for all that fail for one reason. Half a million may fail. */
export function causeOf(address: Address, error: string): string {
  const names = readableAddress(address).split(/[/:]/);
  return names.reduce((text, name) => (name !== "" && text.includes(name) ? withoutWord(text, name) : text), error);
}

const inWord = /[\p{L}\p{N}_-]/u;

/** The name where it stands alone: `age` is no part of `message`. */
function withoutWord(text: string, name: string): string {
  const [first = "", ...rest] = text.split(name);
  return rest.reduce((before, after) => {
    const isAlone = !inWord.test(before.slice(-1)) && !inWord.test(after.slice(0, 1));
    return `${before}${isAlone ? "…" : name}${after}`;
  }, first);
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
