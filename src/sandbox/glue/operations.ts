/** The Glue operations of the sandbox. */

import type { Operations } from "../call.ts";
import { createDatabase, deleteDatabase, getDatabase, getDatabases, updateDatabase } from "./databases.ts";
import { getDataCatalogEncryptionSettings, putDataCatalogEncryptionSettings } from "./encryption-settings.ts";
import { createTable, deleteTable, getTable, getTables, updateTable } from "./tables.ts";

export const operations: Operations = {
  CreateDatabase: createDatabase,
  CreateTable: createTable,
  DeleteDatabase: deleteDatabase,
  DeleteTable: deleteTable,
  GetDataCatalogEncryptionSettings: getDataCatalogEncryptionSettings,
  GetDatabase: getDatabase,
  GetDatabases: getDatabases,
  GetTable: getTable,
  GetTables: getTables,
  PutDataCatalogEncryptionSettings: putDataCatalogEncryptionSettings,
  UpdateDatabase: updateDatabase,
  UpdateTable: updateTable,
};
