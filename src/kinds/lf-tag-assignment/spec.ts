/**
 * The value of one LF-Tag key on one database, table or column.
 *
 * States hold assignments in a canonical form that both effective tags and policies reduce to: the database and each
 * table carry their value, a column carries one exactly where it differs from its table's. So a state read from
 * effective tags and a state compiled from policies compare without knowing what is inherited.
 */

import { segment } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { Scope } from "../../model/state.ts";

export interface LfTagAssignment {
  readonly key: string;
  readonly value: string;
  readonly database: string;
  readonly table?: string;
  /** Only together with `table`. */
  readonly column?: string;
}

export function address({ key, database, table, column }: LfTagAssignment): Address {
  if (table === undefined) return `lf-tag-assignment/${nameSegment(key)}/${nameSegment(database)}`;
  // Columns come one after the other, half a million of them: what they share is put together once for a table.
  if (lastTable?.key !== key || lastTable.database !== database || lastTable.table !== table) {
    lastTable = { key, database, table, address: `${address({ key, value: "", database })}/${nameSegment(table)}` };
  }
  return column === undefined ? lastTable.address : `${lastTable.address}/${nameSegment(column)}`;
}

/** The table asked for last. */
let lastTable: { readonly key: string; readonly database: string; readonly table: string; readonly address: Address } | undefined;

function nameSegment(name: string): string {
  return segment(name.toLowerCase());
}

export function normalize(spec: LfTagAssignment): LfTagAssignment {
  const [key, value, database] = [spec.key.toLowerCase(), spec.value.toLowerCase(), spec.database.toLowerCase()];
  const [table, column] = [spec.table?.toLowerCase(), spec.column?.toLowerCase()];
  const isNormal = key === spec.key && value === spec.value && database === spec.database && table === spec.table && column === spec.column;
  // Glue stores names in lower case, so nearly all are: half a million copies are not made.
  if (isNormal && (table !== undefined || column === undefined)) return spec;
  if (table === undefined) return { key, value, database };
  return column === undefined ? { key, value, database, table } : { key, value, database, table, column };
}

/** The grade and domain keys in managed databases are ours. */
export function owns(spec: LfTagAssignment, scope: Scope): boolean {
  return (spec.key === scope.gradeTag || spec.key === scope.domainTag) && Object.hasOwn(scope.managed, spec.database);
}
