/** Reading LF-Tag assignments: effective tags of a whole lake by search, assigned tags of single tables. */

import type { ColumnLFTag, LFTagPair, TaggedTable } from "@aws-sdk/client-lakeformation";

import type { Ports } from "../../aws/ports.ts";
import { chunks } from "../../model/batches.ts";
import { readPages, takePages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import type { ReadContext } from "../kind.ts";
import type { LfTagAssignment } from "./spec.ts";

/** Values one search expression takes. Source: Lake Formation API, TagValueList. */
const valuesPerSearch = 50;

/** What the searches have found so far. */
interface Findings {
  /** By key: so they come nearly in the order in which a state holds them, and are sorted in no time. */
  readonly specs: Map<string, LfTagAssignment[]>;
  /** Per key, the databases that carry it. */
  readonly databases: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables that some search has found, each with the tags of all keys that it shows. */
  readonly tables: Set<string>;
  /** Keys that a table found by another key showed, as it should because its database carries them. */
  readonly shown: Set<string>;
  /** Keys that such a table did not show. */
  readonly unshown: Set<string>;
}

/**
 * Effective tags of everything that carries one of the keys, repeated where searches overlap; what none finds carries none.
 *
 * A search by one key shows a table's other keys too. Once a search has found every table of the catalog, the keys it showed
 * need no search of their own. That it does show them is not documented, so it is believed of a key only where every table
 * and column that inherits the key shows it; and the first key, the grade, is always searched for.
 */
export async function readAssignments({ ports, account, catalog, tags, tagKeys }: ReadContext): Promise<readonly LfTagAssignment[]> {
  const wanted = tagKeys.flatMap((wantedKey) => tags.filter(({ key }) => key === wantedKey));
  const specs = new Map<string, LfTagAssignment[]>();
  const databases = new Map<string, ReadonlySet<string>>();
  for (const { key, values } of wanted) databases.set(key, await searchDatabases(ports, account, key, values, specsOf(specs, key)));
  const findings: Findings = { specs, databases, tables: new Set(), shown: new Set(), unshown: new Set() };
  const everyTable = catalog.databases.flatMap(({ name, resourceLink, tables }) =>
    resourceLink === true ? [] : tables.flatMap((table) => (table.type === "resource-link" ? [] : [idOf(name, table.name)])),
  );
  const keys = wanted.map(({ key }) => key);
  for (const { key, values } of wanted) {
    const isShown = findings.shown.has(key) && !findings.unshown.has(key);
    if (isShown && everyTable.every((table) => findings.tables.has(table))) continue;
    for (const some of chunks(values, valuesPerSearch)) await searchTables(ports, account, key, some, keys, findings);
  }
  return [...specs.values()].flat();
}

function specsOf(specs: Map<string, LfTagAssignment[]>, key: string): LfTagAssignment[] {
  const known = specs.get(key);
  if (known !== undefined) return known;
  const list: LfTagAssignment[] = [];
  specs.set(key, list);
  return list;
}

async function searchDatabases(
  ports: Ports,
  account: string,
  key: string,
  values: readonly string[],
  into: LfTagAssignment[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const some of chunks(values, valuesPerSearch)) {
    const databases = await readPages(async (token) => {
      const { DatabaseList = [], NextToken } = await ports.lakeFormation.searchDatabasesByLFTags({
        CatalogId: account,
        Expression: [{ TagKey: key, TagValues: some }],
        MaxResults: 100,
        ...next(token),
      });
      return { items: DatabaseList, next: NextToken };
    });
    for (const { Database: database, LFTags: tags } of databases) {
      const value = valueOf(tags, key);
      if (database?.Name === undefined || value === undefined || !isOwn(database.CatalogId, account)) continue;
      into.push({ key, value, database: database.Name });
      found.add(database.Name.toLowerCase());
    }
  }
  return found;
}

async function searchTables(
  ports: Ports,
  account: string,
  key: string,
  values: string[],
  keys: readonly string[],
  findings: Findings,
): Promise<void> {
  await takePages(
    async (token) => {
      const { TableList = [], NextToken } = await ports.lakeFormation.searchTablesByLFTags({
        CatalogId: account,
        Expression: [{ TagKey: key, TagValues: values }],
        MaxResults: 100,
        ...next(token),
      });
      return { items: TableList, next: NextToken };
    },
    (tables) => {
      for (const tagged of tables) if (isOwn(tagged.Table?.CatalogId, account)) addTagged(tagged, keys, findings);
    },
  );
}

function addTagged(
  { Table: resource, LFTagsOnTable: onTable, LFTagsOnColumns: onColumns = [] }: TaggedTable,
  keys: readonly string[],
  findings: Findings,
): void {
  const { DatabaseName: database, Name: table } = resource ?? {};
  if (database === undefined || table === undefined) return;
  findings.tables.add(idOf(database, table));
  const sorted = onColumns.toSorted(({ Name: a = "" }, { Name: b = "" }) => compareText(a, b));
  for (const key of keys) {
    const own = valueOf(onTable, key);
    if (findings.databases.get(key)?.has(database.toLowerCase()) === true) {
      const isWhole = own !== undefined && onColumns.every(({ LFTags: tags }) => valueOf(tags, key) !== undefined);
      findings[isWhole ? "shown" : "unshown"].add(key);
    }
    addTable(specsOf(findings.specs, key), { key, database, table }, own, sorted);
  }
}

function idOf(database: string, table: string): string {
  return JSON.stringify([database.toLowerCase(), table.toLowerCase()]);
}

/** The tags written on a table and its columns themselves, without what they inherit. */
export async function readAssigned(
  ports: Ports,
  account: string,
  database: string,
  table: string,
  keys: readonly string[],
): Promise<readonly LfTagAssignment[]> {
  const answer = await ports.lakeFormation.getResourceLFTags({
    CatalogId: account,
    Resource: { Table: { CatalogId: account, DatabaseName: database, Name: table } },
    ShowAssignedLFTags: true,
  });
  const specs: LfTagAssignment[] = [];
  for (const key of keys) {
    const own = valueOf(answer.LFTagsOnTable, key);
    if (own !== undefined) specs.push({ key, value: own, database, table });
    for (const { Name: column, LFTags: tags } of answer.LFTagsOnColumns ?? []) {
      const value = valueOf(tags, key);
      if (column !== undefined && value !== undefined) specs.push({ key, value, database, table, column });
    }
  }
  return specs;
}

/** Reduces effective tags to the canonical form: a column carries a value only where it differs from its table's. */
function addTable(
  into: LfTagAssignment[],
  { key, database, table }: { readonly key: string; readonly database: string; readonly table: string },
  own: string | undefined,
  onColumns: readonly ColumnLFTag[],
): void {
  if (own !== undefined) into.push({ key, value: own, database, table });
  for (const { Name: column, LFTags: tags } of onColumns) {
    const value = valueOf(tags, key);
    if (column !== undefined && value !== undefined && value !== own) into.push({ key, value, database, table, column });
  }
}

function isOwn(catalog: string | undefined, account: string): boolean {
  return catalog === undefined || catalog === account;
}

function valueOf(tags: readonly LFTagPair[] | undefined, key: string): string | undefined {
  for (const tag of tags ?? []) {
    if (tag.TagKey === key) return tag.TagValues?.[0];
  }
  return undefined;
}

function next(token: string | undefined): { NextToken?: string } {
  return token === undefined ? {} : { NextToken: token };
}
