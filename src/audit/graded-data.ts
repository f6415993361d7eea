/** The managed data of an estate with the grades its policies ask for: what a grant reaches is told in these. */

import { eachSpec } from "../kinds/specs.ts";
import { allColumns } from "../model/catalog.ts";
import { compareText } from "../model/source.ts";
import type { Estate } from "./control.ts";
import { oncePerEstate } from "./specs.ts";

/** The most sensitive grade: what anything without a known grade counts as. */
const strictest = 1;

export interface GradedTable {
  /** `database.table`. */
  readonly name: string;
  /** The grade of the table itself: that of every column without one of its own. */
  readonly own: number;
  /** Grades of columns that differ from the table's. */
  readonly columns: ReadonlyMap<string, number>;
  /** Every column that is known, partition keys included. */
  readonly columnNames: readonly string[];
  /** Grades that occur in the table, strictest first. */
  readonly grades: readonly number[];
}

export interface GradedDatabase {
  /** The grade a new table is born with. */
  readonly born: number;
  readonly tables: ReadonlyMap<string, GradedTable>;
  /** All tables as names, and all their grades, strictest first; without a table, what the first one is born with. */
  readonly names: readonly string[];
  readonly grades: readonly number[];
}

/** Managed databases by name. Tables are those of the live catalog and of the desired state together; links are none. */
export const gradedData = oncePerEstate(({ live, desired }: Estate): ReadonlyMap<string, GradedDatabase> => {
  const asked = askedGrades(desired);
  const catalog = new Map(live.catalog.databases.map((database) => [database.name, database]));
  return new Map(
    Object.keys(desired.scope.managed)
      .toSorted(compareText)
      .map((name) => {
        const { own: born = strictest, tables: askedTables } = asked.get(name) ?? noGrades;
        const columnNames = new Map([...askedTables].map(([table, { columns }]) => [table, [...columns.keys()]]));
        for (const table of catalog.get(name)?.tables ?? []) {
          if (table.type !== "resource-link")
            columnNames.set(
              table.name,
              allColumns(table).map((column) => column.name),
            );
        }
        const tables = new Map(
          [...columnNames].map(([table, names]) => {
            const { own = born, columns = new Map<string, number>() } = askedTables.get(table) ?? {};
            const grades = names.length === 0 ? [own] : names.map((column) => columns.get(column) ?? own);
            return [table, { name: `${name}.${table}`, own, columns, columnNames: names, grades: distinct(grades) }];
          }),
        );
        const all = [...tables.values()];
        return [
          name,
          {
            born,
            tables,
            names: all.map((table) => table.name),
            grades: all.length === 0 ? [born] : distinct(all.flatMap(({ grades }) => grades)),
          },
        ];
      }),
  );
});

interface AskedTable {
  own?: number;
  readonly columns: Map<string, number>;
}

interface AskedDatabase {
  own?: number;
  readonly tables: Map<string, AskedTable>;
}

const noGrades: AskedDatabase = { tables: new Map() };

function askedGrades({ scope, resources }: Estate["desired"]): ReadonlyMap<string, AskedDatabase> {
  const databases = new Map<string, AskedDatabase>();
  eachSpec(resources, "lf-tag-assignment", ({ key, value, database, table, column }) => {
    if (key !== scope.gradeTag) return;
    const ofDatabase = databases.get(database) ?? { tables: new Map<string, AskedTable>() };
    databases.set(database, ofDatabase);
    if (table === undefined) {
      ofDatabase.own = Number(value);
      return;
    }
    const ofTable = ofDatabase.tables.get(table) ?? { columns: new Map<string, number>() };
    ofDatabase.tables.set(table, ofTable);
    if (column === undefined) ofTable.own = Number(value);
    else ofTable.columns.set(column, Number(value));
  });
  return databases;
}

/** Sorted, without duplicates. */
export function distinct(grades: Iterable<number>): readonly number[] {
  return [...new Set(grades)].toSorted((a, b) => a - b);
}
