/** Who can no longer read objects of buckets, as Markdown. */

import type { BucketReads } from "../../model/lost-reading.ts";
import { escapeMarkdown as escape, escapeMessage } from "./markdown-escape.ts";
import type { PartViewOptions } from "./plan-view.ts";
import { readsView } from "./reads-view.ts";

/** One text a section. */
export function readsMarkdown(reads: readonly BucketReads[], options: PartViewOptions): readonly string[] {
  const { messages } = options;
  const { heads, moreReaders } = messages.reads;
  return readsView(reads, options).map(({ title, summary, lines, moreLines, more }) =>
    [
      `#### ${escape(title)}`,
      "",
      ...(summary === undefined ? [] : [summary, ""]),
      `| ${heads.what} | ${heads.who} | ${heads.why} |`,
      "| --- | --- | --- |",
      ...lines.map(({ what, who, why, isOutright }) => `| ${isOutright ? `**${what}**` : what} | ${escape(who)} | ${escapeMessage(why)} |`),
      ...(moreLines === 0 ? [] : ["", `_${messages.moreOfThem(moreLines)}_`]),
      ...(more === 0 ? [] : ["", `_${messages.moreOfThem(more)} (${moreReaders})_`]),
      "",
    ].join("\n"),
  );
}
