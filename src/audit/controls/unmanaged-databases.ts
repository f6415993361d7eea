/** Databases that no Classification manages: nothing is said about who reads them. */

import { compareText } from "../../model/source.ts";
import type { Control } from "../control.ts";
import { counted } from "../sample.ts";

/** Databases shown in the evidence. */
const shown = 50;
/** Databases that the message names: formats for code scanning and tests show nothing else. */
const named = 3;

export const unmanagedDatabases: Control = {
  code: "LGF501",
  title: "database that no policy manages",
  severity: "low",
  controls: ["ISMS-P 1.2.1"],
  reads: ["catalog"],
  evaluate: ({ live, desired }) => {
    // An empty database holds nothing to manage; links are another control's.
    const unmanaged = live.catalog.databases
      .filter(({ name, tables, resourceLink }) => resourceLink !== true && tables.length > 0 && !Object.hasOwn(desired.scope.managed, name))
      .map(({ name, tables }) => ({ database: name, tables: tables.length }))
      .toSorted((a, b) => b.tables - a.tables || compareText(a.database, b.database));
    if (unmanaged.length === 0) return [];
    const tables = unmanaged.reduce((sum, database) => sum + database.tables, 0);
    const message = `${counted(unmanaged.length, "database")} with ${counted(tables, "table")} that no Classification manages: ${namesOf(unmanaged)}`;
    return [{ resource: "catalog", message, evidence: { count: unmanaged.length, tables, largest: unmanaged.slice(0, shown) } }];
  },
};

function namesOf(largestFirst: readonly { readonly database: string }[]): string {
  const names = largestFirst.slice(0, named).map(({ database }) => `\`${database}\``);
  const left = largestFirst.length - names.length;
  return `${names.join(", ")}${left === 0 ? "" : ` and ${left} more`}`;
}
