/** Stage `apply`: first adoption carried out, its calls beside the fewest there can be, and the plan after it. */

import type { LfTagAssignment } from "../../src/kinds/lf-tag-assignment/spec.ts";
import { groupBy } from "../../src/model/batches.ts";
import type { Change } from "../../src/model/change.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { openAccount } from "../account.ts";
import { callsOf, countCalls, readingMeasures } from "../calls.ts";
import { account, generatePolicies } from "../lake.ts";
import type { NewColumns } from "../lake.ts";
import { memoryMeasures, timed } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { planTimed } from "../planning.ts";

/** Entries one batch call takes. Source: Lake Formation API, BatchGrantPermissions. */
const batch = 20;

export async function measureApply(newColumns: NewColumns): Promise<readonly Measure[]> {
  const files = generatePolicies(newColumns);
  const bench = await openAccount();
  const { ports } = bench;
  const { plan } = await planTimed(ports, files, "");

  const applying = await timed(() =>
    countCalls(bench, () => applyChanges(plan.changes, { ports, account, pause: () => Promise.resolve() })),
  );
  const { result: results, calls } = applying.result;
  const undone = results.filter(({ status }) => status !== "done");
  const memory = memoryMeasures("apply, after a plan", await bench.memory());

  const again = await countCalls(bench, () => planTimed(ports, files, "second plan"));
  const { gradeTag, domainTag } = again.result.desired.scope;
  const memoryAgain = memoryMeasures("second plan, after both", await bench.memory());
  const pages = await bench.pages([gradeTag, domainTag]);
  bench.close();
  return [
    { what: "apply", value: applying.seconds, unit: "s", busy: applying.busy },
    { what: "apply: changes", value: results.length, unit: "changes" },
    { what: "apply: changes not done", value: undone.length, unit: "changes", limit: 0 },
    ...writingMeasures(plan.changes, calls),
    ...memory,
    ...again.result.measures.filter(({ unit }) => unit !== "changes"),
    { what: "second plan: changes", value: again.result.plan.changes.length, unit: "changes", limit: 0 },
    ...readingMeasures(again.calls, pages, "second plan"),
    ...memoryAgain,
  ];
}

function writingMeasures(changes: readonly Change[], calls: ReadonlyMap<string, number>): readonly Measure[] {
  const tags = changes.flatMap(({ kind, after }) => (kind === "lf-tag-assignment" && after !== null ? [after as LfTagAssignment] : []));
  const grants = changes.filter(({ kind }) => kind === "lf-grant");
  const given = grants.filter(({ after }) => after !== null).length;
  return [
    atMost("AddLFTagsToResource", "tables × values, and databases", tagCallsNeeded(tags), calls),
    atMost("BatchGrantPermissions", `${given} grants ÷ ${batch}`, Math.ceil(given / batch), calls),
    atMost("BatchRevokePermissions", `${grants.length - given} revokes ÷ ${batch}`, Math.ceil((grants.length - given) / batch), calls),
  ];
}

/** One call for each database or table and each value that it or its columns get. */
function tagCallsNeeded(tags: readonly LfTagAssignment[]): number {
  return groupBy(tags, ({ key, value, database, table, column }) => JSON.stringify([key, value, database, table, column === undefined]))
    .size;
}

/** Batches are filled lane by lane, and steps do not share one: a few calls above the fewest are right. */
function atMost(operation: string, what: string, needed: number, calls: ReadonlyMap<string, number>): Measure {
  const made = callsOf(calls, `lakeformation:${operation}`);
  return { what: `apply: ${operation}, ${made} calls ÷ ${needed} (${what})`, value: made / needed, unit: "ratio", limit: 1.2 };
}
