/** LF-Tags on databases, tables and columns: what is assigned, and what is effective through inheritance. */

import { compareText } from "../../model/source.ts";
import type { LakeFormationData, TableTags, TagSet } from "./state.ts";

/** No LF-Tags at all. */
export const noTags: TagSet = new Map();

/** The set with one key set to a value, or without the key. Equal sets are one object, so a wide table costs a pointer a column. */
function withTag(data: LakeFormationData, tags: TagSet, key: string, value: string | undefined): TagSet {
  const entries = [...tags].filter(([other]) => other !== key);
  if (value !== undefined) entries.push([key, value]);
  if (entries.length === 0) return noTags;
  entries.sort(([a], [b]) => compareText(a, b));
  const text = JSON.stringify(entries);
  const known = data.tagSets.get(text);
  if (known !== undefined) return known;
  const set: TagSet = new Map(entries);
  data.tagSets.set(text, set);
  return set;
}

/** Assigned to the database itself. */
export function databaseTags(data: LakeFormationData, database: string): TagSet {
  return data.databaseTags.get(database) ?? noTags;
}

/** Assigned to the table and its columns; undefined when nothing is. */
export function tableTags(data: LakeFormationData, database: string, table: string): TableTags | undefined {
  return data.tableTags.get(database)?.get(table);
}

/**
 * A lower level's tags over the inherited ones: the nearest assignment of a key wins.
 * Source: Lake Formation Developer Guide, tag-based-access-control.
 */
export function inherit(parent: TagSet, own: TagSet): TagSet {
  if (own.size === 0) return parent;
  if (parent.size === 0) return own;
  return new Map([...parent, ...own]);
}

/** Effective tags of a table and of any of its columns. */
export interface EffectiveTags {
  readonly table: TagSet;
  /** The same object for columns with the same assignments. */
  readonly column: (name: string) => TagSet;
}

/** Effective tags of one table; cheap for wide tables, since columns with equal assignments are merged once. */
export function effectiveTags(data: LakeFormationData, database: string, table: string): EffectiveTags {
  const assigned = tableTags(data, database, table);
  const onTable = inherit(databaseTags(data, database), assigned?.own ?? noTags);
  const merged = new Map<TagSet, TagSet>();
  const column = (name: string): TagSet => {
    const own = assigned?.columns.get(name);
    if (own === undefined) return onTable;
    let tags = merged.get(own);
    if (tags === undefined) merged.set(own, (tags = inherit(onTable, own)));
    return tags;
  };
  return { table: onTable, column };
}

/** Sets or removes a key on a database. */
export function assignToDatabase(data: LakeFormationData, database: string, key: string, value: string | undefined): void {
  const tags = withTag(data, databaseTags(data, database), key, value);
  if (tags.size === 0) data.databaseTags.delete(database);
  else data.databaseTags.set(database, tags);
}

/** Sets or removes a key on a table. */
export function assignToTable(data: LakeFormationData, database: string, table: string, key: string, value: string | undefined): void {
  const assigned = ensureTable(data, database, table);
  assigned.own = withTag(data, assigned.own, key, value);
  dropIfEmpty(data, database, table, assigned);
}

/** Sets or removes a key on one column. */
export function assignToColumn(
  data: LakeFormationData,
  place: { readonly database: string; readonly table: string; readonly column: string },
  key: string,
  value: string | undefined,
): void {
  const assigned = ensureTable(data, place.database, place.table);
  const tags = withTag(data, assigned.columns.get(place.column) ?? noTags, key, value);
  if (tags.size === 0) assigned.columns.delete(place.column);
  else assigned.columns.set(place.column, tags);
  dropIfEmpty(data, place.database, place.table, assigned);
}

function ensureTable(data: LakeFormationData, database: string, table: string): TableTags {
  let tables = data.tableTags.get(database);
  if (tables === undefined) data.tableTags.set(database, (tables = new Map<string, TableTags>()));
  let assigned = tables.get(table);
  if (assigned === undefined) tables.set(table, (assigned = { own: noTags, columns: new Map() }));
  return assigned;
}

function dropIfEmpty(data: LakeFormationData, database: string, table: string, assigned: TableTags): void {
  if (assigned.own.size === 0 && assigned.columns.size === 0) data.tableTags.get(database)?.delete(table);
}

/** True when any database, table or column carries the value. Looks at all assignments. */
export function isAttached(data: LakeFormationData, key: string, value: string): boolean {
  const carries = (tags: TagSet) => tags.get(key) === value;
  if ([...data.databaseTags.values()].some(carries)) return true;
  for (const tables of data.tableTags.values()) {
    for (const { own, columns } of tables.values()) {
      if (carries(own) || [...columns.values()].some(carries)) return true;
    }
  }
  return false;
}

/** Takes a key off everything that carries it. Deleting from a Map while it is walked is defined and safe. */
export function untagEverything(data: LakeFormationData, key: string): void {
  for (const database of data.databaseTags.keys()) assignToDatabase(data, database, key, undefined);
  for (const [database, tables] of data.tableTags) {
    for (const [table, { columns }] of tables) {
      for (const column of columns.keys()) assignToColumn(data, { database, table, column }, key, undefined);
      if (tables.has(table)) assignToTable(data, database, table, key, undefined);
    }
  }
}
