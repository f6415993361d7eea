/** Random lakes: catalogs and policies over them, and, said a second time and as plainly as possible, who may read what. */

import * as fc from "fast-check";

import type { PolicySet } from "../../src/compiler/policy.ts";
import type { SeedCatalog } from "../../src/sandbox/seed.ts";
import { account, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

/** Names that have been trouble: case, dots, slashes, blanks, quotes, separators of our own addresses, other scripts. */
const databaseNames = ["claims", "HR_Data", "my.lake/raw", "보험 계약", `it's "x"`, "emo😀ji", "default"] as const;
const tableNames = ["patients", "Visits", "a.b", "x/y z", "환자", "t😀", "p|q,r"] as const;
const columnNames = ["ssn", "Name", "city", "a.b", "c/d", "e f", "주민등록번호", `g"h'`, "🙂", "i,j", "k|l&m=n", "%2f"] as const;

/** Roles of the account; each belongs to the group of its index, `shared` to two groups without a domain in common. */
export const roles = ["role-0", "role-1", "role-2", "role-3", "shared"] as const;

/** Registers locations; belongs to no group. */
export const registrationRole = "registration";

export interface ModelTable {
  readonly name: string;
  readonly view: boolean;
  readonly columns: readonly string[];
  /** How many of the columns, from the end, are partition keys. */
  readonly keys: number;
}

export interface ModelDatabase {
  readonly name: string;
  readonly tables: readonly ModelTable[];
}

interface ModelRule {
  readonly table: string;
  readonly column: string;
  readonly grade: number;
  readonly except?: string | undefined;
}

interface Terms {
  readonly managed: boolean;
  readonly default: number;
  readonly domain?: string | undefined;
  readonly enforce: boolean;
  readonly newColumns?: "strictest" | "inherit" | undefined;
  readonly rules: readonly ModelRule[];
}

interface ModelGroup {
  readonly clearance: number;
  readonly access: "read" | "write" | "own";
  readonly domains?: readonly string[] | undefined;
}

export interface Model {
  readonly grades: number;
  readonly newColumns: "strictest" | "inherit";
  readonly iamAllowedPrincipals: "databases" | "account";
  readonly foreignGrants: "report" | "revoke";
  /** The place of all databases is registered with Lake Formation. */
  readonly registered: boolean;
  /** By database, in the order of the catalog. */
  readonly terms: readonly Terms[];
  /** Rules for every database. */
  readonly rules: readonly ModelRule[];
  /** Absent: removed. */
  readonly groups: readonly (ModelGroup | undefined)[];
}

const catalogTable: fc.Arbitrary<Omit<ModelTable, "name">> = fc.record({
  view: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  columns: fc.uniqueArray(fc.constantFrom(...columnNames), { minLength: 1, maxLength: 4 }),
  keys: fc.integer({ min: 0, max: 1 }),
});

export const catalogs: fc.Arbitrary<readonly ModelDatabase[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...databaseNames),
    tables: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...tableNames), catalogTable).map(([name, rest]) => ({ ...rest, name, keys: rest.view ? 0 : rest.keys })),
      { minLength: 0, maxLength: 3, selector: ({ name }) => name },
    ),
  }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

/** Domains that policies and other people's grants name. */
export const domainNames = ["보험", "hr", "A.b/c"] as const;
const anyDomain = fc.constantFrom(...domainNames);
const anyRule = (grades: number): fc.Arbitrary<ModelRule> =>
  fc.record(
    {
      table: fc.oneof(fc.constant("*"), fc.constantFrom(...tableNames)),
      column: fc.oneof(fc.constant("*"), fc.constantFrom(...columnNames)),
      grade: fc.integer({ min: 1, max: grades }),
      except: fc.constantFrom(...tableNames),
    },
    { requiredKeys: ["table", "column", "grade"] },
  );

