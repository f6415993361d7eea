/** The one line that sums a plan up. */

import type { Plan } from "../../model/plan.ts";
import type { Io } from "../io.ts";
import type { Messages } from "../messages/en.ts";

/** `Plan: 3 to add, 1 to change, 2 to remove; 1 widens access, 2 narrow it. 4 findings.` */
export function summaryLine({ summary, leftOut = [] }: Pick<Plan, "summary" | "leftOut">, style: Io["style"], messages: Messages): string {
  const { create, update, delete: remove, widens, narrows, findings } = summary;
  const missing = leftOut.length === 0 ? "" : ` ${style("error", messages.leftOut(leftOut.length))}`;
  const counted = `${findings === 0 ? "" : ` ${messages.findingCount(findings)}.`}${missing}`;
  if (create + update + remove === 0) {
    const how = missing === "" ? ` ${findings === 0 ? messages.asThePoliciesSay : messages.allThere}` : "";
    return `${style(missing === "" ? "good" : "strong", messages.noChanges)}${how}${counted}`;
  }
  return `${messages.planCounts(create, update, remove)}; ${style("widens", messages.widens(widens))}, ${style("narrows", messages.narrows(narrows))}.${counted}`;
}
