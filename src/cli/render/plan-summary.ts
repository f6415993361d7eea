/** The one line that sums a plan up. */

import type { Plan } from "../../model/plan.ts";
import type { Io } from "../io.ts";
import type { Messages } from "../messages/en.ts";
import { losingReaders } from "./reads-view.ts";

/** `Plan: 3 to add, 1 to change, 2 to remove; 1 widens access, 2 narrow it; 5 outages of a moment. 4 findings.` */
export function summaryLine(plan: Pick<Plan, "summary" | "leftOut" | "outages" | "reads">, style: Io["style"], messages: Messages): string {
  const { summary, leftOut = [], outages = [], reads = [] } = plan;
  const { create, update, delete: remove, widens, narrows, findings } = summary;
  const missing = leftOut.length === 0 ? "" : ` ${style("error", messages.leftOut(leftOut.length))}`;
  const counted = `${findings === 0 ? "" : ` ${messages.findingCount(findings)}.`}${missing}`;
  if (create + update + remove === 0) {
    const how = missing === "" ? ` ${findings === 0 ? messages.asThePoliciesSay : messages.allThere}` : "";
    return `${style(missing === "" ? "good" : "strong", messages.noChanges)}${how}${counted}`;
  }
  const impact = `${style("widens", messages.widens(widens))}, ${style("narrows", messages.narrows(narrows))}`;
  const missed = outages.length === 0 ? "" : `; ${style("warning", messages.outages.count(outages.length))}`;
  const { certain, possible } = losingReaders(reads);
  const lose = certain === 0 ? "" : `; ${style("warning", messages.reads.losing(certain))}`;
  const losing = possible === 0 ? lose : `${lose}; ${style("warning", messages.reads.mayLose(possible))}`;
  return `${messages.planCounts(create, update, remove)}; ${impact}${losing}${missed}.${counted}`;
}
