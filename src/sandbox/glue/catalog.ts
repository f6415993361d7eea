/** Finding things in the Data Catalog: whose catalog, which database, which table. */

import type { Table } from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { seesEverything } from "../lake-formation/authority.ts";
import { ServiceError } from "../service-error.ts";
import { entityNotFound, lacksPermission } from "./error.ts";
import type { GlueDatabase } from "./state.ts";
import { holdsOnDatabase, mayCreateDatabases } from "./writer.ts";

/** Throws for the catalog of another account: nothing is shared with the sandbox's account. */
export function requireOwnCatalog(call: Call, catalogId: string | undefined): void {
  if (catalogId === undefined || catalogId === call.account.id) return;
  throw new ServiceError("AccessDeniedException", `User: ${call.caller.arn} is not authorized to access catalog ${catalogId}`);
}

/*
 * What does not exist is denied, and not "not found", to callers who could not have created it: else they could find out
 * names. Source: ExpediaGroup/waggle-dance pull request 359.
 */

/** The database, its name in any case; throws EntityNotFoundException or AccessDeniedException. */
export function findDatabase(call: Call, name = ""): GlueDatabase {
  const lower = name.toLowerCase();
  const found = call.account.glue.databases.get(lower);
  if (found !== undefined) return found;
  throw seesEverything(call) || mayCreateDatabases(call)
    ? entityNotFound(`Database ${lower} not found.`)
    : lacksPermission("Describe", lower);
}

/** The table, names in any case; throws EntityNotFoundException or AccessDeniedException. */
export function findTable(call: Call, databaseName: string | undefined, name = ""): Table {
  const { database, tables } = findDatabase(call, databaseName);
  const lower = name.toLowerCase();
  const found = tables.get(lower);
  if (found !== undefined) return found;
  throw seesEverything(call) || holdsOnDatabase(call, "CREATE_TABLE", database.Name ?? "")
    ? entityNotFound(`Table ${lower} not found.`)
    : lacksPermission("Describe", lower);
}
