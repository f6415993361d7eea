/** Samples: how a finding about many things shows a few of them. */

import { compareText } from "../model/source.ts";

/** Examples shown in a finding's evidence. */
const examplesShown = 10;

/** How many there are, and the first of them in order. */
export function sampleOf(names: Iterable<string>): { readonly count: number; readonly examples: readonly string[] } {
  const sorted = [...names].toSorted(compareText);
  return { count: sorted.length, examples: sorted.slice(0, examplesShown) };
}

/** `1 table`, `2 tables`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
