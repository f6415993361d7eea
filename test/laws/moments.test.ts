/** Laws of every moment of an apply, asked of the account alone: nobody is let in for a moment, nobody is kept out for one. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import type { Outage } from "../../src/model/outage.ts";
import { isTableLeftToIam } from "../../src/sandbox/lake-formation/held-grants.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { directPorts } from "../direct-ports.ts";
import { account, converge, openLake, prepare, roleArn } from "../governed-lake.ts";
import { movingScenarios, quietScenarios, scenarios } from "./policy-changes.ts";
import type { Scenario } from "./policy-changes.ts";
import { policySetOf, seedOf } from "./policy-documents.ts";
import { domainNames, registrationRole, roles } from "./policy-model.ts";
import type { ModelDatabase, ModelTable } from "./policy-model.ts";

/** Something that somebody else did to a table, or to its database where `where` says so. */
interface Disturbance {
  readonly what: "grade" | "named-grant" | "domain-grant";
  readonly where: "database" | "table" | "column";
  readonly database: number;
  readonly table: number;
  readonly column: number;
  readonly grade: number;
  readonly role: (typeof roles)[number];
  readonly domain: (typeof domainNames)[number];
}

const disturbances: fc.Arbitrary<readonly Disturbance[]> = fc.array(
  fc.record({
    what: fc.constantFrom("grade", "grade", "named-grant", "domain-grant"),
    where: fc.constantFrom("database", "table", "column"),
    database: fc.nat(2),
    table: fc.nat(2),
    column: fc.nat(3),
    grade: fc.integer({ min: 1, max: 2 }),
    role: fc.constantFrom(...roles),
    domain: fc.constantFrom(...domainNames),
  }),
  { minLength: 1, maxLength: 4 },
);

const CatalogId = account;

async function disturb({ lakeFormation }: Ports, databases: readonly ModelDatabase[], one: Disturbance): Promise<void> {
  const database = databases[one.database % databases.length];
  const table = database?.tables[one.table % Math.max(1, database.tables.length)];
  if (database === undefined || table === undefined) return;
  if (one.what === "grade") {
    const Resource = resourceOf(database.name, table, one);
    await lakeFormation.addLFTagsToResource({
      CatalogId,
      Resource,
      LFTags: [{ CatalogId, TagKey: "grade", TagValues: [String(one.grade)] }],
    });
    return;
  }
  const Resource =
    one.what === "named-grant"
      ? { Table: { CatalogId, DatabaseName: database.name, Name: table.name } }
      : { LFTagPolicy: { CatalogId, ResourceType: "TABLE" as const, Expression: [{ TagKey: "domain", TagValues: [one.domain] }] } };
  const Principal = { DataLakePrincipalIdentifier: roleArn(one.role) };
  const { Failures } = await lakeFormation.batchGrantPermissions({
    CatalogId,
    Entries: [{ Id: "0", Principal, Resource, Permissions: ["SELECT"] }],
  });
  expect(Failures ?? []).toEqual([]);
}

function resourceOf(DatabaseName: string, { name: Name, columns }: ModelTable, { where, column }: Disturbance) {
  if (where === "database") return { Database: { CatalogId, Name: DatabaseName } };
  if (where === "table") return { Table: { CatalogId, DatabaseName, Name } };
  const [chosen = ""] = columns.slice(column % columns.length);
  return { TableWithColumns: { CatalogId, DatabaseName, Name, ColumnNames: [chosen] } };
}

/** What everybody can read of everything: `open` where Lake Formation does not decide. */
type Reading = ReadonlyMap<string, "open" | "yes" | "no">;

function readingOf(sandbox: Sandbox, databases: readonly ModelDatabase[]): Reading {
  return new Map(
    databases.flatMap(({ name: database, tables }) =>
      tables.flatMap(({ name: table, columns }) => {
        const open = isTableLeftToIam(sandbox.account, database.toLowerCase(), table.toLowerCase());
        return columns.flatMap((column) =>
          roles.map((role) => {
            const reads = mayRead(sandbox.account, roleArn(role), database, table, column).allowed;
            return [JSON.stringify([role, database, table, column]), open ? "open" : reads ? "yes" : "no"] as const;
          }),
        );
      }),
    ),
  );
}

interface Apply {
  readonly first: Reading;
  readonly last: Reading;
  /** After each write. */
  readonly seen: readonly { readonly operation: string; readonly reading: Reading }[];
  readonly outages: readonly Outage[];
}

