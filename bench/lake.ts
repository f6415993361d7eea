/** The generated lake: policies as YAML text and the catalog they govern, the same from every run. */

import type { PolicyFile } from "../src/compiler/policy.ts";
import type { CatalogColumn, CatalogDatabase, CatalogTable } from "../src/model/catalog.ts";
import { createRandom } from "../src/sandbox/random.ts";
import type { Random } from "../src/sandbox/random.ts";
import { attributes, columnTypes, domains, measures, ordinary, subjects, things } from "./names.ts";

/** How many of each the lake has. */
export const size = {
  databases: 300,
  tables: 10_000,
  /** In each table, two partition keys included. */
  columns: 40,
  groups: 50,
  /** In each group; each gets two grants. */
  principals: 10,
  rules: 500,
  /** Roles that no policy names. */
  otherRoles: 1_500,
} as const;

export type NewColumns = "strictest" | "inherit";

export const account = "111122223333";
export const region = "ap-northeast-2";

/** Roles that the Lake document names. */
export const lakeRoles = ["LakeAdmin", "LakegradePlan", "LakegradeApply", "BreakGlass", "LakeRegistration"] as const;

const personal = subjects.flatMap((subject) => attributes.map((attribute) => ({ ...attribute, name: `${subject}_${attribute.name}` })));

/** Two hundred rules for personal columns, in documents of ten; one rule for each database makes the rest. */
const rulesPerDocument = 10;

/** The catalog: databases in turn by domain, tables spread over them evenly. */
export function generateCatalog(): readonly CatalogDatabase[] {
  const random = createRandom(20_261);
  return Array.from({ length: size.databases }, (_, index) => {
    const name = databaseName(index);
    const share = Math.floor(size.tables / size.databases) + (index < size.tables % size.databases ? 1 : 0);
    const location = `s3://corp-${domainOf(index)}/warehouse/${name}`;
    return { name, location, tables: generateTables(random, name, location, share) };
  });
}

function generateTables(random: Random, database: string, location: string, count: number): readonly CatalogTable[] {
  return Array.from({ length: count }, (_, index) => {
    const name = tableName(index);
    const names = new Set<string>();
    for (let n = 0; n < 4; n += 1) names.add(pick(random, personal).name);
    for (let n = 0; n < 10; n += 1) names.add(pick(random, ordinary));
    const columns = [...names].map((column) => columnOf(random, column));
    for (let n = 0; columns.length < size.columns - 2; n += 1) {
      columns.push(columnOf(random, `${database}_${pick(random, measures)}_${index}_${n}`));
    }
    const partitionKeys = [
      { name: "dt", type: "date" },
      { name: "region", type: "string" },
    ];
    return { name, type: "table", location: `${location}/${name}`, format: "parquet", columns, partitionKeys };
  });
}

function columnOf(random: Random, name: string): CatalogColumn {
  return { name, type: pick(random, columnTypes) };
}

/** The policy files, as bytes: reading them is part of what is measured. */
export function generatePolicies(newColumns: NewColumns): readonly PolicyFile[] {
  const byDomain = domains.map((domain, index) => {
    const databases = Array.from({ length: size.databases }, (_, number) => number).filter((number) => number % domains.length === index);
    return file(`databases/${domain}`, databases.map(databaseDocument));
  });
  const chunks = Array.from({ length: Math.ceil(personal.length / rulesPerDocument) }, (_, index) => index * rulesPerDocument);
  const identifiers = chunks.map((from) => file(`identifiers/${from}`, [identifierDocument(from)]));
  const groups = Array.from({ length: size.groups }, (_, index) => groupDocument(index));
  return [file("lake", [lakeDocument(newColumns)]), file("groups", groups), ...identifiers, ...byDomain];
}

function file(name: string, documents: readonly string[]): PolicyFile {
  return { file: `policies/${name}.yaml`, bytes: new TextEncoder().encode(documents.join("---\n")) };
}

function lakeDocument(newColumns: NewColumns): string {
  const locations = domains.map((domain) => `  - {path: "s3://corp-${domain}/warehouse", role: LakeRegistration}\n`).join("");
  return `apiVersion: lakegrade/v1
kind: Lake
name: corp
account: "${account}"
region: ${region}
newColumns: ${newColumns}
admins: [LakeAdmin]
readOnlyAdmins: [LakegradePlan]
operators: [LakegradeApply]
breakGlass: [BreakGlass]
locations:
${locations}`;
}

function identifierDocument(from: number): string {
  const rules = personal
    .slice(from, from + rulesPerDocument)
    .map(({ name, grade, class: category }) => `  - {match: "*.{${name},${name}_*}", grade: ${grade}, class: [${category}]}\n`);
  return `kind: Classification\ndatabase: "*"\nrules:\n${rules.join("")}`;
}

function databaseDocument(index: number): string {
  const domain = domainOf(index);
  return `kind: Classification
database: ${databaseName(index)}
owner: ${domain}-data
domain: ${domain}
default: 3
rules:
  - {match: "${tableName(index % 30)}.*", grade: 2, except: ["*.{dt,region}"], basis: retention schedule ${index}}
`;
}

function groupDocument(index: number): string {
  const [first, second] = [domains[index % domains.length], domains[(index + 7) % domains.length]];
  const principals = principalsOf(index).map(({ kind, name }) => `  - ${kind}: ${name}\n`);
  return `kind: Group
name: group-${index}
clearance: ${(index % 3) + 1}
access: read
domains: [${first}, ${second}]
principals:
${principals.join("")}`;
}

export interface GroupPrincipalName {
  readonly kind: "role" | "permissionSet";
  readonly name: string;
}

/** The principals of all groups. */
export function groupPrincipals(): readonly GroupPrincipalName[] {
  return Array.from({ length: size.groups }, (_, index) => principalsOf(index)).flat();
}

/** Two permission sets and, for the rest, jobs. */
function principalsOf(group: number): readonly GroupPrincipalName[] {
  return Array.from({ length: size.principals }, (_, index) =>
    index < 2 ? { kind: "permissionSet", name: `People${group}x${index}` } : { kind: "role", name: `job-${group}-${index}` },
  );
}

function domainOf(database: number): string {
  return domains[database % domains.length] ?? "";
}

function databaseName(index: number): string {
  return `${domainOf(index)}_${String(Math.floor(index / domains.length)).padStart(3, "0")}`;
}

function tableName(index: number): string {
  return `${things[index % things.length] ?? ""}_${String(index).padStart(3, "0")}`;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
