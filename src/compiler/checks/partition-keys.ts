/** Warns of partition keys that are stricter than their table: Lake Formation is not known to hide partition keys. */

import { groupBy } from "../../model/batches.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatRange } from "../../model/source.ts";
import type { ClassifiedTable } from "../classify.ts";
import type { Resolved } from "../resolved.ts";
import type { Decision } from "../rule-index.ts";
import { nameList } from "./name-list.ts";

/** One diagnostic for the place and the grade that decide, however many databases and tables it strikes. */
export function* checkPartitionKeys({ governed }: Resolved): Generator<Diagnostic> {
  const stricter = new Map<Decision, string[]>();
  for (const database of governed?.classified.databases.values() ?? []) {
    for (const table of database.tables.values()) {
      for (const [key, decision] of stricterKeys(table)) {
        const name = `${database.name}.${table.name}.${key}`;
        const names = stricter.get(decision);
        if (names === undefined) stricter.set(decision, [name]);
        else names.push(name);
      }
    }
  }
  // A `default` decides for each of its databases on its own.
  const places = groupBy(stricter, ([{ grade, origins }]) => `${grade} ${origins.map(formatRange).join(" ")}`);
  for (const same of places.values()) {
    const [first] = same;
    if (first === undefined) continue;
    const [{ grade, origins }] = first;
    const [range] = origins;
    const names = same.flatMap(([, ofDecision]) => ofDecision);
    const what = names.length === 1 ? "partition key" : "partition keys";
    yield report("LG4016", {
      message: `${what} ${nameList(names)} of grade ${grade} may be seen by everybody who reads another column of the table`,
      help: "keep sensitive values out of partition keys, or grade the other columns as strictly",
      range,
    });
  }
}

function stricterKeys({ columns, type }: ClassifiedTable): readonly (readonly [string, Decision])[] {
  const keys = columns.filter(({ partitionKey }) => partitionKey);
  if (type === "view" || keys.length === 0) return [];
  const loosest = columns.reduce((grade, { decision }) => Math.max(grade, decision.grade), 1);
  return keys.filter(({ decision }) => decision.grade < loosest).map(({ name, decision }) => [name, decision] as const);
}