const anyTerms = (grades: number): fc.Arbitrary<Terms> =>
  fc.record(
    {
      managed: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      default: fc.integer({ min: 1, max: grades }),
      domain: anyDomain,
      enforce: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      newColumns: fc.constantFrom("strictest", "inherit"),
      rules: fc.array(anyRule(grades), { maxLength: 3 }),
    },
    { requiredKeys: ["managed", "default", "enforce", "rules"] },
  );

const anyGroup = (grades: number): fc.Arbitrary<ModelGroup> =>
  fc
    .record({
      clearance: fc.integer({ min: 1, max: grades }),
      access: fc.constantFrom("read", "read", "write", "own"),
      domains: fc.option(fc.uniqueArray(anyDomain, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    })
    // Writers must be cleared for whole tables, new columns included, so only the strictest clearance always compiles.
    .map((value) => (value.access === "read" ? value : { ...value, clearance: 1 }));

/** Policies over a catalog of `size` databases. */
export const models = (size: number): fc.Arbitrary<Model> =>
  fc.integer({ min: 2, max: 4 }).chain((grades) =>
    fc.record({
      grades: fc.constant(grades),
      newColumns: fc.constantFrom("strictest", "inherit"),
      iamAllowedPrincipals: fc.constantFrom("databases", "account"),
      foreignGrants: fc.constantFrom("report", "revoke"),
      registered: fc.boolean(),
      terms: fc.array(anyTerms(grades), { minLength: size, maxLength: size }),
      rules: fc.array(anyRule(grades), { maxLength: 2 }),
      groups: fc.array(fc.option(anyGroup(grades), { nil: undefined, freq: 6 }), { minLength: 4, maxLength: 4 }),
    }),
  );

type Change = (model: Model) => Model;

/** Edits the terms of one database. */
function withTerms(at: number, edit: (one: Terms, model: Model) => Partial<Terms>): Change {
  return (model) => ({ ...model, terms: model.terms.map((one, i) => (i === at ? { ...one, ...edit(one, model) } : one)) });
}

/** Edits one group, if it is there. */
function withGroup(at: number, edit: (one: ModelGroup, model: Model) => ModelGroup | undefined): Change {
  return (model) => ({ ...model, groups: model.groups.map((one, i) => (i === at && one !== undefined ? edit(one, model) : one)) });
}

/** Changes of clearances. */
const clearing: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }))
  .map(([at, clearance]) => withGroup(at, (one, { grades }) => ({ ...one, access: "read", clearance: Math.min(clearance, grades) })));

/** Changes of grades and of what new columns get. */
const regrading = (size: number): fc.Arbitrary<Change> => {
  const database = fc.nat(size - 1);
  return fc.oneof(
    // A column, or everything, goes 1 → 3 or 3 → 1.
    database.map((at) =>
      withTerms(at, (one, { grades }) => ({
        default: grades + 1 - one.default,
        rules: one.rules.map((each) => ({ ...each, grade: grades + 1 - each.grade })),
      })),
    ),
    fc.tuple(database, fc.nat(2)).map(([at, which]) => withTerms(at, (one) => ({ rules: one.rules.filter((_rule, i) => i !== which) }))),
    fc
      .tuple(database, fc.constantFrom(...columnNames), fc.integer({ min: 1, max: 4 }))
      .map(([at, column, grade]) =>
        withTerms(at, (one, { grades }) => ({ rules: [...one.rules, { table: "*", column, grade: Math.min(grade, grades) }] })),
      ),
    database.map((at) => withTerms(at, (one) => ({ newColumns: one.newColumns === "inherit" ? "strictest" : "inherit" }))),
  );
};

/** Changes as people make them, one thing at a time. */
const anyChange = (size: number): fc.Arbitrary<Change> => {
  const database = fc.nat(size - 1);
  const index = fc.nat(3);
  return fc.oneof(
    { arbitrary: regrading(size), weight: 4 },
    clearing,
    index.map((at) => withGroup(at, () => undefined)),
    fc
      .tuple(index, fc.option(anyDomain, { nil: undefined }))
      .map(([at, to]) => withGroup(at, (one) => ({ ...one, domains: to === undefined ? undefined : [to] }))),
    fc.tuple(database, fc.option(anyDomain, { nil: undefined })).map(([at, to]) => withTerms(at, () => ({ domain: to }))),
    database.map((at) => withTerms(at, (one) => ({ managed: !one.managed }))),
    database.map((at) => withTerms(at, (one) => ({ enforce: !one.enforce }))),
    fc.constant<Change>((model) => fewerGrades(model)),
  );
};

