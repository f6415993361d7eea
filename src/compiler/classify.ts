/** Classification: the grade of every column of every managed database, and which rules decided it. */

import { allColumns } from "../model/catalog.ts";
import type { Catalog, CatalogDatabase, CatalogTable } from "../model/catalog.ts";
import { governDatabase } from "./govern.ts";
import type { DatabaseTerms, SettingConflict } from "./govern.ts";
import type { PolicySet } from "./policy.ts";
import { indexRules } from "./rule-index.ts";
import type { Decision, RuleUsage } from "./rule-index.ts";
import { readClassifications } from "./rules.ts";
import type { GradeRule, ReadClassification } from "./rules.ts";

export interface ClassifiedColumn {
  /** Lower-case. */
  readonly name: string;
  readonly partitionKey: boolean;
  /** The grade in force: in a view, that of the view. */
  readonly decision: Decision;
}

export interface ClassifiedTable {
  readonly name: string;
  readonly type: "table" | "view";
  /** The grade of the table itself: what a column added tomorrow is born with; for a view, its one grade. */
  readonly decision: Decision;
  /** Columns, then partition keys. */
  readonly columns: readonly ClassifiedColumn[];
}

export interface ClassifiedDatabase extends DatabaseTerms {
  readonly name: string;
  /** As the catalog writes it. */
  readonly location?: string;
  /** The grade of the database itself: what a table added tomorrow is born with. */
  readonly decision: Decision;
  readonly tables: ReadonlyMap<string, ClassifiedTable>;
  /** Tables that are links to another catalog's: never tagged here. */
  readonly resourceLinks: readonly string[];
}

/** Managed databases by name, and what the checks need to know about how they came about. */
export interface ClassifiedCatalog {
  readonly databases: ReadonlyMap<string, ClassifiedDatabase>;
  readonly usage: RuleUsage;
  readonly conflicts: readonly SettingConflict[];
  /** Databases that are links to another catalog's and that the policies would otherwise manage, with their terms. */
  readonly linkedDatabases: ReadonlyMap<string, DatabaseTerms>;
}

/**
 * The managed databases of a catalog, by lower-case name, with the grade of every column and the rules that decided it.
 * Rules whose selectors cannot be read are left out: `compile` reports those.
 */
export function classify(policies: PolicySet, catalog: Catalog): ReadonlyMap<string, ClassifiedDatabase> {
  const { classifications } = readClassifications(policies.classifications);
  return classifyCatalog(classifications, catalog, policies.lake?.value.newColumns ?? "strictest").databases;
}

export function classifyCatalog(
  classifications: readonly ReadClassification[],
  catalog: Catalog,
  lakeNewColumns: "strictest" | "inherit",
): ClassifiedCatalog {
  const index = indexRules(classifications.flatMap(({ rules }) => rules));
  const databases = new Map<string, ClassifiedDatabase>();
  const linkedDatabases = new Map<string, DatabaseTerms>();
  const conflicts: SettingConflict[] = [];
  for (const database of catalog.databases) {
    const name = database.name.toLowerCase();
    const governance = governDatabase(name, classifications, lakeNewColumns);
    if (governance.terms === undefined) continue;
    if (database.resourceLink === true) {
      linkedDatabases.set(name, governance.terms);
      continue;
    }
    conflicts.push(...governance.conflicts);
    databases.set(
      name,
      classifyDatabase(database, governance.terms, (table) => index.forTable(governance.rules, table)),
    );
  }
  return { databases, usage: index.usage, conflicts, linkedDatabases };
}

type DecideColumn = (column: string) => Decision | undefined;

function classifyDatabase(database: CatalogDatabase, terms: DatabaseTerms, rulesFor: (table: string) => DecideColumn): ClassifiedDatabase {
  const byDefault: Decision = { grade: terms.default, rules: noRules, origins: [terms.defaultRange] };
  const failClosed: Decision = { ...byDefault, grade: 1 };
  const born = terms.newColumns === "strictest" ? failClosed : byDefault;
  const tables = new Map<string, ClassifiedTable>();
  const resourceLinks: string[] = [];
  for (const table of database.tables) {
    const name = table.name.toLowerCase();
    if (table.type === "resource-link") resourceLinks.push(name);
    else if (table.type === "view") tables.set(name, classifyView(name, table, rulesFor(name), byDefault, failClosed));
    else tables.set(name, classifyTable(name, table, rulesFor(name), byDefault, born));
  }
  return {
    ...terms,
    name: database.name.toLowerCase(),
    ...(database.location === undefined ? {} : { location: database.location }),
    decision: born,
    tables,
    resourceLinks,
  };
}

function classifyTable(name: string, table: CatalogTable, decide: DecideColumn, byDefault: Decision, born: Decision): ClassifiedTable {
  const column = (columnName: string, partitionKey: boolean): ClassifiedColumn => {
    const lower = columnName.toLowerCase();
    return { name: lower, partitionKey, decision: decide(lower) ?? byDefault };
  };
  const columns = table.columns.map((item) => column(item.name, false));
  for (const key of table.partitionKeys) columns.push(column(key.name, true));
  return { name, type: "table", decision: born, columns };
}

/** A view carries one tag: the strictest grade among its columns, and grade 1 when no rule names any of them. */
function classifyView(name: string, table: CatalogTable, decide: DecideColumn, byDefault: Decision, failClosed: Decision): ClassifiedTable {
  const names = allColumns(table).map((column) => column.name.toLowerCase());
  const named = names.map(decide);
  const decisions = named.map((decision) => decision ?? byDefault);
  const decision = named.every((found) => found === undefined)
    ? failClosed
    : decisions.reduce((strictest, next) => (next.grade < strictest.grade ? next : strictest));
  return { name, type: "view", decision, columns: names.map((column) => ({ name: column, partitionKey: false, decision })) };
}

const noRules: readonly GradeRule[] = [];
