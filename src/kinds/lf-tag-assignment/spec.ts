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
  const ofDatabase = `lf-tag-assignment/${nameSegment(key)}/${nameSegment(database)}`;
  const ofTable = table === undefined ? ofDatabase : `${ofDatabase}/${nameSegment(table)}`;
  return column === undefined ? ofTable : `${ofTable}/${nameSegment(column)}`;
}

function nameSegment(name: string): string {
  return segment(name.toLowerCase());
}

export function normalize(spec: LfTagAssignment): LfTagAssignment {
  const [key, value, database] = [spec.key.toLowerCase(), spec.value.toLowerCase(), spec.database.toLowerCase()];
  const [table, column] = [spec.table?.toLowerCase(), spec.column?.toLowerCase()];
  if (table === undefined) return { key, value, database };
  return column === undefined ? { key, value, database, table } : { key, value, database, table, column };
}

/** The grade and domain keys in managed databases are ours. */
export function owns(spec: LfTagAssignment, scope: Scope): boolean {
  return (spec.key === scope.gradeTag || spec.key === scope.domainTag) && Object.hasOwn(scope.managed, spec.database);
}
