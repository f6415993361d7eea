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

/** In order of addresses, nearly: sorting half a million of them costs little then, and a second or two otherwise. */
export function* lowerTagAssignments({ lake, governed }: Lowerable): Generator<Entry> {
  const databases = [...governed.classified.databases.values()].toSorted(byName);
  for (const { name, domain, domainRange } of databases) {
    if (domain === undefined || domainRange === undefined) continue;
    yield entryOf<LfTagAssignment>(kind, { key: lake.domainTag, value: domain, database: name }, [domainRange]);
  }
  for (const database of databases) {
    const { name, decision } = database;
    yield entryOf<LfTagAssignment>(kind, { key: lake.gradeTag, value: String(decision.grade), database: name }, decision.origins);
    for (const table of [...database.tables.values()].toSorted(byName)) {
      for (const entry of lowerTable(lake.gradeTag, database, table)) yield entry;
    }
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name);
}

function lowerTable(
  key: string,
  { name: database }: ClassifiedDatabase,
  { name: table, decision, columns }: ClassifiedTable,
): readonly Entry[] {
  const own = entryOf<LfTagAssignment>(kind, { key, value: String(decision.grade), database, table }, decision.origins);
  const entries = [own];
  for (const { name: column, decision: decided } of columns.toSorted(byName)) {
    if (decided.grade === decision.grade) continue;
    // INVARIANT: this is `address(spec)` of a normalised spec; put together here because there may be half a million of them.
    const spec: LfTagAssignment = { key, value: String(decided.grade), database, table, column };
    entries.push([`${own[0]}/${segment(column)}`, { kind: kind.name, spec, origins: decided.origins }]);
  }
  return entries;
}
