/** What random policies mean, said a second time and as plainly as possible: labels of columns, and who may read them. */

import { groupsIn, pattern, rolesOf } from "./policy-groups.ts";
import type { Model, ModelDatabase } from "./policy-model.ts";

/** Grade and domain of one column under policies; undefined where they do not manage it. */
export interface Label {
  readonly grade: number;
  readonly domain: string | undefined;
}

/** The label the policies give a column. */
export function labelOf(
  databases: readonly ModelDatabase[],
  model: Model,
  database: string,
  table: string,
  column: string,
): Label | undefined {
  const index = databases.findIndex(({ name }) => name === database);
  const one = model.terms[index];
  const found = databases[index]?.tables.find(({ name }) => name === table);
  if (one?.managed !== true || found === undefined) return undefined;
  const all = [...model.rules, ...one.rules];
  const gradesBy = (name: string): readonly number[] =>
    all.flatMap((each) =>
      matches(each.table, table) && matches(each.column, name) && !(each.except !== undefined && matches(each.except, table))
        ? [each.grade]
        : [],
    );
  const gradeOf = (name: string): number => (gradesBy(name).length === 0 ? one.default : Math.min(...gradesBy(name)));
  const isNamed = found.columns.some((name) => gradesBy(name).length > 0);
  const grade = !found.view ? gradeOf(column) : isNamed ? Math.min(...found.columns.map(gradeOf)) : 1;
  return { grade, domain: one.domain?.toLowerCase() };
}

/** May a role read a column of this label under the groups of these policies? */
export function isCleared(model: Model, role: string, label: Label | undefined): boolean {
  if (label === undefined) return false;
  const groups = groupsIn(model);
  return groups.some(
    (group, index) =>
      group !== undefined &&
      rolesOf(index, groups).includes(role) &&
      label.grade >= group.clearance &&
      (group.domains === undefined || (label.domain !== undefined && group.domains.some((name) => name.toLowerCase() === label.domain))),
  );
}

function matches(text: string, name: string): boolean {
  if (text === "*") return true;
  const source = pattern(text.toLowerCase())
    .replace(/[\\^$.*+()[\]|/-]/g, "\\$&")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(name.toLowerCase());
}