/** One grade less, and whatever had the last grade moves up. */
function fewerGrades(model: Model): Model {
  const grades = Math.max(2, model.grades - 1);
  const less = <Item extends { readonly grade: number }>(item: Item): Item => ({ ...item, grade: Math.min(item.grade, grades) });
  return {
    ...model,
    grades,
    rules: model.rules.map(less),
    terms: model.terms.map((one) => ({ ...one, default: Math.min(one.default, grades), rules: one.rules.map(less) })),
    groups: model.groups.map((one) => one && { ...one, clearance: Math.min(one.clearance, grades) }),
  };
}

export interface Scenario {
  readonly databases: readonly ModelDatabase[];
  readonly before: Model;
  readonly after: Model;
}

/** A lake under policies, and the policies after a few of these changes or a rewrite. */
const scenariosOf = (nextOf: (size: number) => fc.Arbitrary<readonly Change[] | Model>): fc.Arbitrary<Scenario> =>
  catalogs.chain((databases) =>
    models(databases.length).chain((before) =>
      nextOf(databases.length).map((next) => ({
        databases,
        before,
        after: "terms" in next ? next : next.reduce((model, edit) => edit(model), before),
      })),
    ),
  );

const some = (change: fc.Arbitrary<Change>): fc.Arbitrary<readonly Change[]> => fc.array(change, { minLength: 1, maxLength: 3 });

/** A lake under policies, and the policies after a few changes or a rewrite. */
export const scenarios: fc.Arbitrary<Scenario> = scenariosOf((size) =>
  fc.oneof({ arbitrary: some(anyChange(size)), weight: 3 }, { arbitrary: models(size), weight: 1 }),
);

/**
 * The same with changes of grades, or of clearances, alone. Together, one group's new clearance may have to wait for data that
 * becomes stricter while other data may not become stricter before it.
 */
export const quietScenarios: fc.Arbitrary<Scenario> = scenariosOf((size) => fc.oneof(some(regrading(size)), some(clearing)));

/** The catalog as it is seeded. */
export function seedOf(databases: readonly ModelDatabase[]): SeedCatalog {
  return {
    databases: databases.map(({ name, tables }, index) => ({
      name,
      location: `s3://lake/${index}`,
      tables: tables.map(({ name: table, view, columns, keys }) => ({
        name: table,
        type: view ? "view" : "table",
        columns: columns.slice(0, columns.length - keys).map(stringColumn),
        partitionKeys: columns.slice(columns.length - keys).map(stringColumn),
      })),
    })),
  };
}

function stringColumn(name: string) {
  return { name, type: "string" };
}

/** A name as a pattern that matches it: characters with a meaning in selectors become `?`. */
function pattern(name: string): string {
  return name === "*" ? name : name.replace(/[.*?{},\s]/g, "?");
}

function matches(text: string, name: string): boolean {
  if (text === "*") return true;
  const source = pattern(text.toLowerCase())
    .replace(/[\\^$.*+()[\]|/-]/g, "\\$&")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(name.toLowerCase());
}

/** The domains that a classification has; groups may name no others. */
function domainsOf({ terms: list }: Model): ReadonlySet<string> {
  return new Set(list.flatMap((one) => (one.managed && one.domain !== undefined ? [one.domain] : [])));
}

/** A group with the domains that exist; without any it is left out, so that it does not reach every domain. */
function effectiveGroups(model: Model): readonly (ModelGroup | undefined)[] {
  const known = domainsOf(model);
  return model.groups.map((group) => {
    if (group?.domains === undefined) return group;
    const domains = group.domains.filter((name) => known.has(name));
    return domains.length === 0 ? undefined : { ...group, domains };
  });
}

