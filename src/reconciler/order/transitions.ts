/**
 * How tags change between the two states, reduced to the few distinct ways they do.
 *
 * Whether a grant may be given early or kept for a while depends only on which tags columns pass through. Ten thousand
 * tables have a handful of such ways, so the question is asked of them.
 */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import { specsOf } from "../../kinds/specs.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import { expressionOf } from "../../model/securable.ts";
import type { Resources, Scope } from "../../model/state.ts";
import { matches } from "../../model/tag-expression.ts";
import type { TagExpression, Tags } from "../../model/tag-expression.ts";
import { effective, valueIn } from "./tag-view.ts";
import type { TagView } from "./tag-view.ts";

/** Tags of some securables before, at every moment between, and after. */
export interface Transition {
  readonly target: "database" | "table";
  readonly old: Tags;
  readonly between: readonly Tags[];
  readonly final: Tags;
}

/** The distinct transitions of databases and of columns between the tags of two states. */
export function transitionsOf(live: (key: string) => TagView, desired: (key: string) => TagView, scope: Scope): readonly Transition[] {
  const grades = { live: live(scope.gradeTag), desired: desired(scope.gradeTag) };
  const domains = { live: live(scope.domainTag), desired: desired(scope.domainTag) };
  const distinct = new Map<string, Transition>();
  let last: readonly (string | undefined)[] = [];
  const add = (
    target: Transition["target"],
    g0: string | undefined,
    g1: string | undefined,
    d0: string | undefined,
    d1: string | undefined,
  ): void => {
    // Asked for every column, and most are like the one before.
    if (last[0] === target && last[1] === g0 && last[2] === g1 && last[3] === d0 && last[4] === d1) return;
    last = [target, g0, g1, d0, d1];
    // A control character is in no LF-Tag value, so it separates them and stands for none.
    const id = `${target}\0${g0 ?? "\0"}\0${g1 ?? "\0"}\0${d0 ?? "\0"}\0${d1 ?? "\0"}`;
    if (distinct.has(id)) return;
    const between = [tagsOf(scope, g0, d1), tagsOf(scope, g1, d0)];
    distinct.set(id, { target, old: tagsOf(scope, g0, d0), between, final: tagsOf(scope, g1, d1) });
  };
  for (const database of names(grades.live, grades.desired, domains.live, domains.desired)) {
    const managed = Object.hasOwn(scope.managed, database);
    const d0 = effective(domains.live, database);
    const d1 = managed ? effective(domains.desired, database) : d0;
    const g0 = effective(grades.live, database);
    const g1 = managed ? effective(grades.desired, database) : g0;
    add("database", g0, g1, d0, d1);
    for (const table of tablesOf(database, grades.live, grades.desired, domains.live)) {
      const [gradeBefore, gradeAfter] = [valueIn(grades.live, database, table), valueIn(grades.desired, database, table)];
      const domainBefore = valueIn(domains.live, database, table);
      const addColumn = (column: string | undefined): void => {
        const [g, d] = [gradeBefore(column), domainBefore(column)];
        add("table", g, managed ? gradeAfter(column) : g, d, managed ? d1 : d);
      };
      addColumn(undefined);
      const [columnsBefore, columnsAfter] = [columnsOf(grades.live, database, table), columnsOf(grades.desired, database, table)];
      for (const column of columnsBefore.keys()) addColumn(column);
      for (const column of columnsAfter.keys()) if (!columnsBefore.has(column)) addColumn(column);
    }
  }
  return [...distinct.values()];
}

function tagsOf({ gradeTag, domainTag }: Scope, grade: string | undefined, domain: string | undefined): Tags {
  return { ...(grade === undefined ? {} : { [gradeTag]: grade }), ...(domain === undefined ? {} : { [domainTag]: domain }) };
}

function names(...views: readonly TagView[]): ReadonlySet<string> {
  return new Set(views.flatMap(({ databases }) => [...databases.keys()]));
}

function tablesOf(database: string, ...views: readonly TagView[]): ReadonlySet<string> {
  return new Set(views.flatMap(({ databases }) => [...(databases.get(database)?.tables.keys() ?? [])]));
}

function columnsOf(view: TagView, database: string, table: string): ReadonlyMap<string, string> {
  return view.databases.get(database)?.tables.get(table)?.columns ?? noColumns;
}

const noColumns: ReadonlyMap<string, string> = new Map();

/** Tag-policy grants of a state by principal: what each may do with data that carries certain tags. */
export type TagAccess = (principal: string, target: Transition["target"], permission: Permission, tags: Tags) => boolean;

export function tagAccess(resources: Resources): TagAccess {
  const byPrincipal = new Map<string, LfGrant[]>();
  for (const [, grant] of specsOf(resources, "lf-grant")) {
    if (grant.principal === iamAllowedPrincipals || expressionOf(grant.securable) === undefined) continue;
    const grants = byPrincipal.get(grant.principal);
    if (grants === undefined) byPrincipal.set(grant.principal, [grant]);
    else grants.push(grant);
  }
  return (principal, target, permission, tags) =>
    (byPrincipal.get(principal) ?? []).some(
      (grant) => grant.permissions.includes(permission) && targetOf(grant) === target && matches(expressionOf(grant.securable) ?? [], tags),
    );
}

export function targetOf({ securable }: LfGrant): Transition["target"] | undefined {
  return securable.type === "lf-tag-policy" || securable.type === "lf-tag-policy-named" ? securable.target : undefined;
}

export function expressionOfGrant({ securable }: LfGrant): TagExpression {
  return expressionOf(securable) ?? [];
}
