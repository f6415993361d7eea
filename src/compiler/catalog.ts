/** Reads a catalog file, or the catalog of a snapshot: hostile input until every name and type has been looked at. */

import { jsonPlace } from "./json-place.ts";
import type { JsonPath } from "./json-place.ts";
import type { Catalog, CatalogColumn, CatalogDatabase, CatalogTable } from "../model/catalog.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/suggestion.ts";
import type { DiagnosticCode } from "../model/diagnostic-codes.ts";

/** Reported problems of one file; a file that is something else altogether would otherwise give thousands. */
const problemLimit = 20;

/** Longest name of a database, table or column. Source: Glue API, `NameString`. */
const nameLimit = 255;

/** Names of members that are read. */
const membersOf = {
  file: new Set(["databases", "catalog", "formatVersion"]),
  catalog: new Set(["databases"]),
  database: new Set(["name", "location", "tables", "resourceLink"]),
  table: new Set(["name", "type", "location", "format", "createdBy", "columns", "partitionKeys"]),
  column: new Set(["name", "type", "comment"]),
} as const;

/** Says that the value at a place of the file is wrong. */
type Problem = (code: DiagnosticCode, at: JsonPath, what: string) => void;

type Members = Readonly<Record<string, unknown>>;

/**
 * The catalog of a parsed JSON value: `{"databases": […]}`, or a snapshot (`formatVersion` 1) with such a `catalog`. Names
 * come out lower-case. Unknown members are ignored, unless they look like known ones that are missing; `catalog` is absent when anything known is wrong. With the text that
 * was parsed, problems have their places in it; without, they stand at the start of the file.
 */
export function parseCatalog(
  json: unknown,
  file: string,
  text = "",
): { readonly catalog?: Catalog; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const problem: Problem = (code, at, what) => {
    if (diagnostics.length >= problemLimit) return;
    const help =
      'a catalog is `{"databases": [{"name", "tables": [{"name", "columns": [{"name", "type"}], "partitionKeys"}]}]}`, or a snapshot';
    diagnostics.push(report(code, { message: `${placeName(at)} ${what}`, range: jsonPlace(text, file, at), help }));
  };
  const root = readMembers(json, [], problem, membersOf.file);
  const isSnapshot = root["databases"] === undefined && root["catalog"] !== undefined;
  if (isSnapshot && root["formatVersion"] !== 1) problem("LG3030", ["formatVersion"], "must be 1: this version reads no other snapshots");
  const holder = isSnapshot ? readMembers(root["catalog"], ["catalog"], problem, membersOf.catalog) : root;
  const databases = readNamed(
    holder["databases"],
    [...(isSnapshot ? ["catalog"] : []), "databases"],
    new Set(),
    problem,
    membersOf.database,
    readDatabase,
  );
  return diagnostics.length > 0 ? { diagnostics } : { catalog: { databases }, diagnostics };
}

function readDatabase(database: Members, name: string, at: JsonPath, problem: Problem): CatalogDatabase {
  const link = database["resourceLink"] ?? false;
  if (typeof link !== "boolean") problem("LG3030", [...at, "resourceLink"], "must be true or false");
  const location = readText(database, "location", at, problem);
  return {
    name,
    ...(location === undefined ? {} : { location }),
    ...(link === true ? { resourceLink: true } : {}),
    tables: readNamed(database["tables"] ?? [], [...at, "tables"], new Set(), problem, membersOf.table, readTable),
  };
}

function readTable(table: Members, name: string, at: JsonPath, problem: Problem): CatalogTable {
  const location = readText(table, "location", at, problem);
  const format = readText(table, "format", at, problem);
  const createdBy = readText(table, "createdBy", at, problem);
  // A column and a partition key of one name would be one column to Lake Formation.
  const seen = new Set<string>();
  return {
    name,
    type: readTableType(table["type"], at, problem),
    ...(location === undefined ? {} : { location }),
    ...(format === undefined ? {} : { format }),
    ...(createdBy === undefined ? {} : { createdBy }),
    columns: readNamed(table["columns"] ?? [], [...at, "columns"], seen, problem, membersOf.column, readColumn),
    partitionKeys: readNamed(table["partitionKeys"] ?? [], [...at, "partitionKeys"], seen, problem, membersOf.column, readColumn),
  };
}

function readTableType(value: unknown, at: JsonPath, problem: Problem): CatalogTable["type"] {
  if (value === undefined || value === null || value === "table") return "table";
  if (value === "view" || value === "resource-link") return value;
  problem("LG3030", [...at, "type"], "must be `table`, `view` or `resource-link`");
  return "table";
}

function readColumn(column: Members, name: string, at: JsonPath, problem: Problem): CatalogColumn {
  const type = readText(column, "type", at, problem) ?? "";
  const comment = readText(column, "comment", at, problem);
  return comment === undefined ? { name, type } : { name, type, comment };
}

/** A list of things with names, no name twice; `seen` may go on over several lists. */
function readNamed<Thing>(
  value: unknown,
  where: JsonPath,
  seen: Set<string>,
  problem: Problem,
  known: ReadonlySet<string>,
  read: (members: Members, name: string, at: JsonPath, problem: Problem) => Thing,
): readonly Thing[] {
  if (!Array.isArray(value)) {
    problem("LG3030", where, "must be a list");
    return [];
  }
  return value.map((item: unknown, index) => {
    const at = [...where, index];
    const members = readMembers(item, at, problem, known);
    const name = readName(members["name"], at, problem);
    if (seen.has(name)) problem("LG3031", [...at, "name"], `repeats the name \`${printable(name)}\``);
    seen.add(name);
    return read(members, name, at, problem);
  });
}

/** Lower-case, as Glue stores names. */
function readName(value: unknown, at: JsonPath, problem: Problem): string {
  if (typeof value === "string" && value !== "" && value.length <= nameLimit && !/\p{Cc}/u.test(value)) return value.toLowerCase();
  problem("LG3030", [...at, "name"], `must be a text of 1 to ${nameLimit} characters without control characters`);
  return placeName([...at, "name"]);
}

function readText(members: Members, member: string, at: JsonPath, problem: Problem): string | undefined {
  const value = members[member];
  if (typeof value === "string" || value === undefined) return value;
  if (value !== null) problem("LG3030", [...at, member], "must be a text");
  return undefined;
}

function readMembers(value: unknown, where: JsonPath, problem: Problem, known: ReadonlySet<string>): Members {
  if (!isMembers(value)) {
    problem("LG3030", where, "must be an object");
    return {};
  }
  for (const key of Object.keys(value)) {
    if (known.has(key)) continue;
    const meant = nearest(key, known);
    // A list under a misspelt key would be read as no list.
    if (meant !== undefined && value[meant] === undefined)
      problem("LG3030", [...where, key], `is no known member: did you mean \`${meant}\`?`);
  }
  return value;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `databases[0].name`, in backticks. */
function placeName(path: JsonPath): string {
  if (path.length === 0) return "the file";
  return `\`${path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? printable(step) : `.${printable(step)}`)).join("")}\``;
}

/** Without characters that a terminal acts on. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, "\uFFFD");
}
