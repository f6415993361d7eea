/** Classification: the grade of every column of every managed database, and which rules decided it. */

import { allColumns } from "../model/catalog.ts";
import type { Catalog, CatalogDatabase } from "../model/catalog.ts";
import { compareText } from "../model/source.ts";
import { governDatabase } from "./govern.ts";
import type { DatabaseTerms, SettingConflict } from "./govern.ts";
import type { PolicySet } from "./policy.ts";
import { indexRules } from "./rule-index.ts";
import type { DecideColumns, Decision, RuleUsage } from "./rule-index.ts";
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
  // Sorted, so that what is reported does not depend on the order the catalog was listed in.
  for (const database of catalog.databases.toSorted((a, b) => compareText(a.name, b.name))) {
    const name = database.name.toLowerCase();
    const governance = governDatabase(name, classifications, lakeNewColumns);
    if (governance.terms === undefined) continue;
    if (database.resourceLink === true) {
      linkedDatabases.set(name, governance.terms);
      continue;
    }
    conflicts.push(...governance.conflicts);
    databases.set(name, classifyDatabase(database, governance.terms, index.forRules(governance.rules)));
  }
  return { databases, usage: index.usage, conflicts, linkedDatabases };
}

function classifyDatabase(database: CatalogDatabase, terms: DatabaseTerms, decide: DecideColumns): ClassifiedDatabase {
  const byDefault: Decision = { grade: terms.default, rules: noRules, origins: [terms.defaultRange] };
  const failClosed: Decision = { ...byDefault, grade: 1 };
  const born = terms.newColumns === "strictest" ? failClosed : byDefault;
  const tables = new Map<string, ClassifiedTable>();
  const resourceLinks: string[] = [];
  for (const table of database.tables) {
    const name = table.name.toLowerCase();
    if (table.type === "resource-link") {
      resourceLinks.push(name);
      continue;
    }
    const names = allColumns(table).map((column) => column.name.toLowerCase());
    const decisions = decide(name, names);
    const isView = table.type === "view";
    const view = isView ? decideView(decisions, byDefault, failClosed) : undefined;
    const columns = names.map((column, index) => ({
      name: column,
      partitionKey: index >= table.columns.length,
      decision: view ?? decisions[index] ?? byDefault,
    }));
    tables.set(name, { name, type: isView ? "view" : "table", decision: view ?? born, columns });
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

/** A view carries one tag: the strictest grade among its columns, and grade 1 when no rule names any of them. */
function decideView(decisions: readonly (Decision | undefined)[], byDefault: Decision, failClosed: Decision): Decision {
  if (decisions.every((decision) => decision === undefined)) return failClosed;
  return decisions.reduce<Decision>(
    (strictest, next = byDefault) => (next.grade < strictest.grade ? next : strictest),
    decisions[0] ?? byDefault,
  );
}

const noRules: readonly GradeRule[] = [];
