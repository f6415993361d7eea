/** Tables below a location that everyone IAM allows keeps reading, whatever a plan does. */

import type { Catalog } from "../../model/catalog.ts";
import type { OpenTable } from "../../model/location-facts.ts";
import { iamAllowedPrincipals, partitionOf } from "../../model/principal.ts";
import type { Resources, Scope } from "../../model/state.ts";
import { specsOf } from "../specs.ts";
import { covers, locationArn } from "./spec.ts";

/** What deciding it takes: a live state, and what the policies claim. */
export interface Surroundings {
  readonly region: string;
  readonly catalog: Catalog;
  readonly resources: Resources;
  readonly scope: Scope;
}

/**
 * Asks of a location: `database.table` of the tables whose data lies below it and that IAM_ALLOWED_PRINCIPALS holds and goes
 * on holding.
 *
 * While one is there the location must not be registered: registering confers the rights of the registration role, and
 * whoever may call GetDataAccess might be vended them (Lake Formation Developer Guide, upgrade-glue-lake-formation, puts
 * registering after revoking; that it would be vended is inference).
 */
export function findOpenTables({ scope, ...account }: Surroundings): (arn: string) => readonly string[] {
  const open = openTablesOf(account).filter(({ database }) => !isClosed(database, scope));
  return (location) => open.flatMap(({ database, table, arn }) => (covers(location, arn) ? [nameOf(database, table)] : []));
}

/** The tables that IAM_ALLOWED_PRINCIPALS holds now and whose data is in S3. */
export function openTablesOf({ region, catalog, resources }: Omit<Surroundings, "scope">): readonly OpenTable[] {
  const openDatabases = new Set<string>();
  const openTables = new Set<string>();
  for (const [, { principal, securable }] of specsOf(resources, "lf-grant")) {
    if (principal !== iamAllowedPrincipals || !("database" in securable) || securable.catalog !== undefined) continue;
    if (securable.type === "all-tables") openDatabases.add(securable.database);
    else if ("table" in securable) openTables.add(nameOf(securable.database, securable.table));
  }
  const partition = partitionOf(region);
  return catalog.databases.flatMap(({ name: database, tables }) =>
    tables.flatMap(({ name: table, location = "" }) => {
      const isOpen = openDatabases.has(database) || openTables.has(nameOf(database, table));
      const arn = isOpen ? locationArn(location, partition) : undefined;
      return arn === undefined ? [] : [{ database, table, arn }];
    }),
  );
}

/** Does a plan take the open access of this database's tables away? */
function isClosed(database: string, { iamAllowedPrincipals: removal, managed }: Scope): boolean {
  return removal !== "report" && Object.hasOwn(managed, database) && managed[database]?.enforce === true;
}

function nameOf(database: string, table: string): string {
  return `${database}.${table}`;
}
