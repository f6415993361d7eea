/** Laws of the whole path from policies to the account, over random policies, catalogs and changes. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { compile } from "../../src/compiler/compile.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import { canonicalJson } from "../../src/model/canonical.ts";
import { expressionOf } from "../../src/model/securable.ts";
import { isTableLeftToIam } from "../../src/sandbox/lake-formation/held-grants.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { directPorts } from "../direct-ports.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import type { Prepared } from "../governed-lake.ts";
import { account, converge, desiredOf, grantsIn, noPause, openLake, pending, prepare, readAs, roleArn } from "../governed-lake.ts";
import { isCleared, labelOf } from "./policy-answers.ts";
import type { Label } from "./policy-answers.ts";
import { scenarios } from "./policy-changes.ts";
import type { Scenario } from "./policy-changes.ts";
import { policySetOf, seedOf } from "./policy-documents.ts";
import { registrationRole, roles } from "./policy-model.ts";
import type { Model, ModelDatabase } from "./policy-model.ts";

/** Every column of the catalog for every role. */
interface Question {
  readonly role: string;
  readonly database: string;
  readonly table: string;
  readonly column: string;
}

function questionsOf(databases: readonly ModelDatabase[]): readonly Question[] {
  return databases.flatMap(({ name: database, tables }) =>
    tables.flatMap(({ name: table, columns }) => columns.flatMap((column) => roles.map((role) => ({ role, database, table, column })))),
  );
}

function textOf({ role, database, table, column }: Question): string {
  return `${role} reads ${JSON.stringify([database, table, column])}`;
}

/** The labels that columns carry: those of the policies, or, where a database is no longer managed, those it had. */
function labelsOf(databases: readonly ModelDatabase[], model: Model, earlier?: Model): (question: Question) => Label | undefined {
  return ({ database, table, column }) =>
    labelOf(databases, model, database, table, column) ?? (earlier && labelOf(databases, earlier, database, table, column));
}

/** Columns of databases that Lake Formation decides on, with who should read them and who does. */
function compareReading(sandbox: Sandbox, scenario: Scenario, model: Model, earlier?: Model) {
  const labels = labelsOf(scenario.databases, model, earlier);
  const asked = questionsOf(scenario.databases).filter(({ database, table }) => !isOpen(sandbox, database, table));
  return {
    allowed: asked.filter((question) => isCleared(model, question.role, labels(question))).map(textOf),
    actual: asked.filter((question) => reads(sandbox, question)).map(textOf),
  };
}

function isOpen(sandbox: Sandbox, database: string, table: string): boolean {
  return isTableLeftToIam(sandbox.account, database.toLowerCase(), table.toLowerCase());
}

function reads(sandbox: Sandbox, { role, database, table, column }: Question): boolean {
  return mayRead(sandbox.account, roleArn(role), database, table, column).allowed;
}

/** Lake Formation must decide wherever the policies manage and enforce. */
function openDespitePolicies(sandbox: Sandbox, { databases }: Scenario, model: Model): readonly string[] {
  return databases.flatMap(({ name, tables }, index) => {
    const terms = model.terms[index];
    if (terms?.managed !== true || !terms.enforce) return [];
    return tables.filter((table) => isOpen(sandbox, name, table.name)).map((table) => `${name}.${table.name}`);
  });
}

/** A plan may be refused for one reason only: a database that is no longer managed still carries a grade that is to go. */
function mayBeRefused({ before, after }: Scenario): boolean {
  return after.grades < before.grades && before.terms.some(({ managed }, index) => managed && after.terms[index]?.managed !== true);
}

const runs = { numRuns: 100 };

