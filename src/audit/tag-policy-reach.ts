/** What LF-Tag policies of others reach: managed tables whose tags, now or after the plan, may satisfy an expression. */

import { eachSpec } from "../kinds/specs.ts";
import { formatExpression } from "../model/tag-expression.ts";
import type { TagExpression } from "../model/tag-expression.ts";
import { isUnread } from "./control.ts";
import type { Estate } from "./control.ts";
import { distinct, gradedData } from "./graded-data.ts";
import { oncePerEstate } from "./specs.ts";

interface PolicyReach {
  readonly tables: readonly string[];
  readonly grades: readonly number[];
}

/**
 * Undefined when the tags it depends on were not read. A table counts with all its grades as soon as its own tag, that of
 * one of its columns or that of its database may match each key: more than Lake Formation opens, never less.
 */
export function policyReach(estate: Estate, target: "database" | "table", expression: TagExpression): PolicyReach | undefined {
  if (!knowsTags(estate, expression)) return undefined;
  const reaches = reachesOf(estate);
  const key = `${target} ${formatExpression(expression)}`;
  const reach = reaches.get(key) ?? computeReach(estate, target, expression);
  reaches.set(key, reach);
  return reach;
}

const reachesOf = oncePerEstate(() => new Map<string, PolicyReach>());

function knowsTags(estate: Estate, expression: TagExpression): boolean {
  const unread = ["catalog", "lf-tag", "lf-tag-assignment"].some((kind) => isUnread(estate, kind));
  return !unread && expression.every(({ key }) => estate.live.tagKeys.includes(key));
}

function computeReach(estate: Estate, target: "database" | "table", expression: TagExpression): PolicyReach {
  const values = tagValues(estate);
  const matches = (places: readonly string[]): boolean =>
    expression.length > 0 &&
    expression.every((condition) =>
      places.some((place) => {
        const possible = values.get(condition.key)?.get(place);
        return possible !== undefined && (condition.values.includes("*") || condition.values.some((value) => possible.has(value)));
      }),
    );
  const tables: string[] = [];
  const grades = new Set<number>();
  for (const [name, database] of gradedData(estate)) {
    if (database.tables.size === 0 && matches([name])) grades.add(database.born);
    for (const table of database.tables.values()) {
      if (!matches(target === "database" ? [name] : [name, table.name])) continue;
      tables.push(table.name);
      for (const grade of table.grades) grades.add(grade);
    }
  }
  return { tables, grades: distinct(grades) };
}

/** By key, then by `database` or `database.table`: the values it or, for a table, one of its columns may have. */
const tagValues = oncePerEstate(({ live, desired }): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> => {
  const keys = new Map<string, Map<string, Set<string>>>();
  for (const { resources } of [live, desired]) {
    eachSpec(resources, "lf-tag-assignment", ({ key, value, database, table }) => {
      const places = keys.get(key) ?? new Map<string, Set<string>>();
      keys.set(key, places);
      const place = table === undefined ? database : `${database}.${table}`;
      places.set(place, (places.get(place) ?? new Set<string>()).add(value));
    });
  }
  return keys;
});
