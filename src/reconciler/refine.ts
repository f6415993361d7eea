/** Telling assigned tags from inherited ones, where a change is about to make the difference matter. */

import type { Ports } from "../aws/ports.ts";
import { readAssigned } from "../kinds/lf-tag-assignment/read.ts";
import { address } from "../kinds/lf-tag-assignment/spec.ts";
import { eachSpec, isChangeOf, isOf, subjectOf } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import { mapConcurrent } from "../model/concurrent.ts";
import type { Resource, Resources } from "../model/state.ts";
import type { Difference } from "./diff.ts";

/** Tables read at the same time. */
const readers = 8;

export interface Refinement {
  readonly live: Resources;
  /** Addresses of the table entries whose assignments are exact now. */
  readonly assigned: ReadonlySet<Address>;
}

/**
 * Tables, with keys, that carry a tag now and where a tag of the table, of its columns or of its database is about to change:
 * what a table only inherits would move with its database, and a column that is released shows that the table may be new.
 */
export function tablesToRefine(differences: readonly Difference[], live: Resources): readonly TableKey[] {
  /** Addresses of the entries of databases and tables that are about to change, or of which a column is. */
  const changing = new Set<Address>();
  for (const difference of differences) {
    if (!isChangeOf(difference, "lf-tag-assignment")) continue;
    const { key, value, database, table } = subjectOf(difference);
    changing.add(address(table === undefined ? { key, value, database } : { key, value, database, table }));
  }
  const found = new Map<Address, TableKey>();
  if (changing.size === 0) return [];
  eachSpec(live, "lf-tag-assignment", ({ key, value, database, table }) => {
    if (table === undefined) return;
    const id = address({ key, value, database, table });
    if (found.has(id)) return;
    if (changing.has(id) || changing.has(address({ key, value, database }))) found.set(id, { key, database, table });
  });
  return [...found.values()];
}

export interface TableKey {
  readonly key: string;
  readonly database: string;
  readonly table: string;
}

/** Reads the assigned tags of these tables and puts them in place of what was inferred from effective ones. */
export async function refine(ports: Ports, account: string, live: Resources, tables: readonly TableKey[]): Promise<Refinement> {
  const byTable = new Map<string, TableKey[]>();
  for (const table of tables) {
    const id = JSON.stringify([table.database, table.table]);
    byTable.set(id, [...(byTable.get(id) ?? []), table]);
  }
  const readings = await mapConcurrent([...byTable.values()], readers, async (keys) => {
    const { database = "", table = "" } = keys[0] ?? {};
    return readAssigned(
      ports,
      account,
      database,
      table,
      keys.map(({ key }) => key),
    );
  });
  const refined = new Set(tables.map(({ key, database, table }) => JSON.stringify([key, database, table])));
  const resources = new Map<Address, Resource>();
  for (const [id, resource] of live) {
    if (isOf(resource, "lf-tag-assignment")) {
      const { key, database, table } = resource.spec;
      if (table !== undefined && refined.has(JSON.stringify([key, database, table]))) continue;
    }
    resources.set(id, resource);
  }
  for (const spec of readings.flat()) resources.set(address(spec), { kind: "lf-tag-assignment", spec });
  const assigned = new Set(tables.map(({ key, database, table }) => address({ key, value: "", database, table })));
  return { live: resources, assigned };
}
