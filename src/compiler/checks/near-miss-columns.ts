/** Checks braces for names that no column has where a column of nearly that name stays looser: one letter would release it. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { indexNearNames } from "../../model/near-names.ts";
import type { ClassifiedColumn, ClassifiedDatabase, ClassifiedTable } from "../classify.ts";
import type { Resolved } from "../resolved.ts";
import type { GradeRule } from "../rules.ts";
import { foldName, patternMatches } from "../selector.ts";
import type { NamePattern } from "../selector.ts";

interface UnmetName {
  readonly rule: GradeRule;
  readonly database: NamePattern;
  /** Folded. */
  readonly name: string;
}

/** Where a column stands. */
interface Place {
  readonly database: ClassifiedDatabase;
  readonly table: ClassifiedTable;
  readonly column: ClassifiedColumn;
}

/**
 * A name that no column has is no problem in itself: long lists serve many databases. A rule that matches nothing is a problem of its own.
 * The work is proportional to such names times the different names of columns, and nothing where every name has its column.
 */
export function* checkNearMissColumns({ governed, classifications }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  const { usage, databases } = governed.classified;
  const unmet = classifications.flatMap(({ database, rules }) =>
    rules.flatMap((rule) =>
      usage.selected[rule.id] === 1 ? [...(usage.unmet[rule.id] ?? [])].map((name): UnmetName => ({ rule, database, name })) : [],
    ),
  );
  if (unmet.length === 0) return;
  const nearNames = nearNamesOf(unmet, databases);
  const places = placesOf(new Set([...nearNames.values()].flat()), databases);
  for (const one of unmet) {
    const meant = firstLooser(
      one,
      (nearNames.get(one.name) ?? []).flatMap((near) => places.get(near) ?? []),
    );
    if (meant !== undefined) yield nearMiss(one, meant);
  }
}

/** Letters a name needs: those of two, like `di` and `id`, are nearly all one slip apart. */
const shortestTold = 3;

/** By name: the folded names of columns one slip away. With two, `dept_no` would count as a misspelt `pspt_no`. */
function nearNamesOf(
  unmet: readonly UnmetName[],
  databases: ReadonlyMap<string, ClassifiedDatabase>,
): ReadonlyMap<string, readonly string[]> {
  const known = new Set<string>();
  for (const { column } of everyColumn(databases)) known.add(foldName(column.name));
  const nearTo = indexNearNames(known, 1);
  const names = new Set(unmet.flatMap(({ name }) => (name.length < shortestTold ? [] : [name])));
  return new Map([...names].map((name) => [name, nearTo(name)]));
}

/** The columns of these names. */
function placesOf(names: ReadonlySet<string>, databases: ReadonlyMap<string, ClassifiedDatabase>): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>([...names].map((name) => [name, []]));
  if (names.size > 0) for (const place of everyColumn(databases)) places.get(foldName(place.column.name))?.push(place);
  return places;
}

function* everyColumn(databases: ReadonlyMap<string, ClassifiedDatabase>): Generator<Place> {
  for (const database of databases.values()) {
    for (const table of database.tables.values()) for (const column of table.columns) yield { database, table, column };
  }
}

/** The first column that the rule would reach under this name and that no rule grades as strictly. */
function firstLooser({ rule, database: pattern }: UnmetName, candidates: readonly Place[]): Place | undefined {
  return candidates.find(
    ({ database, table, column: { name, decision } }) =>
      (decision.rules.length === 0 || decision.grade > rule.grade) &&
      patternMatches(pattern, database.name) &&
      patternMatches(rule.match.table, table.name) &&
      // What the rule names itself is there on purpose, be it that an exception takes it out again.
      !patternMatches(rule.match.column, name),
  );
}

function nearMiss({ rule: { rule, range }, name }: UnmetName, { database, table, column }: Place): Diagnostic {
  return report("LG3040", {
    message: `\`${name}\` in rule \`${rule.match}\` is no column, and \`${column.name}\` has no rule as strict`,
    help: `did you mean \`${column.name}\`? it is a column of \`${database.name}.${table.name}\` with grade ${column.decision.grade}`,
    range,
  });
}
