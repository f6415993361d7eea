/** The data catalog: names and shapes of databases, tables and columns; no grades and no grants. */

/** Names are lower-case, as Glue stores them. */
export interface Catalog {
  readonly databases: readonly CatalogDatabase[];
}

export interface CatalogDatabase {
  readonly name: string;
  readonly location?: string;
  /** A link to a database of another catalog, or a federated one; it holds no tables of this catalog. */
  readonly resourceLink?: boolean;
  readonly tables: readonly CatalogTable[];
}

export interface CatalogTable {
  readonly name: string;
  readonly type: "table" | "view" | "resource-link";
  readonly location?: string;
  readonly format?: string;
  /** The principal that made the table, where the catalog says so; it holds implicit grants. */
  readonly createdBy?: string;
  readonly columns: readonly CatalogColumn[];
  /** Partition keys are columns too, but Glue keeps them in a list of their own. */
  readonly partitionKeys: readonly CatalogColumn[];
}

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
}

/** Columns and partition keys: everything a query can name. */
export function allColumns(table: CatalogTable): readonly CatalogColumn[] {
  return table.partitionKeys.length === 0 ? table.columns : [...table.columns, ...table.partitionKeys];
}
