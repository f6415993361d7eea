/** The one line that sums a plan up. */

import type { PlanSummary } from "../../model/plan.ts";
import type { Io } from "../io.ts";

/** `Plan: 3 to add, 1 to change, 2 to remove; 1 widens access, 2 narrow it. 4 findings.` */
export function summaryLine(summary: PlanSummary, style: Io["style"]): string {
  const { create, update, delete: remove, widens, narrows, findings } = summary;
  const counted = findings === 0 ? "" : ` ${findings} ${findings === 1 ? "finding" : "findings"}.`;
  if (create + update + remove === 0)
    return `${style("good", "No changes.")} ${findings === 0 ? "The lake is as the policies say." : "Everything the policies ask for is there."}${counted}`;
  return `Plan: ${create} to add, ${update} to change, ${remove} to remove; ${style("widens", `${widens} ${widens === 1 ? "widens" : "widen"} access`)}, ${style("narrows", `${narrows} ${narrows === 1 ? "narrows" : "narrow"} it`)}.${counted}`;
}
