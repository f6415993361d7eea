/** Random lakes: catalogs, and policies over them. */

import * as fc from "fast-check";

/** Names that have been trouble: case, dots, slashes, blanks, quotes, separators of our own addresses, other scripts. */
const databaseNames = ["claims", "HR_Data", "my.lake/raw", "보험 계약", `it's "x"`, "emo😀ji", "default"] as const;
const tableNames = ["patients", "Visits", "a.b", "x/y z", "환자", "t😀", "p|q,r"] as const;
export const columnNames = ["ssn", "Name", "city", "a.b", "c/d", "e f", "주민등록번호", `g"h'`, "🙂", "i,j", "k|l&m=n", "%2f"] as const;

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

export interface ModelRule {
  readonly table: string;
  readonly column: string;
  readonly grade: number;
  readonly except?: string | undefined;
}

export interface Terms {
  readonly managed: boolean;
  readonly default: number;
  readonly domain?: string | undefined;
  readonly enforce: boolean;
  readonly newColumns?: "strictest" | "inherit" | undefined;
  readonly rules: readonly ModelRule[];
}

export interface ModelGroup {
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
export const anyDomain = fc.constantFrom(...domainNames);
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
