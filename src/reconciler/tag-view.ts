/** Effective tags of a state: what a database, table or column carries, its own value or the one it inherits. */

import { specsOf } from "../kinds/specs.ts";
import { groupBy } from "../model/batches.ts";
import type { Resources } from "../model/state.ts";

/** The columns of a table that carry a value of their own. */
type Columns = ReadonlyMap<string, string>;

interface TableTags {
  readonly own: string | undefined;
  readonly columns: Columns;
}

/** The values of a database and what is in it. */
export interface DatabaseTags {
  readonly own: string | undefined;
  readonly tables: ReadonlyMap<string, TableTags>;
}

/** Values of one key over a whole state. */
export interface TagView {
  readonly databases: ReadonlyMap<string, DatabaseTags>;
}

/** Builds the view of one key. */
export function tagView(resources: Resources, key: string): TagView {
  const specs = specsOf(resources, "lf-tag-assignment").flatMap(([, spec]) => (spec.key === key ? [spec] : []));
  const databases = new Map<string, DatabaseTags>();
  for (const [database, ofDatabase] of groupBy(specs, (spec) => spec.database)) {
    let own: string | undefined;
    const tables = new Map<string, { own: string | undefined; columns: Map<string, string> }>();
    for (const { table, column, value } of ofDatabase) {
      if (table === undefined) {
        own = value;
        continue;
      }
      let entry = tables.get(table);
      if (entry === undefined) tables.set(table, (entry = { own: undefined, columns: new Map() }));
      if (column === undefined) entry.own = value;
      else entry.columns.set(column, value);
    }
    databases.set(database, { own, tables });
  }
  return { databases };
}

/** The effective value of a securable, or undefined when neither it nor anything above it carries the key. */
export function effective(view: TagView, database: string, table?: string, column?: string): string | undefined {
  const ofDatabase = view.databases.get(database);
  if (ofDatabase === undefined || table === undefined) return ofDatabase?.own;
  const ofTable = ofDatabase.tables.get(table);
  return (column === undefined ? undefined : ofTable?.columns.get(column)) ?? ofTable?.own ?? ofDatabase.own;
}
