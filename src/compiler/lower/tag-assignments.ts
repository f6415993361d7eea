/** Lowers classifications to LF-Tag assignments in the canonical form of the kind: explicit tables, differing columns. */

import { segment } from "../../model/address.ts";
import * as lfTagAssignment from "../../kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../../kinds/lf-tag-assignment/spec.ts";
import { compareText } from "../../model/source.ts";
import type { ClassifiedDatabase, ClassifiedTable } from "../classify.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "lf-tag-assignment", ...lfTagAssignment };

export function* lowerTagAssignments({ lake, governed }: Lowerable): Generator<Entry> {
  for (const database of governed.classified.databases.values()) {
    const { name, decision, domain, domainRange } = database;
    yield entryOf<LfTagAssignment>(kind, { key: lake.gradeTag, value: String(decision.grade), database: name }, decision.origins);
    if (domain !== undefined && domainRange !== undefined) {
      yield entryOf<LfTagAssignment>(kind, { key: lake.domainTag, value: domain, database: name }, [domainRange]);
    }
    for (const table of database.tables.values()) for (const entry of lowerTable(lake.gradeTag, database, table)) yield entry;
  }
}

function lowerTable(
  key: string,
  { name: database }: ClassifiedDatabase,
  { name: table, decision, columns }: ClassifiedTable,
): readonly Entry[] {
  const own = entryOf<LfTagAssignment>(kind, { key, value: String(decision.grade), database, table }, decision.origins);
  const entries = [own];
  // In order of names already: sorting half a million addresses costs little when most of them are in order.
  for (const { name: column, decision: decided } of columns.toSorted((a, b) => compareText(a.name, b.name))) {
    if (decided.grade === decision.grade) continue;
    // INVARIANT: this is `address(spec)` of a normalised spec; put together here because there may be half a million of them.
    const spec: LfTagAssignment = { key, value: String(decided.grade), database, table, column };
    entries.push([`${own[0]}/${segment(column)}`, { kind: kind.name, spec, origins: decided.origins }]);
  }
  return entries;
}
