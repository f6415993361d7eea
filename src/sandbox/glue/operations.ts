/** The Glue operations of the sandbox. */

import type { Operations } from "../call.ts";
import { createDatabase, deleteDatabase, getDatabase, getDatabases, updateDatabase } from "./databases.ts";
import { createTable, deleteTable, getTable, getTables, updateTable } from "./tables.ts";

export const operations: Operations = {
  CreateDatabase: createDatabase,
  CreateTable: createTable,
  DeleteDatabase: deleteDatabase,
  DeleteTable: deleteTable,
  GetDatabase: getDatabase,
  GetDatabases: getDatabases,
  GetTable: getTable,
  GetTables: getTables,
  UpdateDatabase: updateDatabase,
  UpdateTable: updateTable,
};
