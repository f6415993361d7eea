/** The Data Catalog of one account and Region, as Glue keeps it. */

import type { Database, DataCatalogEncryptionSettings, Table } from "@aws-sdk/client-glue";

export interface GlueState {
  /** By lower-case name. */
  readonly databases: Map<string, GlueDatabase>;
  encryption: DataCatalogEncryptionSettings;
}

export interface GlueDatabase {
  database: Database;
  /** By lower-case name. */
  readonly tables: Map<string, Table>;
}

export function createGlueState(): GlueState {
  return {
    databases: new Map(),
    encryption: {
      EncryptionAtRest: { CatalogEncryptionMode: "DISABLED" },
      ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: false },
    },
  };
}
