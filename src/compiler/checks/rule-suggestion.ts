/** What a selector that matches nothing may have meant. */

import { nearest } from "../../model/suggestion.ts";
import type { ClassifiedTable } from "../classify.ts";
import { patternMatches } from "../selector.ts";
import type { NamePattern, Selector } from "../selector.ts";

/** Names looked through for one suggestion: enough for any real lake, and a bound for a hostile one. */
const candidateLimit = 20_000;

/** The selector with its table, else its column, replaced by the nearest existing name. */
export function suggestSelector({ table, column }: Selector, tables: readonly ClassifiedTable[]): string | undefined {
  const named = tables.filter(({ name }) => patternMatches(table, name));
  if (named.length === 0) {
    const near = nearestOf(
      table,
      tables.map(({ name }) => name),
    );
    return near === undefined ? undefined : `did you mean \`${near}.${column.text}\`?`;
  }
  const near = nearestOf(column, columnNames(named));
  return near === undefined ? undefined : `did you mean \`${table.text}.${near}\`?`;
}

function nearestOf(pattern: NamePattern, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  for (const literal of pattern.literals) {
    const near = nearest(literal, known);
    if (near !== undefined) return near;
  }
  return undefined;
}

function columnNames(tables: readonly ClassifiedTable[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { columns } of tables) {
    for (const { name } of columns) names.add(name);
    if (names.size >= candidateLimit) break;
  }
  return names;
}
