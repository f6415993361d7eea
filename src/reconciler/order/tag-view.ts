/** Effective tags of a state: what a database, table or column carries, its own value or the one it inherits. */

import { eachSpec } from "../../kinds/specs.ts";
import type { Resources } from "../../model/state.ts";

interface TableTags {
  readonly own: string | undefined;
  /** The columns that carry a value of their own. */
  readonly columns: ReadonlyMap<string, string>;
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

const noTags: TagView = { databases: new Map() };

/** The views of all keys of a state, by key; of a key that nothing carries, an empty one. */
export function tagViews(resources: Resources): (key: string) => TagView {
  const views = new Map<string, { readonly databases: Map<string, Building> }>();
  eachSpec(resources, "lf-tag-assignment", ({ key, value, database, table, column }) => {
    const { databases } = entryOf(views, key, () => ({ databases: new Map() }));
    const ofDatabase = entryOf(databases, database, newDatabase);
    if (table === undefined) {
      ofDatabase.own = value;
      return;
    }
    const ofTable = entryOf(ofDatabase.tables, table, newTable);
    if (column === undefined) ofTable.own = value;
    else ofTable.columns.set(column, value);
  });
  return (key) => views.get(key) ?? noTags;
}

interface Building {
  own: string | undefined;
  readonly tables: Map<string, { own: string | undefined; readonly columns: Map<string, string> }>;
}

const newDatabase = (): Building => ({ own: undefined, tables: new Map() });
const newTable = (): { own: string | undefined; readonly columns: Map<string, string> } => ({ own: undefined, columns: new Map() });

function entryOf<Entry>(entries: Map<string, Entry>, name: string, create: () => Entry): Entry {
  const known = entries.get(name);
  if (known !== undefined) return known;
  const entry = create();
  entries.set(name, entry);
  return entry;
}

/** The effective value of a securable, or undefined when neither it nor anything above it carries the key. */
export function effective(view: TagView, database: string, table?: string, column?: string): string | undefined {
  return table === undefined ? view.databases.get(database)?.own : valueIn(view, database, table)(column);
}

/** The effective values in one table: of its columns, and of itself for none. */
export function valueIn({ databases }: TagView, database: string, table: string): (column: string | undefined) => string | undefined {
  const ofDatabase = databases.get(database);
  const ofTable = ofDatabase?.tables.get(table);
  const own = ofTable?.own ?? ofDatabase?.own;
  return (column) => (column === undefined ? undefined : ofTable?.columns.get(column)) ?? own;
}
