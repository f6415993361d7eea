/** Who can no longer read objects of buckets, as text for a terminal. */

import type { BucketReads } from "../../model/lost-reading.ts";
import type { Io } from "../io.ts";
import type { PartViewOptions } from "./plan-view.ts";
import { readsView } from "./reads-view.ts";
import { printable } from "./terminal-text.ts";

/** The lines of each section. */
export function readsLines(reads: readonly BucketReads[], options: PartViewOptions & Pick<Io, "style">): readonly (readonly string[])[] {
  const { style, messages } = options;
  return readsView(reads, options).map(({ title, summary, lines, moreLines, more }) => [
    `${style("strong", printable(title))}${summary === undefined ? "" : style("dim", `  ${summary}`)}`,
    ...lines.map(
      ({ what, who, why, isOutright }) =>
        `  ${isOutright ? style("narrows", what) : what}: ${printable(who)}  ${style("dim", printable(why))}`,
    ),
    ...(moreLines === 0 ? [] : [style("dim", `  ${messages.moreOfThem(moreLines)} (--full)`)]),
    ...(more === 0 ? [] : [style("dim", `  ${messages.moreOfThem(more)} (${messages.reads.moreReaders})`)]),
  ]);
}
