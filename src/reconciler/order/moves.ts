/** What of a plan can be put in another order: changes that move the same tags the same way, and grants of alike principals. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { changeKey } from "../../model/change.ts";
import type { Change } from "../../model/change.ts";
import { expressionOf, securableKey } from "../../model/securable.ts";
import type { Scope } from "../../model/state.ts";
import type { Holding } from "./holdings.ts";
import type { Moments } from "./moments.ts";
import type { Node } from "./precedence.ts";
import type { DatabaseTimelines, Timeline } from "./tag-timeline.ts";

/** Changes in sets, each with a number; a set moves as one. */
export interface Moves {
  /** The usual step of each set. */
  readonly places: readonly number[];
  /** By change key; absent for a change that stays where it is. */
  readonly ofChange: ReadonlyMap<string, Node>;
  /** The set that gives or takes a holding in its usual step; undefined where that stays. */
  readonly ofHolding: (holding: Holding, step: number) => Node | undefined;
  /** The sets that move a key along a timeline in its usual step, in these databases. */
  readonly ofTags: (key: string, timeline: Timeline, step: number, databases: Iterable<string>) => readonly Node[];
}

/** Grants on LF-Tag policies, but not those that come last anyway; tags, but neither pins nor what is superfluous. */
function isMovable(change: Change): boolean {
  if (isChangeOf(change, "lf-grant")) {
    return expressionOf(subjectOf(change).securable) !== undefined && [30, 40, 80, 82].includes(change.step);
  }
  return change.kind === "lf-tag-assignment" && change.step >= 60 && change.step < 80;
}

/** The movable sets of changes in their usual order. */
export function movesOf(changes: readonly Change[], { holders, timelines, alikes }: Moments, { gradeTag }: Scope): Moves {
  const numbers = new Map<string, Node>();
  const places: number[] = [];
  const numbered = (key: string, step: number): Node => {
    let node = numbers.get(key);
    if (node === undefined) {
      numbers.set(key, (node = places.length));
      places.push(step);
    }
    return node;
  };

  const holderOf = new Map(holders.flatMap(({ principals }, index) => principals.map((principal) => [principal, index] as const)));
  const grantKey = ({ principal, securable }: Pick<Holding, "principal" | "securable">, step: number): string =>
    `grant ${holderOf.get(principal)} ${step} ${securableKey(securable)}`;

  const ids = new Map<Timeline, number>();
  const idOf = (timeline: Timeline): number => ids.get(timeline) ?? ids.set(timeline, ids.size).size - 1;
  const contents = new Map<string, Set<number>>();
  for (const { timeline, places: where } of alikes) {
    for (const { database } of where) contents.set(database, (contents.get(database) ?? new Set()).add(idOf(timeline)));
  }
  const tagKey = (key: string, step: number, timeline: Timeline): string => `tag ${key} ${usualStep(step)} ${idOf(timeline)}`;
  // A database's domain moves everything in it, so databases move together only where they hold the same.
  const databaseKey = (key: string, step: number, database: string): string =>
    `tag ${key} ${step} of ${[...(contents.get(database) ?? [])].toSorted((a, b) => a - b).join()}`;

  const ofChange = new Map<string, Node>();
  const databases = new Map<string, DatabaseTimelines>();
  const timelinesIn = (database: string): DatabaseTimelines => {
    const known = databases.get(database) ?? timelines(database);
    databases.set(database, known);
    return known;
  };
  for (const change of changes) {
    if (!isMovable(change)) continue;
    const { step } = change;
    if (isChangeOf(change, "lf-grant")) ofChange.set(changeKey(change), numbered(grantKey(subjectOf(change), step), step));
    else if (isChangeOf(change, "lf-tag-assignment")) {
      const { key, database, table, column } = subjectOf(change);
      const { own, ofTable } = timelinesIn(database);
      const isWhole = table === undefined && key !== gradeTag;
      const id = isWhole ? databaseKey(key, step, database) : tagKey(key, step, table === undefined ? own : ofTable(table).of(column));
      ofChange.set(changeKey(change), numbered(id, usualStep(step)));
    }
  }
  return {
    places,
    ofChange,
    ofHolding: (holding, step) => numbers.get(grantKey(holding, step)),
    ofTags(key, timeline, step, where) {
      const keys = new Set([tagKey(key, step, timeline)]);
      if (key !== gradeTag) for (const database of where) keys.add(databaseKey(key, step, database));
      return [...keys].flatMap((each) => numbers.get(each) ?? []);
    },
  };
}

/** Grades that widen have a step for each level only so that columns come before tables, which one step keeps to as well. */
function usualStep(step: number): number {
  return step > 70 && step < 73 ? 70 : step;
}
