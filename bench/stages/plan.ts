/** Stage `plan`: first adoption planned, with the calls of the reading beside the pages needed. */

import { openAccount } from "../account.ts";
import { countCalls, readingMeasures } from "../calls.ts";
import { generatePolicies } from "../lake.ts";
import type { NewColumns } from "../lake.ts";
import { memoryMeasures } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { planTimed } from "../planning.ts";

export async function measurePlan(newColumns: NewColumns): Promise<readonly Measure[]> {
  const files = generatePolicies(newColumns);
  const account = await openAccount();
  const { result, calls } = await countCalls(account, () => planTimed(account.ports, files, "first plan"));
  const memory = memoryMeasures("first plan", await account.memory());
  const { gradeTag, domainTag } = result.desired.scope;
  const pages = await account.pages([gradeTag, domainTag]);
  account.close();
  return [...result.measures, ...readingMeasures(calls, pages, "first plan"), ...memory];
}
