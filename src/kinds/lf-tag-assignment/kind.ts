/** LF-Tag assignments: effective tags read by search, values written by overwriting, never by removing and adding again. */

import type { ColumnLFTag, LFTagPair, Resource } from "@aws-sdk/client-lakeformation";

import type { Ports } from "../../aws/ports.ts";
import { AwsError, categorize, isAwsError, isRetryable } from "../../model/aws-error.ts";
import { chunks, groupBy } from "../../model/batches.ts";
import type { Change, Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfTagAssignment } from "./spec.ts";

/** Values one search expression takes. Source: Lake Formation API, TagValueList. */
const valuesPerSearch = 50;
/** Tables written at the same time. */
const writers = 8;
/** Tries for one entry of `Failures`, with a pause that doubles. */
const tries = 6;

export const lfTagAssignment: Kind<"lf-tag-assignment", LfTagAssignment> = {
  name: "lf-tag-assignment",
  dependsOn: ["lf-tag"],
  address,
  normalize,
  owns,

  /** Effective tags of everything that carries one of the keys, repeated where searches overlap; what none finds carries none. */
  async read({ ports, account, tags, tagKeys }) {
    const specs: LfTagAssignment[] = [];
    for (const { key, values } of tags) {
      if (!tagKeys.includes(key)) continue;
      for (const some of chunks(values, valuesPerSearch)) {
        await searchDatabases(ports, account, key, some, specs);
        await searchTables(ports, account, key, some, specs);
      }
    }
    return { specs, unread: [] };
  },

  // Without the state around it, no more can be said than that a stricter grade narrows; the reconciler looks closer.
  impact(before, after): Impact {
    if (before === null || after === null) return "widens";
    if (before.value === after.value) return "neutral";
    const [was, is] = [Number(before.value), Number(after.value)];
    return is < was ? "narrows" : "widens";
  },

  /** Tables side by side; within a table in the order given, one call per value. */
  async apply(context, changes) {
    const tables = [...groupBy(changes, ({ before, after }) => tableOf(after ?? before)).values()];
    await mapConcurrent(tables, writers, async (ofTable) => {
      for (const calls of groupBy(ofTable, ({ before, after }) => callOf(before, after)).values()) {
        await attempt(context, calls, () => explained(calls, () => write(context, calls)));
      }
    });
  },

  describe: ({ key, value }) => [{ label: key, value }],
};

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

async function searchDatabases(ports: Ports, account: string, key: string, values: string[], into: LfTagAssignment[]): Promise<void> {
  const databases = await readPages(async (token) => {
    const { DatabaseList = [], NextToken } = await ports.lakeFormation.searchDatabasesByLFTags({
      CatalogId: account,
      Expression: [{ TagKey: key, TagValues: values }],
      MaxResults: 100,
      ...next(token),
    });
    return { items: DatabaseList, next: NextToken };
  });
  for (const { Database: database, LFTags: tags } of databases) {
    const value = valueOf(tags, key);
    if (database?.Name !== undefined && value !== undefined && isOwn(database.CatalogId, account)) {
      into.push({ key, value, database: database.Name });
    }
  }
}

async function searchTables(ports: Ports, account: string, key: string, values: string[], into: LfTagAssignment[]): Promise<void> {
  await readPages(async (token) => {
    const { TableList = [], NextToken } = await ports.lakeFormation.searchTablesByLFTags({
      CatalogId: account,
      Expression: [{ TagKey: key, TagValues: values }],
      MaxResults: 100,
      ...next(token),
    });
    for (const { Table: resource, LFTagsOnTable: onTable, LFTagsOnColumns: onColumns } of TableList) {
      const { DatabaseName: database, Name: table, CatalogId: catalog } = resource ?? {};
      if (database === undefined || table === undefined || !isOwn(catalog, account)) continue;
      addTable(into, { key, database, table }, valueOf(onTable, key), onColumns ?? []);
    }
    return { items: [], next: NextToken };
  });
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

function tableOf(spec: LfTagAssignment | null): string {
  return spec === null ? "" : JSON.stringify([spec.database, spec.table ?? null]);
}

/** Changes with one call key go into one call: same resource level, same tag, same direction. */
function callOf(before: LfTagAssignment | null, after: LfTagAssignment | null): string {
  const spec = after ?? before;
  return JSON.stringify([after === null, spec?.column !== undefined, spec?.key, spec?.value]);
}

/** Says what a denial here usually is: an administrator assigns its own tags, but only those (TBAC-assigning-tags). */
async function explained(changes: readonly Change<LfTagAssignment>[], call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isAwsError(error) || error.category !== "denied") throw error;
    const { key = "" } = changes[0]?.after ?? changes[0]?.before ?? {};
    const hint = `if somebody else created LF-Tag ${key}, the caller needs ASSOCIATE on it`;
    throw new AwsError(error.service, error.operation, error.code, `${error.message}; ${hint}`, error.category);
  }
}

async function write({ ports, account, pause }: ApplyContext, changes: readonly Change<LfTagAssignment>[]): Promise<void> {
  const first = changes[0];
  const spec = first?.after ?? first?.before;
  if (first === undefined || spec === undefined || spec === null) return;
  const columns = changes.flatMap(({ before, after }) => (after ?? before)?.column ?? []);
  const input = {
    CatalogId: account,
    Resource: resourceOf(account, spec, columns),
    LFTags: [{ CatalogId: account, TagKey: spec.key, TagValues: [spec.value] }],
  };
  const operation = first.after === null ? "RemoveLFTagsFromResource" : "AddLFTagsToResource";
  for (let attemptNumber = 1; ; attemptNumber += 1) {
    const { Failures: failures = [] } =
      first.after === null
        ? await ports.lakeFormation.removeLFTagsFromResource(input)
        : await ports.lakeFormation.addLFTagsToResource(input);
    const { ErrorCode: code = "Unknown", ErrorMessage: message = "no message" } = failures[0]?.Error ?? {};
    if (failures.length === 0) return;
    const category = categorize(code, message, 400);
    // Removing what is gone is what was wanted; whether it is gone is seen when the state is read again.
    if (first.after === null && category === "missing") return;
    if (!isRetryable(category) || attemptNumber >= tries) throw new AwsError("Lake Formation", operation, code, message, category);
    await pause(100 * 2 ** attemptNumber);
  }
}

/** Exactly one member, as Lake Formation asks for: an empty sibling is an error (aws/aws-cdk#29756). */
function resourceOf(CatalogId: string, { database, table, column }: LfTagAssignment, columns: readonly string[]): Resource {
  if (table === undefined) return { Database: { CatalogId, Name: database } };
  if (column === undefined) return { Table: { CatalogId, DatabaseName: database, Name: table } };
  return { TableWithColumns: { CatalogId, DatabaseName: database, Name: table, ColumnNames: [...columns] } };
}
