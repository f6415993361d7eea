/** Reading the data catalog: databases, tables, columns; one page after the other, databases side by side. */

import type { Database, Table } from "@aws-sdk/client-glue";

import type { Ports } from "../../aws/ports.ts";
import type { DefaultGrant } from "../../kinds/kind.ts";
import { isAwsError } from "../../model/aws-error.ts";
import type { Catalog, CatalogColumn, CatalogDatabase, CatalogTable } from "../../model/catalog.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import type { Permission } from "../../model/permission.ts";
import { compareText } from "../../model/source.ts";

/** Databases whose tables are listed at the same time. */
const readers = 8;

export interface CatalogReading {
  readonly catalog: Catalog;
  /** Glue's `CreateTableDefaultPermissions`, by database. */
  readonly tableDefaults: ReadonlyMap<string, readonly DefaultGrant[]>;
}

/** The catalog of an account, sorted by name. A database that goes while it is read is left out: it is not there. */
export async function readCatalog({ glue }: Ports, account: string, onTables: (count: number) => void): Promise<CatalogReading> {
  const databases = await readPages(async (token) => {
    const { DatabaseList = [], NextToken } = await glue.getDatabases({ CatalogId: account, MaxResults: 100, ...next(token) });
    return { items: DatabaseList, next: NextToken };
  });
  const read = await mapConcurrent(databases, readers, async (database): Promise<CatalogDatabase | undefined> => {
    if (isElsewhere(database)) return { ...databaseOf(database), resourceLink: true, tables: [] };
    try {
      const tables = await readTables(glue, account, database.Name ?? "", onTables);
      return { ...databaseOf(database), tables: tables.toSorted(byName) };
    } catch (error) {
      // Only Glue's own word for it: a denial that may mean "gone" may as well mean "not for you".
      if (isAwsError(error) && error.code === "EntityNotFoundException") return undefined;
      throw error;
    }
  });
  const present = read.filter((database) => database !== undefined).toSorted(byName);
  const names = new Set(present.map(({ name }) => name));
  const own = databases.filter((database) => names.has(lower(database.Name)) && !isElsewhere(database));
  return { catalog: { databases: present }, tableDefaults: new Map(own.map((database) => [lower(database.Name), defaultsOf(database)])) };
}

/** A link to another catalog's database, or one whose tables a connector lists: neither holds tables of this catalog. */
function isElsewhere({ TargetDatabase, FederatedDatabase }: Database): boolean {
  return TargetDatabase !== undefined || FederatedDatabase !== undefined;
}

async function readTables(
  glue: Ports["glue"],
  account: string,
  database: string,
  onTables: (count: number) => void,
): Promise<CatalogTable[]> {
  return readPages(async (token) => {
    const { TableList = [], NextToken } = await glue.getTables({
      CatalogId: account,
      DatabaseName: database,
      MaxResults: 100,
      ...next(token),
    });
    onTables(TableList.length);
    return { items: TableList.map(tableOf), next: NextToken };
  });
}

function databaseOf({ Name, LocationUri }: Database): Omit<CatalogDatabase, "tables"> {
  return { name: lower(Name), ...(LocationUri === undefined || LocationUri === "" ? {} : { location: LocationUri }) };
}

function defaultsOf({ CreateTableDefaultPermissions: defaults = [] }: Database): readonly DefaultGrant[] {
  return defaults.map(({ Principal, Permissions = [] }) => ({
    principal: Principal?.DataLakePrincipalIdentifier ?? "",
    permissions: Permissions as readonly Permission[],
  }));
}

function tableOf(table: Table): CatalogTable {
  const { StorageDescriptor: storage, Parameters: parameters = {}, CreatedBy: createdBy } = table;
  const format = parameters["table_type"] ?? parameters["classification"];
  return {
    name: lower(table.Name),
    type: typeOf(table),
    ...(storage?.Location === undefined || storage.Location === "" ? {} : { location: storage.Location }),
    ...(format === undefined ? {} : { format: format.toLowerCase() }),
    ...(createdBy === undefined ? {} : { createdBy }),
    columns: (storage?.Columns ?? []).map(columnOf),
    partitionKeys: (table.PartitionKeys ?? []).map(columnOf),
  };
}

function typeOf({ TargetTable, TableType, ViewDefinition }: Table): CatalogTable["type"] {
  if (TargetTable !== undefined) return "resource-link";
  return TableType === "VIRTUAL_VIEW" || ViewDefinition !== undefined ? "view" : "table";
}

function columnOf({
  Name,
  Type,
  Comment,
}: {
  Name?: string | undefined;
  Type?: string | undefined;
  Comment?: string | undefined;
}): CatalogColumn {
  const [name, type] = [lower(Name), Type ?? ""];
  return Comment === undefined || Comment === "" ? { name, type } : { name, type, comment: Comment };
}

function lower(name: string | undefined): string {
  return (name ?? "").toLowerCase();
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name);
}

function next(token: string | undefined): { NextToken?: string } {
  return token === undefined ? {} : { NextToken: token };
}
