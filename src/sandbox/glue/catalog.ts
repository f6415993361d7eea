/** Finding things in the Data Catalog: whose catalog, which database, which table. */

import type { Table } from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { entityNotFound } from "./error.ts";
import type { GlueDatabase } from "./state.ts";

/** Throws for the catalog of another account: nothing is shared with the sandbox's account. */
export function requireOwnCatalog(call: Call, catalogId: string | undefined): void {
  if (catalogId === undefined || catalogId === call.account.id) return;
  throw new ServiceError("AccessDeniedException", `User: ${call.caller.arn} is not authorized to access catalog ${catalogId}`);
}

/** The database, its name in any case; throws EntityNotFoundException. */
export function findDatabase(call: Call, name = ""): GlueDatabase {
  const found = call.account.glue.databases.get(name.toLowerCase());
  if (found === undefined) throw entityNotFound(`Database ${name.toLowerCase()} not found.`);
  return found;
}

/** The table, names in any case; throws EntityNotFoundException. */
export function findTable(call: Call, database: string | undefined, name = ""): Table {
  const found = findDatabase(call, database).tables.get(name.toLowerCase());
  if (found === undefined) throw entityNotFound(`Table ${name.toLowerCase()} not found.`);
  return found;
}
