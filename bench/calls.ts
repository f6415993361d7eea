/** Calls as the sandbox counted them, beside the pages that were needed. */

import type { BenchAccount } from "./account.ts";
import type { Measure } from "./measure.ts";

/** Calls above the pages needed, as a ratio, that are still right. */
const greatestRatio = 1.2;

/** Calls of one reading by operation, and by service their ratio to the pages needed. */
export function readingMeasures(
  calls: ReadonlyMap<string, number>,
  needed: Readonly<Record<string, number>>,
  label: string,
): readonly Measure[] {
  const byOperation = [...calls].map(([operation, value]): Measure => ({ what: `${label}: ${operation}`, value, unit: "calls" }));
  const ratios = Object.entries(needed).map(([service, pages]): Measure => {
    const made = callsOf(calls, `${service}:`);
    return { what: `${label}: ${service}, ${made} calls ÷ ${pages} pages`, value: made / pages, unit: "ratio", limit: greatestRatio };
  });
  const unexpected = [...calls].filter(([operation]) => !Object.keys(needed).some((service) => operation.startsWith(`${service}:`)));
  const others = unexpected.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...byOperation.toSorted((a, b) => (a.what < b.what ? -1 : 1)),
    ...ratios,
    { what: `${label}: other services`, value: others, unit: "calls", limit: 0 },
  ];
}

/** Calls whose name, `<service>:<Operation>`, begins so. */
export function callsOf(calls: ReadonlyMap<string, number>, prefix: string): number {
  return [...calls].reduce((sum, [operation, count]) => (operation.startsWith(prefix) ? sum + count : sum), 0);
}

/** The calls of some work alone. */
export async function countCalls<Result>(
  account: BenchAccount,
  work: () => Promise<Result>,
): Promise<{ result: Result; calls: ReadonlyMap<string, number> }> {
  await account.calls();
  const result = await work();
  return { result, calls: await account.calls() };
}
