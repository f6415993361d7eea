/**
 * The value of one LF-Tag key on one database, table or column.
 *
 * States hold assignments in a canonical form that both effective tags and policies reduce to: the database and each
 * table carry their value, a column carries one exactly where it differs from its table's. So a state read from
 * effective tags and a state compiled from policies compare without knowing what is inherited.
 */

import { addressOf } from "../../model/address.ts";
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

export function address(spec: LfTagAssignment): Address {
  const parts = [spec.key.toLowerCase(), spec.database.toLowerCase()];
  if (spec.table !== undefined) parts.push(spec.table.toLowerCase());
  if (spec.column !== undefined) parts.push(spec.column.toLowerCase());
  return addressOf("lf-tag-assignment", ...parts);
}

export function normalize(spec: LfTagAssignment): LfTagAssignment {
  return {
    key: spec.key.toLowerCase(),
    value: spec.value.toLowerCase(),
    database: spec.database.toLowerCase(),
    ...(spec.table === undefined ? {} : { table: spec.table.toLowerCase() }),
    ...(spec.column === undefined ? {} : { column: spec.column.toLowerCase() }),
  };
}

/** The grade and domain keys in managed databases are ours. */
export function owns(spec: LfTagAssignment, scope: Scope): boolean {
  return (spec.key === scope.gradeTag || spec.key === scope.domainTag) && Object.hasOwn(scope.managed, spec.database);
}
