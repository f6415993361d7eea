/** Outages of a moment that an apply would have now and that the reviewed plan does not tell: the rest of the lake decides, too. */

import { groupBy } from "../../model/batches.ts";
import type { Outage, OutageTable } from "../../model/outage.ts";
import type { Principal } from "../../model/principal.ts";

/** A reviewed outage, ready to be looked up. */
interface Reviewed extends Omit<Outage, "principals" | "tables"> {
  readonly principals: ReadonlySet<Principal>;
  /** Columns by table. */
  readonly columns: ReadonlyMap<string, number>;
}

/**
 * The fresh outages with only those principals and tables for which a permission, a column or a step is not covered by the
 * reviewed ones. It errs on the side of telling: columns are counted, and an outage that moved to other steps is another one.
 */
export function unreviewedOutages(reviewed: readonly Outage[], fresh: readonly Outage[]): readonly Outage[] {
  const known = groupBy(reviewed.map(indexed), ({ database }) => database);
  return fresh.flatMap((outage) => {
    const ofDatabase = known.get(outage.database) ?? [];
    const isNew = (principal: Principal, table?: OutageTable): boolean => !isCovered(outage, principal, table, ofDatabase);
    if (outage.tables.length === 0) {
      const principals = outage.principals.filter((principal) => isNew(principal));
      return principals.length === 0 ? [] : [{ ...outage, principals }];
    }
    const principals = outage.principals.filter((principal) => outage.tables.some((table) => isNew(principal, table)));
    const tables = outage.tables.filter((table) => principals.some((principal) => isNew(principal, table)));
    return principals.length === 0 ? [] : [{ ...outage, principals, tables }];
  });
}

function indexed({ principals, tables, ...rest }: Outage): Reviewed {
  return { ...rest, principals: new Set(principals), columns: new Map(tables.map(({ table, columns }) => [table, columns])) };
}

/** Without a table it is the database itself that is asked about. */
function isCovered(
  { permissions, from, until }: Outage,
  principal: Principal,
  table: OutageTable | undefined,
  reviewed: readonly Reviewed[],
): boolean {
  const covers = (one: Reviewed): boolean =>
    one.principals.has(principal) &&
    one.from <= from &&
    one.until >= until &&
    (table === undefined ? one.columns.size === 0 : (one.columns.get(table.table) ?? -1) >= table.columns);
  return permissions.every((permission) => reviewed.some((one) => one.permissions.includes(permission) && covers(one)));
}
