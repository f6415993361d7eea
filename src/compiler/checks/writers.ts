/** Checks that who may write, and so re-grade, a table may read all of it, now and when it gets a new column. */

import { groupBy } from "../../model/batches.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { ClassifiedColumn, ClassifiedDatabase } from "../classify.ts";
import { databasesOf } from "../reach.ts";
import type { Resolved, ResolvedGroup } from "../resolved.ts";
import { nameList } from "./name-list.ts";

export function* checkWriters({ governed, groups }: Resolved): Generator<Diagnostic> {
  for (const group of groups) {
    if (group.access === "read") continue;
    if (group.domains === undefined) yield withoutDomains(group);
    if (governed === undefined) continue;
    const databases = databasesOf(group, governed.classified.databases);
    yield* columnsAboveClearance(group, databases);
    yield* newColumnsAboveClearance(group, databases);
  }
}

function withoutDomains({ document, name, access }: ResolvedGroup): Diagnostic {
  return report("LG4010", {
    message: `group \`${name}\` may ${access} the tables of every domain`,
    help: "limit it with `domains`",
    range: document.at(["access"]),
  });
}

/** INSERT and DELETE count as reading, and Lake Formation gives them only where the whole table matches. */
function* columnsAboveClearance(group: ResolvedGroup, databases: readonly ClassifiedDatabase[]): Generator<Diagnostic> {
  const tables: string[] = [];
  let example: ClassifiedColumn | undefined;
  for (const database of databases) {
    for (const { name, type, columns } of database.tables.values()) {
      // Views are never written; a view above the clearance is out of reach as a whole.
      if (type === "view") continue;
      const above = columns.find(({ decision }) => decision.grade < group.clearance);
      if (above === undefined) continue;
      example ??= above;
      tables.push(`${database.name}.${name}`);
    }
  }
  if (example === undefined) return;
  const [origin] = example.decision.origins;
  yield report("LG4008", {
    message: `group \`${group.name}\` with clearance ${group.clearance} may ${group.access} ${nameList(tables)}, where a column has a stricter grade`,
    label: `column \`${example.name}\` of \`${tables[0] ?? ""}\` has grade ${example.decision.grade}`,
    help: `use a clearance of ${example.decision.grade}, \`access: read\`, or \`domains\` without such tables`,
    range: group.document.at(["access"]),
    ...(origin === undefined ? {} : { related: [{ message: `grade ${example.decision.grade} comes from here`, range: origin }] }),
  });
}

/**
 * A column added tomorrow is born at grade 1, or at the default, which is also the table's own grade. Stricter than the
 * clearance, it takes the whole table out of the writers' reach.
 */
function* newColumnsAboveClearance(group: ResolvedGroup, databases: readonly ClassifiedDatabase[]): Generator<Diagnostic> {
  const above = databases.filter(
    ({ decision, tables }) => decision.grade < group.clearance && [...tables.values()].some(({ type }) => type === "table"),
  );
  for (const [grade, ofGrade] of groupBy(above, ({ decision }) => decision.grade)) {
    const strictest = ofGrade.some(({ newColumns }) => newColumns === "strictest");
    yield report("LG4009", {
      message: `group \`${group.name}\` with clearance ${group.clearance} may ${group.access} tables of ${nameList(ofGrade.map(({ name }) => name))}, where new columns are born at grade ${grade}`,
      help: `use a clearance of ${grade}, \`access: read\`, or ${strictest ? "`newColumns: inherit`" : "a looser `default`"} for these databases`,
      range: group.document.at(["access"]),
    });
  }
}