describe("over random policies", () => {
  test("applying leads to exactly the reading the policies give, leaves nothing to plan, and at no moment does anybody read what neither the old nor the new policies let them read", async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { databases, before, after } = scenario;
        const { sandbox } = openLake({ catalog: seedOf(databases), roles: [...roles, registrationRole] });

        const first = policySetOf(databases, before);
        const adoption = watch(sandbox, scenario, before, new Set(), undefined);
        await converge(adoption, first);
        expect(adoption.exposed).toEqual([]);
        expect(await pending(adoption, first)).toEqual([]);
        expect(openDespitePolicies(sandbox, scenario, before)).toEqual([]);
        const adopted = compareReading(sandbox, scenario, before);
        expect(adopted.actual).toEqual(adopted.allowed);

        const second = policySetOf(databases, after);
        const change = watch(sandbox, scenario, after, adoption.allowed, before);
        const prepared = await prepare(change, second);
        const { refusals } = prepared;
        if (mayBeRefused(scenario) && refusals.every(({ code }) => code === "LG5005") && refusals.length > 0) return;
        await converge(change, second, prepared);
        expect(change.exposed).toEqual([]);
        const settled = await prepare(change, second);
        expect(settled.changes).toEqual([]);
        expect(openDespitePolicies(sandbox, scenario, after)).toEqual([]);
        const changed = compareReading(sandbox, scenario, after, before);
        expect(changed.actual).toEqual(changed.allowed);
        expectOnlyDesiredGrants(settled);
      }),
      runs,
    );
  });

  test("compiling is deterministic, and a reading does not depend on the size of pages", async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async ({ databases, before }) => {
        const { sandbox } = openLake({ catalog: seedOf(databases), roles: [...roles, registrationRole] });
        const ports = directPorts(sandbox);
        const set = policySetOf(databases, before);
        // Without reading again: the other laws look at that.
        const { changes } = await prepare({ ports }, set);
        const results = await applyChanges(changes, { ports, account, pause: noPause });
        expect(results.filter(({ status }) => status !== "done")).toEqual([]);
        const whole = await readAs(ports, set);
        expect(await readAs(directPorts(sandbox, { pageSize: 1 }), set)).toEqual(whole);
        const desired = canonicalJson(desiredOf(set, whole));
        expect(canonicalJson(desiredOf(policySetOf(databases, before), whole))).toBe(desired);
        const backwards = { databases: whole.catalog.databases.toReversed() };
        expect(canonicalJson(compile(set, { catalog: backwards, roles: whole.roles.toReversed() }).state)).toBe(desired);
      }),
      runs,
    );
  });
});

interface Watch {
  readonly ports: Ports;
  /** What was readable after some write although neither side allows it. */
  readonly exposed: readonly string[];
  /** What the policies let people read. */
  readonly allowed: ReadonlySet<string>;
}

/** Ports for applying these policies where `old` could be read before; every write is looked at. */
function watch(sandbox: Sandbox, { databases }: Scenario, model: Model, old: ReadonlySet<string>, earlier: Model | undefined): Watch {
  const labels = labelsOf(databases, model, earlier);
  const questions = questionsOf(databases);
  const allowed = new Set(questions.filter((question) => isCleared(model, question.role, labels(question))).map(textOf));
  const forbidden = questions.filter((question) => !allowed.has(textOf(question)) && !old.has(textOf(question)));
  const exposed: string[] = [];
  let writes = 0;
  const look = (operation: string): void => {
    writes += 1;
    for (const question of forbidden) {
      if (isOpen(sandbox, question.database, question.table) || !reads(sandbox, question)) continue;
      exposed.push(`after write ${writes}, ${operation}: ${textOf(question)}`);
    }
  };
  return { ports: directPorts(sandbox, { onWrite: look }), exposed, allowed };
}

/** No grant on the grade key is left that the policies do not ask for. */
function expectOnlyDesiredGrants({ live, desired }: Prepared): void {
  const wanted = grantsIn(desired).filter(usesGrade);
  expect(grantsIn(live).filter(usesGrade)).toEqual(expect.arrayContaining([...wanted]));
  expect(grantsIn(live).filter(usesGrade)).toHaveLength(wanted.length);
}

function usesGrade({ securable }: LfGrant): boolean {
  return (expressionOf(securable) ?? []).some(({ key }) => key === "grade");
}
