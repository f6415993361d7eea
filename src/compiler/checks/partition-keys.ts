/** Warns of partition keys that are stricter than their table: Lake Formation is not known to hide partition keys. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { ClassifiedTable } from "../classify.ts";
import type { Resolved } from "../resolved.ts";
import type { Decision } from "../rule-index.ts";
import { nameList } from "./name-list.ts";

/** One diagnostic for what decides the grade, however many tables it strikes. */
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
  for (const [{ grade, origins }, names] of stricter) {
    const [range] = origins;
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
