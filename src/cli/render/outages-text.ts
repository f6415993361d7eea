/** Outages of a moment as text for a terminal. */

import type { Outage } from "../../model/outage.ts";
import type { Io } from "../io.ts";
import { outagesView } from "./outages-view.ts";
import type { PartViewOptions } from "./plan-view.ts";
import { printable } from "./terminal-text.ts";

/** Under this title, which is in the reader's language. */
export function outageLines(outages: readonly Outage[], title: string, options: PartViewOptions & Pick<Io, "style">): string[] {
  const { style, messages } = options;
  const { lines, more } = outagesView(outages, options);
  return [
    `${style("strong", `${title} (${outages.length})`)}${style("dim", `  (${messages.outages.why})`)}`,
    ...lines.map(({ who, what, when }) => `  ${printable(who)}: ${printable(what)}  ${style("dim", when)}`),
    ...(more === 0 ? [] : [style("dim", `  ${messages.moreOfThem(more)} (--full)`)]),
  ];
}
