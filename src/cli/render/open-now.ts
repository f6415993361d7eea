/** What is open now, in words: columns that carry a looser grade than the policies say, and who reads them. */

import type { OpenData } from "../../model/open-data.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { formatRange } from "../../model/source.ts";
import type { Io } from "../io.ts";
import { withNames } from "./known-names.ts";
import type { PartViewOptions } from "./plan-view.ts";
import { printable } from "./terminal-text.ts";

/** Lines, and names on a line, before the rest is only counted. */
const shown = { lines: 100, names: 12 } as const;

/** `claims.patients.ssn carries grade 3, the policies say 1; readable by role/x`. */
export function openText({ database, table, columns, carries, asked, readers }: OpenData, options: PartViewOptions): string {
  const { full, messages, names } = options;
  const list = (items: readonly string[]): string =>
    full || items.length <= shown.names
      ? items.join(", ")
      : messages.andMore(items.slice(0, shown.names).join(", "), items.length - shown.names);
  const [only] = columns;
  const what = columns.length === 1 && only !== undefined ? `${database}.${table}.${only}` : `${database}.${table}: ${list(columns)}`;
  const { carrying, readableBy, reachedByNobody } = messages.openNow;
  const who = readers.length === 0 ? reachedByNobody : readableBy(list(readers.map((reader) => withNames(shortPrincipal(reader), names))));
  return `${carrying(what, columns.length, carries, asked)}; ${who}`;
}

export function openLines(open: readonly OpenData[], options: PartViewOptions & Pick<Io, "style">): string[] {
  const { full, messages, style } = options;
  const some = full ? open : open.slice(0, shown.lines);
  const count = open.reduce((sum, { columns }) => sum + columns.length, 0);
  return [
    style("error", `${messages.openNow.title} (${count})`),
    ...some.map((each) => {
      const [place] = each.origins;
      return `  ${printable(openText(each, options))}${place === undefined ? "" : `  ${style("dim", printable(formatRange(place)))}`}`;
    }),
    ...(some.length === open.length ? [] : [style("dim", `  ${messages.moreOfThem(open.length - some.length)} (--full)`)]),
  ];
}
