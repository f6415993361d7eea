/** What a change does to access in its context: the kind judges values alone, here both states are known. */

import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import { kindNamed } from "../kinds/registry.ts";
import { isChangeOf, specsOf, subjectOf } from "../kinds/specs.ts";
import type { ChangeOf } from "../kinds/specs.ts";
import type { Impact } from "../model/change.ts";
import { iamAllowedPrincipals } from "../model/principal.ts";
import { expressionOf } from "../model/securable.ts";
import type { Resources, Scope } from "../model/state.ts";
import { matches } from "../model/tag-expression.ts";
import type { Difference } from "./diff.ts";
import { effective, tagViews } from "./order/tag-view.ts";
import type { TagView } from "./order/tag-view.ts";
import { expressionOfGrant, tagAccess, targetOf, transitionsOf } from "./order/transitions.ts";
import type { TagAccess, Transition } from "./order/transitions.ts";

/** Both states, in the forms that judging a change needs. */
export interface Context {
  readonly scope: Scope;
  readonly transitions: readonly Transition[];
  readonly access: { readonly old: TagAccess; readonly new: TagAccess };
  readonly grades: { readonly old: TagView; readonly new: TagView };
  /** The domains before. */
  readonly domains: TagView;
  /** Does any grant, old or new, speak of this value of the domain? */
  readonly namesDomain: (value: string) => boolean;
  /** Is a table, or a database, open to everyone IAM allows, so that Lake Formation does not decide there? */
  readonly isOpen: (database: string, table: string | undefined) => boolean;
}

/** Prepares the context of a plan. `live` and `desired` must be in comparable form. */
export function contextOf(live: Resources, desired: Resources, scope: Scope): Context {
  const open = { databases: new Set<string>(), allTables: new Set<string>(), tables: new Map<string, Set<string>>() };
  for (const [, { principal, securable }] of specsOf(live, "lf-grant")) {
    if (principal !== iamAllowedPrincipals) continue;
    if (securable.type === "database") open.databases.add(securable.database);
    else if (securable.type === "all-tables") open.allTables.add(securable.database);
    else if (securable.type === "table") {
      const tables = open.tables.get(securable.database) ?? new Set();
      open.tables.set(securable.database, tables.add(securable.table));
    }
  }
  const domains = new Set(
    [live, desired].flatMap((state) =>
      specsOf(state, "lf-grant").flatMap(([, { securable }]) =>
        (expressionOf(securable) ?? []).flatMap(({ key, values }) => (key === scope.domainTag ? values : [])),
      ),
    ),
  );
  const tags = { old: tagViews(live), new: tagViews(desired) };
  return {
    scope,
    namesDomain: (value) => domains.has(value) || domains.has("*"),
    transitions: transitionsOf(tags.old, tags.new, scope),
    access: { old: tagAccess(live), new: tagAccess(desired) },
    grades: { old: tags.old(scope.gradeTag), new: tags.new(scope.gradeTag) },
    domains: tags.old(scope.domainTag),
    isOpen: (database, table) =>
      table === undefined ? open.databases.has(database) : open.allTables.has(database) || open.tables.get(database)?.has(table) === true,
  };
}

/** The impact of one difference. */
export function impactOf(difference: Difference, context: Context): Impact {
  const { kind, before, after } = difference;
  if (isChangeOf(difference, "lf-tag-assignment")) return impactOfAssignment(difference, context);
  if (isChangeOf(difference, "lf-grant") && (before === null || after === null)) {
    const grant = subjectOf(difference);
    if (targetOf(grant) !== undefined && grant.condition === undefined && grant.grantable.length === 0) {
      return after === null
        ? losesAnything(grant, context)
          ? "narrows"
          : "neutral"
        : gainsAnything(grant, context)
          ? "widens"
          : "neutral";
    }
  }
  return kindNamed(kind).impact(before, after);
}

function impactOfAssignment(difference: ChangeOf<"lf-tag-assignment", Difference>, context: Context): Impact {
  const { before, after } = difference;
  const { key, database, table, column } = subjectOf(difference);
  if (key !== context.scope.gradeTag) {
    // A domain decides for whole groups of people; without looking at each, a value that a grant speaks of may let somebody in.
    const speaksOf = (spec: LfTagAssignment | null): boolean => spec !== null && context.namesDomain(spec.value);
    if (speaksOf(after)) return before === null && context.isOpen(database, table) ? "neutral" : "widens";
    return speaksOf(before) ? "narrows" : "neutral";
  }
  const was = effective(context.grades.old, database, table, column);
  const is = effective(context.grades.new, database, table, column);
  if (was === is) return "neutral";
  if (was === undefined) return context.isOpen(database, table) ? "neutral" : "widens";
  if (is === undefined) return "narrows";
  return Number(is) < Number(was) ? "narrows" : "widens";
}

function gainsAnything(grant: LfGrant, { transitions, access }: Context): boolean {
  return transitions.some(
    ({ target, old, final }) =>
      target === targetOf(grant) &&
      matches(expressionOfGrant(grant), final) &&
      grant.permissions.some((permission) => !access.old(grant.principal, target, permission, old)),
  );
}

function losesAnything(grant: LfGrant, { transitions, access }: Context): boolean {
  return transitions.some(
    ({ target, old, final }) =>
      target === targetOf(grant) &&
      matches(expressionOfGrant(grant), old) &&
      grant.permissions.some((permission) => !access.new(grant.principal, target, permission, final)),
  );
}

/**
 * May this grant be in force at the same time as every mix of old and new tags without showing anybody a column that
 * neither the old nor the new state shows them?
 */
export function isSafeThroughout(grant: LfGrant, { transitions, access }: Context): boolean {
  const expression = expressionOfGrant(grant);
  return transitions.every(({ target, old, between, final }) => {
    if (target !== targetOf(grant)) return true;
    if (![old, ...between, final].some((tags) => matches(expression, tags))) return true;
    return grant.permissions.every(
      (permission) => access.old(grant.principal, target, permission, old) || access.new(grant.principal, target, permission, final),
    );
  });
}
