/** What is open now: the columns that the account grades more loosely than the policies do, with those who read them by it. */

import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import { address } from "../kinds/lf-tag-assignment/spec.ts";
import { specsOf } from "../kinds/specs.ts";
import { groupBy } from "../model/batches.ts";
import { allColumns } from "../model/catalog.ts";
import type { OpenData } from "../model/open-data.ts";
import { readsData } from "../model/permission.ts";
import type { Principal } from "../model/principal.ts";
import { expressionOf } from "../model/securable.ts";
import { compareText } from "../model/source.ts";
import type { DesiredState, LiveState, Resources, Scope } from "../model/state.ts";
import { matches } from "../model/tag-expression.ts";
import type { Tags } from "../model/tag-expression.ts";
import { tagViews, valueIn } from "./order/tag-view.ts";

/** By table, the tables in order of their names. A column that carries no grade is reached by no grant on grades, and is none of them. */
export function openData(live: LiveState, desired: DesiredState): readonly OpenData[] {
  const { scope } = desired;
  const now = stateOf(live.resources, scope);
  const asked = stateOf(desired.resources, scope);
  const open: OpenData[] = [];
  for (const { name, tables } of live.catalog.databases) {
    const database = name.toLowerCase();
    if (!Object.hasOwn(scope.managed, database)) continue;
    for (const each of tables) {
      const table = each.name.toLowerCase();
      const [tagsNow, tagsAsked] = [now.tags(database, table), asked.tags(database, table)];
      const found = allColumns(each).flatMap((one) => {
        const column = one.name.toLowerCase();
        const [carries, grade] = [tagsNow.grade(column), tagsAsked.grade(column)];
        if (carries === undefined || grade === undefined || !isLooser(carries, grade)) return [];
        const place = { database, table, column };
        const allowed = asked.readers(place, tagsAsked.all(column));
        const readers = now.readers(place, tagsNow.all(column)).filter((reader) => !allowed.includes(reader));
        const sorted = [...new Set(readers)].toSorted(compareText);
        return [{ column, carries, asked: grade, readers: sorted, origins: originsOf(desired, place) }];
      });
      for (const [first, ...others] of groupBy(found, ({ column: _column, ...rest }) => JSON.stringify(rest)).values()) {
        if (first === undefined) continue;
        const { column, ...rest } = first;
        open.push({ database, table, columns: [column, ...others.map((other) => other.column)].toSorted(compareText), ...rest });
      }
    }
  }
  return open.toSorted((a, b) => compareText(`${a.database}.${a.table}`, `${b.database}.${b.table}`));
}

/** 1 is the strictest. A value that is no grade is not known to be strict enough. */
function isLooser(carries: string, asked: string): boolean {
  return !(Number(carries) <= Number(asked));
}

interface Place {
  readonly database: string;
  readonly table: string;
  readonly column: string;
}

/** The place of the column's own grade, else of its table's. */
function originsOf({ scope, resources }: DesiredState, place: Place): OpenData["origins"] {
  const { column, ...table } = { key: scope.gradeTag, value: "", ...place };
  return (resources.get(address({ ...table, column })) ?? resources.get(address(table)))?.origins ?? [];
}

interface TableTags {
  readonly grade: (column: string) => string | undefined;
  /** Of grade and domain. */
  readonly all: (column: string) => Tags;
}

interface State {
  readonly tags: (database: string, table: string) => TableTags;
  /** Whoever holds a grant that reaches a column with these tags. */
  readonly readers: (place: Place, tags: Tags) => readonly Principal[];
}

function stateOf(resources: Resources, { gradeTag, domainTag }: Scope): State {
  const views = tagViews(resources);
  const reading = specsOf(resources, "lf-grant").flatMap(([, grant]) =>
    readsData(grant.permissions) && isOwnCatalog(grant) ? [grant] : [],
  );
  const byTags = reading.filter(({ securable }) => "target" in securable && securable.target === "table");
  const byName = groupBy(reading, ({ securable }) => ("database" in securable ? securable.database : undefined));
  const known = new Map<string, readonly Principal[]>();
  return {
    tags: (database, table) => {
      const grade = valueIn(views(gradeTag), database, table);
      const domain = valueIn(views(domainTag), database, table);
      const all = (column: string): Tags => {
        const [g, d] = [grade(column), domain(column)];
        return { ...(g === undefined ? {} : { [gradeTag]: g }), ...(d === undefined ? {} : { [domainTag]: d }) };
      };
      return { grade, all };
    },
    readers: (place, tags) => {
      const key = JSON.stringify(tags);
      const tagged = known.get(key) ?? principals(byTags.filter((grant) => mayMatch(grant, tags, [gradeTag, domainTag])));
      known.set(key, tagged);
      return [...tagged, ...principals((byName.get(place.database) ?? []).filter((grant) => isOn(grant, place)))];
    },
  };
}

function principals(grants: readonly LfGrant[]): readonly Principal[] {
  return grants.map(({ principal }) => principal);
}

function isOwnCatalog({ securable }: LfGrant): boolean {
  return !("catalog" in securable) || securable.catalog === undefined;
}

/** A key whose tags were not read may have any value, and so may an expression that was not read. */
function mayMatch({ securable }: LfGrant, tags: Tags, keys: readonly string[]): boolean {
  const expression = expressionOf(securable);
  if (expression === undefined) return true;
  const known = expression.filter(({ key }) => keys.includes(key));
  return known.length === 0 ? expression.length > 0 : matches(known, tags);
}

/** Of a filter of cells nobody knows the columns here, so it counts as its whole table. */
function isOn({ securable }: LfGrant, { table, column }: Place): boolean {
  if (securable.type === "all-tables") return true;
  if (!("table" in securable) || securable.table !== table) return false;
  if (securable.type === "columns") return securable.columns.includes(column);
  return securable.type !== "columns-except" || !securable.excluded.includes(column);
}
