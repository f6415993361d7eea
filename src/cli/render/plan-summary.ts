/** The one line that sums a plan up. */

import type { PlanSummary } from "../../model/plan.ts";
import type { Io } from "../io.ts";
import type { Messages } from "../messages/en.ts";

/** `Plan: 3 to add, 1 to change, 2 to remove; 1 widens access, 2 narrow it. 4 findings.` */
export function summaryLine(summary: PlanSummary, style: Io["style"], messages: Messages): string {
  const { create, update, delete: remove, widens, narrows, findings } = summary;
  const counted = findings === 0 ? "" : ` ${messages.findingCount(findings)}.`;
  if (create + update + remove === 0)
    return `${style("good", messages.noChanges)} ${findings === 0 ? messages.asThePoliciesSay : messages.allThere}${counted}`;
  return `${messages.planCounts(create, update, remove)}; ${style("widens", messages.widens(widens))}, ${style("narrows", messages.narrows(narrows))}.${counted}`;
}
