/**
 * Outages of a moment, computed from the model before the apply: who may not use for a while what they may use before and
 * after. It errs on the side of telling: of the changes in one step any may be done and any not.
 */

import { groupBy } from "../../model/batches.ts";
import type { Outage } from "../../model/outage.ts";
import { compareText } from "../../model/source.ts";
import { outageOf } from "./moments.ts";
import type { Question } from "./moments.ts";

/** The outages among the answers; one for all tables of a database that the same people miss for the same time. */
export function outagesIn(questions: readonly Question[]): readonly Outage[] {
  const losses = questions.flatMap((question) => {
    const span = outageOf(question);
    if (span === undefined) return [];
    const { permissions } = question;
    const principals = question.principals.toSorted(compareText);
    const who = JSON.stringify([principals, permissions, span]);
    return [...groupBy(question.places(), ({ database, table }) => `${table === undefined ? 0 : 1} ${database}`)].map(
      ([where, places]) => ({
        key: `${where} ${who}`,
        outage: { principals, database: places[0]?.database ?? "", permissions, ...span },
        places,
      }),
    );
  });
  return [...groupBy(losses, ({ key }) => key)]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, alike]) => {
      const [first] = alike;
      if (first === undefined) return [];
      const counts = new Map<string, number>();
      for (const { table, columns } of alike.flatMap(({ places }) => places)) {
        if (table !== undefined) counts.set(table, (counts.get(table) ?? 0) + columns);
      }
      const tables = [...counts].map(([table, columns]) => ({ table, columns })).toSorted((a, b) => compareText(a.table, b.table));
      return [{ ...first.outage, tables }];
    });
}
