/** Reads a catalog file, or the catalog of a snapshot: hostile input until every name and type has been looked at. */

import type { Catalog, CatalogColumn, CatalogDatabase, CatalogTable } from "../model/catalog.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-codes.ts";

/** Reported problems of one file; a file that is something else altogether would otherwise give thousands. */
const problemLimit = 20;

/** Longest name of a database, table or column. Source: Glue API, `NameString`. */
const nameLimit = 255;

/** Says that the value at a place of the file is wrong. */
type Problem = (code: DiagnosticCode, where: string, what: string) => void;

type Members = Readonly<Record<string, unknown>>;

/**
 * The catalog of a parsed JSON value: `{"databases": […]}`, or a snapshot (`formatVersion` 1) with such a `catalog`. Names
 * come out lower-case. Unknown members are ignored; `catalog` is absent when anything known is wrong.
 */
export function parseCatalog(json: unknown, file: string): { readonly catalog?: Catalog; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const range = { file, line: 1, column: 1, end: { line: 1, column: 1 } };
  const problem: Problem = (code, where, what) => {
    if (diagnostics.length >= problemLimit) return;
    const help =
      'a catalog is `{"databases": [{"name", "tables": [{"name", "columns": [{"name", "type"}], "partitionKeys"}]}]}`, or a snapshot';
    diagnostics.push(report(code, { message: `${where} ${what}`, range, help }));
  };
  const root = readMembers(json, "the file", problem);
  const isSnapshot = root["databases"] === undefined && root["catalog"] !== undefined;
  if (isSnapshot && root["formatVersion"] !== 1) problem("LG3030", "`formatVersion`", "must be 1: this version reads no other snapshots");
  const holder = isSnapshot ? readMembers(root["catalog"], "`catalog`", problem) : root;
  const databases = readNamed(holder["databases"], "databases", new Set(), problem, readDatabase);
  return diagnostics.length > 0 ? { diagnostics } : { catalog: { databases }, diagnostics };
}

function readDatabase(database: Members, name: string, at: string, problem: Problem): CatalogDatabase {
  const link = database["resourceLink"] ?? false;
  if (typeof link !== "boolean") problem("LG3030", `\`${at}.resourceLink\``, "must be true or false");
  const location = readText(database["location"], `${at}.location`, problem);
  return {
    name,
    ...(location === undefined ? {} : { location }),
    ...(link === true ? { resourceLink: true } : {}),
    tables: readNamed(database["tables"] ?? [], `${at}.tables`, new Set(), problem, readTable),
  };
}

function readTable(table: Members, name: string, at: string, problem: Problem): CatalogTable {
  const location = readText(table["location"], `${at}.location`, problem);
  const format = readText(table["format"], `${at}.format`, problem);
  const createdBy = readText(table["createdBy"], `${at}.createdBy`, problem);
  // A column and a partition key of one name would be one column to Lake Formation.
  const seen = new Set<string>();
  return {
    name,
    type: readTableType(table["type"], `${at}.type`, problem),
    ...(location === undefined ? {} : { location }),
    ...(format === undefined ? {} : { format }),
    ...(createdBy === undefined ? {} : { createdBy }),
    columns: readNamed(table["columns"] ?? [], `${at}.columns`, seen, problem, readColumn),
    partitionKeys: readNamed(table["partitionKeys"] ?? [], `${at}.partitionKeys`, seen, problem, readColumn),
  };
}

function readTableType(value: unknown, at: string, problem: Problem): CatalogTable["type"] {
  if (value === undefined || value === null || value === "table") return "table";
  if (value === "view" || value === "resource-link") return value;
  problem("LG3030", `\`${at}\``, "must be `table`, `view` or `resource-link`");
  return "table";
}

function readColumn(column: Members, name: string, at: string, problem: Problem): CatalogColumn {
  const type = readText(column["type"], `${at}.type`, problem) ?? "";
  const comment = readText(column["comment"], `${at}.comment`, problem);
  return comment === undefined ? { name, type } : { name, type, comment };
}

/** A list of things with names, no name twice; `seen` may go on over several lists. */
function readNamed<Thing>(
  value: unknown,
  where: string,
  seen: Set<string>,
  problem: Problem,
  read: (members: Members, name: string, at: string, problem: Problem) => Thing,
): readonly Thing[] {
  if (!Array.isArray(value)) {
    problem("LG3030", `\`${where}\``, "must be a list");
    return [];
  }
  return value.map((item: unknown, index) => {
    const at = `${where}[${index}]`;
    const members = readMembers(item, `\`${at}\``, problem);
    const name = readName(members["name"], `${at}.name`, problem);
    if (seen.has(name)) problem("LG3031", `\`${at}\``, `repeats the name \`${printable(name)}\``);
    seen.add(name);
    return read(members, name, at, problem);
  });
}

/** Lower-case, as Glue stores names. */
function readName(value: unknown, at: string, problem: Problem): string {
  if (typeof value === "string" && value !== "" && value.length <= nameLimit && !/\p{Cc}/u.test(value)) return value.toLowerCase();
  problem("LG3030", `\`${at}\``, `must be a text of 1 to ${nameLimit} characters without control characters`);
  return at;
}

function readText(value: unknown, at: string, problem: Problem): string | undefined {
  if (typeof value === "string" || value === undefined) return value;
  if (value !== null) problem("LG3030", `\`${at}\``, "must be a text");
  return undefined;
}

function readMembers(value: unknown, where: string, problem: Problem): Members {
  if (isMembers(value)) return value;
  problem("LG3030", where, "must be an object");
  return {};
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without characters that a terminal acts on. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, "\uFFFD");
}
