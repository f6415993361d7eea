/** Who can no longer read objects of buckets, arranged for people: a line for each reason, who loses it outright first. */

import { isCertainLoss } from "../../model/lost-reading.ts";
import type { BucketReads, LostReaders } from "../../model/lost-reading.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { sortedOnce } from "../../model/source.ts";
import { withNames } from "./known-names.ts";
import type { PartViewOptions } from "./plan-view.ts";
import { bucketsText } from "./writes-view.ts";

export interface ReadsLine {
  /** What becomes of it, and for how many: `lost (2)`. */
  readonly what: string;
  readonly who: string;
  readonly why: string;
  /** Is it lost, with nothing in its place? */
  readonly isOutright: boolean;
}

export interface ReadsSection {
  readonly title: string;
  /** How many lose what, where that is not one line. */
  readonly summary?: string;
  readonly lines: readonly ReadsLine[];
  /** Lines that are not shown. */
  readonly moreLines: number;
  /** Principals that were not looked at. */
  readonly more: number;
}

const readersNamed = 10;
const linesShown = 20;

/** The sections on reading; `full` shows every line and name. */
export function readsView(reads: readonly BucketReads[], options: PartViewOptions): readonly ReadsSection[] {
  const { full, messages } = options;
  return reads.map(({ buckets, lost, more }) => {
    const shown = full ? lost : lost.slice(0, linesShown);
    return {
      title: messages.reads.title(bucketsText(buckets, options), buckets.length),
      ...(lost.length < 2 ? {} : { summary: summaryOf(lost, options) }),
      lines: shown.map((line) => lineOf(line, options)),
      moreLines: lost.length - shown.length,
      more,
    };
  });
}

/** How many principals lose it, and how many others may, with nothing in its place; in any bucket, each once. */
export function losingReaders(reads: readonly BucketReads[]): { readonly certain: number; readonly possible: number } {
  const outright = reads.flatMap(({ lost }) => lost.filter(({ instead }) => instead === undefined));
  const certain = new Set(outright.filter(isCertainLoss).flatMap(({ readers }) => readers));
  const all = new Set(outright.flatMap(({ readers }) => readers));
  return { certain: certain.size, possible: all.size - certain.size };
}

function lineOf(line: LostReaders, { full, messages, names }: PartViewOptions): ReadsLine {
  const { readers, why, objects } = line;
  // The names that people read are in another order than the ARNs.
  const list = sortedOnce(readers.map((reader) => withNames(shortPrincipal(reader), names)));
  const shown = full ? list : list.slice(0, readersNamed);
  const which = objects === "new" ? `, ${messages.reads.newObjects}` : "";
  return {
    what: `${wordOf(line, messages.reads)}${which} (${readers.length})`,
    who: shown.length < list.length ? messages.andMore(shown.join(", "), list.length - shown.length) : shown.join(", "),
    why: withNames(messages.reason(why), names),
    isOutright: line.instead === undefined,
  };
}

/** `lost (2), perhaps lost (1)`: each principal once, where it is worst for it. */
function summaryOf(lost: readonly LostReaders[], { messages }: PartViewOptions): string {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const line of lost) {
    const word = wordOf(line, messages.reads);
    const fresh = line.readers.filter((reader) => !seen.has(reader));
    for (const reader of fresh) seen.add(reader);
    counts.set(word, (counts.get(word) ?? 0) + fresh.length);
  }
  return [...counts].map(([word, number]) => `${word} (${number})`).join(", ");
}

function wordOf(line: LostReaders, words: PartViewOptions["messages"]["reads"]): string {
  if (line.instead !== undefined) return words.instead;
  return isCertainLoss(line) ? words.lost : words.mayBeLost;
}
