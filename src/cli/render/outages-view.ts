/** Outages of a moment, arranged for people: one line for each group of principals and database, the largest first. */

import { shortPrincipal } from "../../model/principal.ts";
import type { Outage } from "../../model/outage.ts";
import { compareText } from "../../model/source.ts";
import { withNames } from "./known-names.ts";
import type { PartViewOptions } from "./plan-view.ts";

export interface OutageLine {
  readonly who: string;
  /** `claims: 12 columns of 3 tables (a, b, c)`. */
  readonly what: string;
  /** `SELECT, from step 40 until step 80 is done`. */
  readonly when: string;
}

export interface OutagesSection {
  readonly lines: readonly OutageLine[];
  /** Outages that have no line. */
  readonly more: number;
}

const linesShown = 30;
const principalsNamed = 4;
const tablesNamed = 3;

/** The section on outages; `full` shows every outage, principal and table. */
export function outagesView(outages: readonly Outage[], { full, messages, names }: PartViewOptions): OutagesSection {
  const sized = outages.map((outage) => ({ outage, columns: outage.tables.reduce((sum, { columns }) => sum + columns, 0) }));
  const sorted = sized.toSorted((a, b) => b.columns - a.columns || compareText(a.outage.database, b.outage.database));
  const shown = full ? sorted : sorted.slice(0, linesShown);
  const { columnsOfTables, databaseItself, steps } = messages.outages;
  const listOf = (items: readonly string[], most: number): string =>
    full || items.length <= most ? items.join(", ") : messages.andMore(items.slice(0, most).join(", "), items.length - most);
  const lines = shown.map(({ outage: { principals, database, tables, permissions, from, until }, columns }) => ({
    who: listOf(
      principals.map((principal) => withNames(shortPrincipal(principal), names)),
      principalsNamed,
    ),
    what:
      tables.length === 0
        ? `${database}: ${databaseItself}`
        : `${database}: ${columnsOfTables(columns, tables.length)} (${listOf(
            tables.map(({ table }) => table),
            tablesNamed,
          )})`,
    when: `${permissions.join(", ")}, ${steps(from, until)}`,
  }));
  return { lines, more: outages.length - shown.length };
}
