/** SELECT on named columns: one grant a principal and table that grows and shrinks by columns, and one more for those with grant option. */

import type { Securable } from "../../model/securable.ts";
import { compareText } from "../../model/source.ts";
import { findGrant, setGrant } from "./grants.ts";
import type { Holding, Stamp } from "./grants.ts";
import type { LakeFormationData } from "./state.ts";

type Columns = Extract<Securable, { readonly type: "columns" }>;

/** What a principal holds or is to hold on some columns of a table. */
export interface ColumnHolding extends Holding {
  readonly securable: Columns;
}

/** Adds columns; those that may be passed on leave the grant of those that may not. */
export function grantColumns(data: LakeFormationData, holding: ColumnHolding, passable: boolean, stamp: Stamp): void {
  const { columns } = holding.securable;
  const held = columnsHeld(data, holding);
  const added = passable ? columns : columns.filter((column) => !held.passable.includes(column));
  const plain = passable ? held.plain.filter((column) => !columns.includes(column)) : [...held.plain, ...added];
  setColumns(data, holding, false, plain, stamp);
  if (passable) setColumns(data, holding, true, [...held.passable, ...added], stamp);
}

/** Takes columns away; their grant option goes with them. */
export function revokeColumns(data: LakeFormationData, holding: ColumnHolding, stamp: Stamp): void {
  const { columns } = holding.securable;
  const held = columnsHeld(data, holding);
  const rest = (list: readonly string[]) => list.filter((column) => !columns.includes(column));
  setColumns(data, holding, false, rest(held.plain), stamp);
  setColumns(data, holding, true, rest(held.passable), stamp);
}

/** The columns a principal holds SELECT on, without and with grant option. */
export function columnsHeld(
  data: LakeFormationData,
  holding: ColumnHolding,
): { readonly plain: readonly string[]; readonly passable: readonly string[] } {
  return { plain: columnsOf(data, holding, false), passable: columnsOf(data, holding, true) };
}

function columnsOf(data: LakeFormationData, holding: ColumnHolding, passable: boolean): readonly string[] {
  const securable = findGrant(data, withOption(holding, passable))?.securable;
  return securable?.type === "columns" ? securable.columns : [];
}

function setColumns(data: LakeFormationData, holding: ColumnHolding, passable: boolean, columns: readonly string[], stamp: Stamp): void {
  const before = columnsOf(data, holding, passable);
  const after = [...new Set(columns)].toSorted(compareText);
  if (before.length === after.length && before.every((column, index) => column === after[index])) return;
  const next = { ...withOption(holding, passable), securable: { ...holding.securable, columns: after } };
  setGrant(data, next, after.length === 0 ? [] : ["SELECT"], passable ? ["SELECT"] : [], stamp);
}

function withOption(holding: ColumnHolding, passable: boolean): ColumnHolding {
  return passable ? { ...holding, passable: true } : holding;
}
