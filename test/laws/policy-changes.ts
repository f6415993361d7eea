/** Random changes of policies, as people make them: what an apply starts from and where it is to lead. */

import * as fc from "fast-check";

import { anyDomain, catalogs, columnNames, domainNames, models } from "./policy-model.ts";
import type { Model, ModelDatabase, ModelGroup, Terms } from "./policy-model.ts";

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

/** Two domains for everything: databases and groups take turns, from `first` on; one group is in both, most people read. */
function crowded(model: Model, first: number): Model {
  const domainAt = (at: number): string => domainNames[(at + first) % 2] ?? "";
  return {
    ...model,
    terms: model.terms.map((one, at) => ({ ...one, managed: true, enforce: true, domain: domainAt(at) })),
    groups: model.groups.map((one, at) => one && { ...one, domains: at === 2 ? [domainAt(0), domainAt(1)] : [domainAt(at)] }),
  };
}

/** Databases and groups change domains together, and grades and clearances besides: where outages of a moment are at home. */
export const movingScenarios: fc.Arbitrary<Scenario> = catalogs.chain((databases) =>
  fc.record({ before: models(databases.length), after: models(databases.length), first: fc.nat(1) }).map(({ before, after, first }) => ({
    databases,
    before: crowded(before, 0),
    after: crowded(after, first),
  })),
);

/**
 * Scenarios with changes of grades, or of clearances, alone. Together, one group's new clearance may have to wait for data that
 * becomes stricter while other data may not become stricter before it.
 */
export const quietScenarios: fc.Arbitrary<Scenario> = scenariosOf((size) => fc.oneof(some(regrading(size)), some(clearing)));
