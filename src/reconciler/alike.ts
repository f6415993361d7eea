/**
 * Databases and columns put together where nobody can tell them apart during an apply: their tags go the same way, and the
 * same named grants reach them. Ten thousand tables come down to a handful of such sets.
 */

import { allColumns } from "../model/catalog.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Principal } from "../model/principal.ts";
import type { Holding } from "./order/holdings.ts";
import type { Context } from "./impact.ts";
import type { DatabaseTimelines, Timeline } from "./order/tag-timeline.ts";

/** A grant on something by its name. */
export interface NamedHolding {
  /** Tells it from all others. */
  readonly id: number;
  readonly principal: Principal;
  readonly holding: Holding;
}

export interface Alike {
  readonly timeline: Timeline;
  readonly named: readonly NamedHolding[];
  readonly places: Place[];
}

/** Some columns of a table, or a database as such. */
export interface Place {
  readonly database: string;
  readonly table: string | undefined;
  readonly columns: number;
}

/**
 * All databases and columns of the catalog, but those that are open to everyone IAM allows: nobody needs a grant there until
 * all tags and grants are what they will be.
 */
export function alikeIn(
  catalog: Catalog,
  timelines: (database: string) => DatabaseTimelines,
  held: ReadonlyMap<Principal, readonly Holding[]>,
  { isOpen }: Pick<Context, "isOpen">,
): readonly Alike[] {
  const namedIn = namedByDatabase(held);
  const known = new Map<Timeline, Map<string, Alike>>();
  const alikeOf = (timeline: Timeline, named: readonly NamedHolding[], ids: string): Alike => {
    let ofTimeline = known.get(timeline);
    if (ofTimeline === undefined) known.set(timeline, (ofTimeline = new Map()));
    let alike = ofTimeline.get(ids);
    if (alike === undefined) ofTimeline.set(ids, (alike = { timeline, named, places: [] }));
    return alike;
  };
  const find = (timeline: Timeline, among: readonly NamedHolding[], table?: string, column?: string): Alike => {
    if (among.length === 0) return alikeOf(timeline, [], "");
    const reaching = among.filter(({ holding }) => reaches(holding, table, column));
    return alikeOf(timeline, reaching, reaching.map(({ id }) => id).join());
  };
  for (const { name, tables, resourceLink } of catalog.databases) {
    if (resourceLink === true) continue;
    const database = name.toLowerCase();
    const ofDatabase = timelines(database);
    const inDatabase = namedIn.get(database);
    const onAll = inDatabase?.get(undefined) ?? [];
    if (!isOpen(database, undefined)) find(ofDatabase.own, onAll).places.push({ database, table: undefined, columns: 0 });
    for (const each of tables) {
      const table = each.name.toLowerCase();
      if (each.type === "resource-link" || isOpen(database, table)) continue;
      const { columns, of } = ofDatabase.ofTable(table);
      const onTable = [...onAll, ...(inDatabase?.get(table) ?? [])];
      const counts = new Map<Alike, number>();
      const named = onTable.flatMap(({ holding }) => columnsNamed(holding));
      const all = allColumns(each);
      let rest = all.length;
      // Tags and grants may be left of columns that are gone: nobody misses those.
      const existing = columns.size + named.length === 0 ? undefined : new Set(all.map((column) => column.name.toLowerCase()));
      for (const column of new Set([...columns, ...named])) {
        if (existing?.has(column) !== true) continue;
        const alike = find(of(column), onTable, table, column);
        counts.set(alike, (counts.get(alike) ?? 0) + 1);
        rest -= 1;
      }
      if (rest > 0) {
        const alike = find(of(undefined), onTable, table);
        counts.set(alike, (counts.get(alike) ?? 0) + rest);
      }
      for (const [alike, count] of counts) alike.places.push({ database, table, columns: count });
    }
  }
  return [...known.values()].flatMap((ofTimeline) => [...ofTimeline.values()]);
}

/** By database, then by table; undefined stands for the database itself and for all its tables. */
type NamedIn = ReadonlyMap<string, ReadonlyMap<string | undefined, readonly NamedHolding[]>>;

function namedByDatabase(held: ReadonlyMap<Principal, readonly Holding[]>): NamedIn {
  const databases = new Map<string, Map<string | undefined, NamedHolding[]>>();
  let id = 0;
  for (const [principal, all] of held) {
    for (const holding of all) {
      const { securable } = holding;
      if (!("database" in securable) || securable.catalog !== undefined) continue;
      const tables = databases.get(securable.database) ?? new Map<string | undefined, NamedHolding[]>();
      databases.set(securable.database, tables);
      const table = "table" in securable ? securable.table : undefined;
      const named = tables.get(table) ?? [];
      tables.set(table, named);
      named.push({ id: (id += 1), principal, holding });
    }
  }
  return databases;
}

function columnsNamed({ securable }: Holding): readonly string[] {
  return securable.type === "columns" ? securable.columns : securable.type === "columns-except" ? securable.excluded : [];
}

/** Does a grant on something in this database reach the database (no table), a column, or all columns that no grant names? */
function reaches({ securable }: Holding, table: string | undefined, column: string | undefined): boolean {
  switch (securable.type) {
    case "database":
      return table === undefined;
    case "all-tables":
    case "table":
      return table !== undefined;
    case "columns":
      return column !== undefined && securable.columns.includes(column);
    case "columns-except":
      return table !== undefined && (column === undefined || !securable.excluded.includes(column));
    default:
      // A data cells filter shows some rows: whoever sees those keeps less than the whole.
      return false;
  }
}