/** Applies the second policies to a lake under the first that others have disturbed; undefined where the plan is refused. */
async function watch({ databases, before, after }: Scenario, disturbed: readonly Disturbance[]): Promise<Apply | undefined> {
  const { sandbox } = openLake({ catalog: seedOf(databases), roles: [...roles, registrationRole] });
  const ports = directPorts(sandbox);
  await ports.lakeFormation.createLFTag({ CatalogId, TagKey: "domain", TagValues: [...domainNames] });
  await converge({ ports }, policySetOf(databases, before));
  for (const one of disturbed) await disturb(ports, databases, one);

  const seen: Apply["seen"][number][] = [];
  const lake = {
    ports: directPorts(sandbox, { onWrite: (operation) => seen.push({ operation, reading: readingOf(sandbox, databases) }) }),
  };
  const set = policySetOf(databases, after);
  const first = readingOf(sandbox, databases);
  const prepared = await prepare(lake, set);
  if (prepared.refusals.length > 0) return undefined;
  await converge(lake, set, prepared);
  return { first, last: readingOf(sandbox, databases), seen, outages: prepared.outages };
}

/** What was at some moment `during` for somebody for whom it was `around` before and after. */
async function moments(
  scenario: Scenario,
  disturbed: readonly Disturbance[],
  { during, around }: { readonly during: "yes" | "no"; readonly around: "yes" | "no" },
): Promise<readonly string[]> {
  const apply = await watch(scenario, disturbed);
  if (apply === undefined) return [];
  const { first, last, seen } = apply;
  return seen.flatMap(({ operation, reading }, write) =>
    [...reading].flatMap(([question, answer]) =>
      answer === during && first.get(question) === around && last.get(question) === around
        ? [`after write ${write + 1}, ${operation}: ${question}`]
        : [],
    ),
  );
}

/** Columns by principal and table. */
type Columns = ReadonlyMap<string, number>;

/** Columns that somebody reads before and after, but not after every write. */
function missed({ first, last, seen }: Apply): Columns {
  const questions = new Set<string>();
  for (const { reading } of seen) {
    for (const [question, answer] of reading) {
      if (answer === "no" && first.get(question) !== "no" && last.get(question) !== "no") questions.add(question);
    }
  }
  return counted(
    [...questions].map((question) => {
      const [role = "", database = "", table = ""] = JSON.parse(question) as readonly string[];
      return [roleArn(role), database, table, 1];
    }),
  );
}

/** Columns that the plan says somebody cannot read for a moment. */
function told({ outages }: Apply): Columns {
  return counted(
    outages
      .filter(({ permissions }) => permissions.includes("SELECT"))
      .flatMap(({ principals, database, tables }) =>
        tables.flatMap(({ table, columns }) => principals.map((principal) => [principal, database, table, columns] as const)),
      ),
  );
}

function counted(rows: readonly (readonly [principal: string, database: string, table: string, columns: number])[]): Columns {
  const counts = new Map<string, number>();
  for (const [principal, database, table, columns] of rows) {
    const key = JSON.stringify([principal, database.toLowerCase(), table.toLowerCase()]);
    counts.set(key, (counts.get(key) ?? 0) + columns);
  }
  return counts;
}

const runs = { numRuns: 50 };

describe("at every moment of an apply", () => {
  test("nobody reads what they read neither before nor after, whatever others granted and tagged", async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, disturbances, async (scenario, disturbed) => {
        expect(await moments(scenario, disturbed, { during: "yes", around: "no" })).toEqual([]);
      }),
      runs,
    );
  });

  test("nobody misses what they read before and after, unless the plan says so", async () => {
    const columns = { missed: 0, told: 0 };
    const scenario = fc.oneof(scenarios, { arbitrary: movingScenarios, weight: 3 });
    await fc.assert(
      fc.asyncProperty(scenario, fc.oneof(fc.constant([]), disturbances), async (change, disturbed) => {
        const apply = await watch(change, disturbed);
        if (apply === undefined) return;
        const said = told(apply);
        const actual = missed(apply);
        expect([...actual].filter(([where, number]) => (said.get(where) ?? 0) < number)).toEqual([]);
        for (const number of actual.values()) columns.missed += number;
        for (const number of said.values()) columns.told += number;
      }),
      runs,
    );
    // Who reads a plan should not be told of much that does not happen.
    expect(columns.told).toBeLessThanOrEqual(2 * columns.missed + 20);
  });

  test("nobody loses what they read before and after, where grades or clearances change", async () => {
    await fc.assert(
      fc.asyncProperty(quietScenarios, async (scenario) => {
        expect(await moments(scenario, [], { during: "no", around: "yes" })).toEqual([]);
      }),
      runs,
    );
  });
});
