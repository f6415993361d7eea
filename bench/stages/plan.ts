/** Stage `plan`: first adoption planned, with the calls of the reading beside the pages needed. */

import { openAccount } from "../account.ts";
import { countCalls, readingMeasures } from "../calls.ts";
import { generatePolicies } from "../lake.ts";
import type { NewColumns } from "../lake.ts";
import { greatestMemory, peakMemory } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { pagesNeeded } from "../pages.ts";
import { planTimed } from "../planning.ts";

export async function measurePlan(newColumns: NewColumns): Promise<readonly Measure[]> {
  const files = generatePolicies(newColumns);
  const { sandbox, ports } = openAccount();
  const before = peakMemory();
  const { result, calls } = await countCalls(sandbox, () => planTimed(ports, files, "first plan"));
  const peak = peakMemory();
  const { gradeTag, domainTag } = result.desired.scope;
  return [
    ...result.measures,
    ...readingMeasures(calls, pagesNeeded(sandbox.account, [gradeTag, domainTag]), "first plan"),
    { what: "memory of the sandbox alone, peak", value: before, unit: "MiB" },
    { what: "memory, peak, sandbox included", value: peak, unit: "MiB", limit: greatestMemory },
  ];
}
