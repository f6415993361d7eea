/** Reach: which managed tables, and which grades, a securable of a foreign grant opens. Over-approximates, and says where. */

import { databaseOf } from "../kinds/lf-grant/spec.ts";
import { covers } from "../kinds/lf-location/spec.ts";
import { expressionOf } from "../model/securable.ts";
import type { Securable } from "../model/securable.ts";
import { compareText } from "../model/source.ts";
import type { Estate } from "./control.ts";
import { distinct, gradedData } from "./graded-data.ts";
import type { GradedTable } from "./graded-data.ts";
import { managedTables } from "./managed-locations.ts";
import { counted } from "./sample.ts";
import { oncePerEstate } from "./specs.ts";
import { policyReach } from "./tag-policy-reach.ts";

export interface Reach {
  /** `database.table` of managed tables. */
  readonly tables: readonly string[];
  /** Grades that occur in what is reached, strictest first. */
  readonly grades: readonly number[];
  /** Why this is all that it may reach rather than what it is known to reach. */
  readonly undecided?: string;
}

/** No managed data. */
export const nothing: Reach = { tables: [], grades: [] };

/** What a grant on this securable opens in managed databases, whatever its permissions are. */
export function reachOf(estate: Estate, securable: Securable): Reach {
  const name = databaseOf(securable);
  if (name !== undefined) return Object.hasOwn(estate.desired.scope.managed, name) ? reachIn(estate, name, securable) : nothing;
  if (securable.type === "lf-tag-policy" || securable.type === "lf-tag-policy-named") {
    const expression = expressionOf(securable);
    if (expression === undefined) return { ...everything(estate), undecided: "what its saved expression stands for was not read" };
    return policyReach(estate, securable.target, expression) ?? { ...everything(estate), undecided: "the tags it asks for were not read" };
  }
  if (securable.type === "unknown") return { ...everything(estate), undecided: "its shape is not known" };
  return securable.type === "data-location" ? reachAt(estate, securable.arn) : everything(estate);
}

/** Tables stored at, below or around a path: whoever may make tables there may make one over their files. */
function reachAt(estate: Estate, path: string): Reach {
  const at = path.replace(/\/+$/, "");
  const tables = managedTables(estate).filter(({ arn }) => arn !== undefined && (covers(at, arn) || covers(arn, at)));
  return uniteReach(tables.map(({ database, table }) => reachIn(estate, database, { type: "table", database, table: table.name })));
}

function reachIn(estate: Estate, name: string, securable: Securable): Reach {
  const database = gradedData(estate).get(name);
  if (database === undefined) return nothing;
  if (!("table" in securable)) return { tables: database.names, grades: database.grades };
  const table = database.tables.get(securable.table);
  // A table that is not there is born with the grade of its database when it comes.
  if (table === undefined) return { tables: [`${name}.${securable.table}`], grades: [database.born] };
  return { tables: [table.name], grades: gradesOf(table, securable) };
}

/** A data cells filter's columns are not read, so it counts as the whole table. */
function gradesOf(table: GradedTable, securable: Securable): readonly number[] {
  const gradeOf = (column: string): number => table.columns.get(column) ?? table.own;
  if (securable.type === "columns") return distinct(securable.columns.map(gradeOf));
  if (securable.type !== "columns-except") return table.grades;
  return distinct(table.columnNames.filter((column) => !securable.excluded.includes(column)).map(gradeOf));
}

/** All managed data. */
const everything = oncePerEstate((estate): Reach => {
  const databases = [...gradedData(estate).values()];
  return { tables: databases.flatMap(({ names }) => names), grades: distinct(databases.flatMap(({ grades }) => grades)) };
});

/** What several securables open together; nothing when there are none. Undecided as soon as one of them is. */
export function uniteReach(reaches: readonly Reach[]): Reach {
  const lists = [...new Set(reaches.map(({ tables }) => tables))];
  const [only = []] = lists;
  const reasons = new Set(reaches.flatMap(({ undecided = [] }) => undecided));
  return {
    tables: lists.length === 1 ? only : [...new Set(lists.flat())],
    grades: distinct(reaches.flatMap(({ grades }) => grades)),
    ...(reasons.size === 0 ? {} : { undecided: [...reasons].toSorted(compareText).join("; ") }),
  };
}

/** `grades 1 and 3 in 2 tables`, for people. */
export function describeReach({ tables, grades }: Reach): string {
  if (grades.length === 0) return counted(tables.length, "managed table");
  const list = grades.length === 1 ? String(grades[0]) : `${grades.slice(0, -1).join(", ")} and ${grades.at(-1)}`;
  return `${grades.length === 1 ? "grade" : "grades"} ${list} in ${counted(tables.length, "table")}`;
}