/** The two groups, by index, that the role `shared` belongs to: the first two whose domains have none in common. */
function sharing(groups: readonly (ModelGroup | undefined)[]): readonly number[] {
  for (const [i, a] of groups.entries()) {
    for (const [j, b] of groups.entries()) {
      if (i < j && a?.domains !== undefined && b?.domains !== undefined && !a.domains.some((name) => b.domains?.includes(name)))
        return [i, j];
    }
  }
  return [];
}

function rolesOf(index: number, groups: readonly (ModelGroup | undefined)[]): readonly string[] {
  return [`role-${index}`, ...(sharing(groups).includes(index) ? ["shared"] : [])];
}

/** The policies as text. */
export function policySetOf(databases: readonly ModelDatabase[], model: Model): PolicySet {
  const documents: object[] = [
    {
      apiVersion: "lakegrade/v1",
      kind: "Lake",
      name: "laws",
      account,
      region,
      grades: Object.fromEntries(Array.from({ length: model.grades }, (_, index) => [String(index + 1), { en: `Grade ${index + 1}` }])),
      newColumns: model.newColumns,
      iamAllowedPrincipals: model.iamAllowedPrincipals,
      foreignGrants: model.foreignGrants,
      locations: model.registered ? [{ path: "s3://lake", role: registrationRole }] : [],
    },
    { kind: "Classification", database: "*", rules: model.rules.map(ruleOf) },
  ];
  for (const [index, { name }] of databases.entries()) {
    const one = model.terms[index];
    if (one?.managed !== true) continue;
    const { managed: _managed, rules, ...rest } = one;
    documents.push({ kind: "Classification", database: pattern(name), ...rest, rules: rules.map(ruleOf) });
  }
  const groups = effectiveGroups(model);
  for (const [index, group] of groups.entries()) {
    if (group === undefined) continue;
    const principals = rolesOf(index, groups).map((role) => ({ role }));
    documents.push({ kind: "Group", name: `group ${index}`, ...group, principals });
  }
  return policies(...documents.map((document) => JSON.stringify(document)));
}

function ruleOf({ table, column, grade, except }: ModelRule): object {
  return {
    match: `${pattern(table)}.${pattern(column)}`,
    grade,
    optional: true,
    ...(except === undefined ? {} : { except: [`${pattern(except)}.*`] }),
  };
}

/** Grade and domain of one column under policies; undefined where they do not manage it. */
export interface Label {
  readonly grade: number;
  readonly domain: string | undefined;
}

/** The label the policies give a column. */
export function labelOf(
  databases: readonly ModelDatabase[],
  model: Model,
  database: string,
  table: string,
  column: string,
): Label | undefined {
  const index = databases.findIndex(({ name }) => name === database);
  const one = model.terms[index];
  const found = databases[index]?.tables.find(({ name }) => name === table);
  if (one?.managed !== true || found === undefined) return undefined;
  const all = [...model.rules, ...one.rules];
  const gradesBy = (name: string): readonly number[] =>
    all.flatMap((each) =>
      matches(each.table, table) && matches(each.column, name) && !(each.except !== undefined && matches(each.except, table))
        ? [each.grade]
        : [],
    );
  const gradeOf = (name: string): number => (gradesBy(name).length === 0 ? one.default : Math.min(...gradesBy(name)));
  const isNamed = found.columns.some((name) => gradesBy(name).length > 0);
  const grade = !found.view ? gradeOf(column) : isNamed ? Math.min(...found.columns.map(gradeOf)) : 1;
  return { grade, domain: one.domain?.toLowerCase() };
}

/** May a role read a column of this label under the groups of these policies? */
export function isCleared(model: Model, role: string, label: Label | undefined): boolean {
  if (label === undefined) return false;
  const groups = effectiveGroups(model);
  return groups.some(
    (group, index) =>
      group !== undefined &&
      rolesOf(index, groups).includes(role) &&
      label.grade >= group.clearance &&
      (group.domains === undefined || (label.domain !== undefined && group.domains.some((name) => name.toLowerCase() === label.domain))),
  );
}
