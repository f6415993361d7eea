/**
 * Another order where the usual one leads to outages of a moment: each way that tags go, and each grant, on its own.
 *
 * Whatever keeps somebody from seeing what they never see is a rule that must hold; whatever keeps somebody from missing
 * what they keep is a rule that should. Where both cannot be had, the outage stays.
 */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import { changeKey } from "../../model/change.ts";
import type { Change } from "../../model/change.ts";
import type { Scope } from "../../model/state.ts";
import type { Tags } from "../../model/tag-expression.ts";
import { always, never } from "./holdings.ts";
import { endsOf, lets } from "./moments.ts";
import type { Moments, Question } from "./moments.ts";
import { movesOf } from "./moves.ts";
import type { Moves } from "./moves.ts";
import { inOrder } from "./order.ts";
import { precedence } from "./precedence.ts";
import type { Node, Precedence } from "./precedence.ts";
import type { Timeline } from "./tag-timeline.ts";

/** Numbers for the steps of another order: after all pins, before what is cleared up. */
const [firstStep, lastStep] = [51, 81];
/** What the usual order gives before these steps, and takes after them, is there all the while. */
const [firstMovable, lastMovable] = [30, 82];

/** The changes with other steps; undefined where there is no other order. */
export function reorder(changes: readonly Change[], moments: Moments, scope: Scope): readonly Change[] | undefined {
  const moves = movesOf(changes, moments, scope);
  const rules = precedence(moves.places);
  ruleInheritance(changes, moves, rules);
  ruleParts(changes, moves, rules);
  const databasesOf = databasesByTimeline(moments);
  for (const [timeline, questions] of groupBy(moments.questions, (question) => question.timeline)) {
    const path = pathOf(timeline, questions, { moves, scope, databases: databasesOf.get(timeline) ?? new Set() });
    if (path === undefined) return undefined;
    rulePath(path, rules);
    for (const question of questions) ruleAccess(question, path, moves, rules);
  }
  const layers = rules.layers(lastStep - firstStep + 1);
  if (layers === undefined) return undefined;
  const steps = new Map(layers.flatMap((layer, index) => layer.map((node) => [node, firstStep + index] as const)));
  return inOrder(
    changes.map((change) => {
      const node = moves.ofChange.get(changeKey(change));
      return { ...change, step: (node === undefined ? undefined : steps.get(node)) ?? change.step };
    }),
  );
}

/** A value of one's own comes before the value above changes, and goes after: no value shows through for a moment. */
function ruleInheritance(changes: readonly Change[], { ofChange }: Moves, { rule }: Precedence): void {
  const assignments = changes.filter((change) => isChangeOf(change, "lf-tag-assignment"));
  const parents = new Map<string, Node>();
  for (const change of assignments) {
    const { key, database, table, column } = subjectOf(change);
    const node = ofChange.get(changeKey(change));
    if (column === undefined && node !== undefined) parents.set(placeOf(key, database, table), node);
  }
  for (const change of assignments) {
    const { key, database, table, column } = subjectOf(change);
    const node = ofChange.get(changeKey(change));
    if (node === undefined || table === undefined) continue;
    const above = [...(column === undefined ? [] : [placeOf(key, database, table)]), placeOf(key, database)];
    for (const parent of above.flatMap((place) => parents.get(place) ?? [])) {
      if (change.before === null) rule(node, parent, true);
      if (change.after === null) rule(parent, node, true);
    }
  }
}

/** Parts of one resource's change follow from each other: a grant loses before it gains, and never takes what it gives. */
export function ruleParts(changes: readonly Change[], { ofChange }: Pick<Moves, "ofChange">, { rule }: Pick<Precedence, "rule">): void {
  const latest = new Map<string, Node>();
  for (const change of changes) {
    const node = ofChange.get(changeKey(change));
    if (node === undefined) continue;
    const earlier = latest.get(change.address);
    if (earlier !== undefined) rule(earlier, node, true);
    latest.set(change.address, node);
  }
}

function placeOf(key: string, database: string, table?: string): string {
  // A control character is in no name of the catalog, so it separates them.
  return `${key}\0${database}\0${table ?? "\0"}`;
}

/** The tags one after the other, each with the changes that lead to it. */
type Path = readonly Stage[];

interface Stage {
  readonly tags: Tags;
  /** None for the first. */
  readonly begin: readonly Node[];
}

interface Surroundings {
  readonly moves: Moves;
  readonly scope: Scope;
  /** Those that hold something whose tags go this way. */
  readonly databases: ReadonlySet<string>;
}

function databasesByTimeline({ alikes }: Moments): ReadonlyMap<Timeline, ReadonlySet<string>> {
  const databases = new Map<Timeline, Set<string>>();
  for (const { timeline, places } of alikes) {
    let ofTimeline = databases.get(timeline);
    if (ofTimeline === undefined) databases.set(timeline, (ofTimeline = new Set()));
    for (const { database } of places) ofTimeline.add(database);
  }
  return databases;
}

/**
 * The way from the first tags to the last. Where grade and domain both move, the one that shows nobody what they never see
 * and keeps most people in; undefined where a move is not among those that can be put in another order.
 */
function pathOf(timeline: Timeline, questions: readonly Question[], { moves, scope, databases }: Surroundings): Path | undefined {
  const { gradeTag, domainTag } = scope;
  const { first, last, moments } = timeline;
  const movers = (key: string): readonly Node[] =>
    first[key] === last[key] ? [] : moments.flatMap(({ step }) => moves.ofTags(key, timeline, step, databases));
  const [ofGrade, ofDomain] = [movers(gradeTag), movers(domainTag)];
  const hasGrade = first[gradeTag] !== last[gradeTag];
  const hasDomain = first[domainTag] !== last[domainTag];
  if ((hasGrade && ofGrade.length === 0) || (hasDomain && ofDomain.length === 0)) return undefined;
  const start = { tags: first, begin: [] };
  if (!hasGrade && !hasDomain) return [start];
  if (!hasGrade || !hasDomain) return [start, { tags: last, begin: hasGrade ? ofGrade : ofDomain }];
  const gradeFirst = [start, { tags: mixed(last, first, gradeTag), begin: ofGrade }, { tags: last, begin: ofDomain }];
  const domainFirst = [start, { tags: mixed(last, first, domainTag), begin: ofDomain }, { tags: last, begin: ofGrade }];
  const isGradeUsual = Math.min(...ofGrade.map((node) => moves.places[node] ?? 0)) < 65;
  const [usual, other] = isGradeUsual ? [gradeFirst, domainFirst] : [domainFirst, gradeFirst];
  return harm(other, questions, moves) < harm(usual, questions, moves) ? other : usual;
}

/** The tags of `from` with one key as in `to`. */
function mixed(to: Tags, from: Tags, key: string): Tags {
  const { [key]: _old, ...others } = from;
  const value = to[key];
  return value === undefined ? others : { ...others, [key]: value };
}

/** How many principals see, or miss, what they should not, whatever the order of the grants. */
function harm(path: Path, questions: readonly Question[], moves: Moves): number {
  const between = path.slice(1, -1);
  return questions.reduce((sum, question) => {
    const ends = endsOf(question);
    if (ends.old !== ends.new) return sum;
    const harmed = between.some((stage) => {
      const { kept, given, taken } = reaching(question, stage, moves);
      return ends.old ? !kept && given.length + taken.length === 0 : kept;
    });
    return harmed ? sum + (ends.old ? 1 : 1_000_000) * question.principals.length : sum;
  }, 0);
}

/** Of what lets these people reach these tags: is some of it there all the while, and what comes or goes? */
function reaching({ holdings }: Question, { tags }: Stage, { ofHolding }: Moves) {
  let kept = false;
  const given: Node[] = [];
  const taken: Node[] = [];
  for (const holding of holdings) {
    if (!lets(holding, tags)) continue;
    const { since, until } = holding;
    const [giver, taker] = [ofHolding(holding, since), ofHolding(holding, until)];
    if (giver !== undefined) given.push(giver);
    else if (taker !== undefined) taken.push(taker);
    else if ((since === always || since < firstMovable) && (until === never || until > lastMovable)) kept = true;
  }
  return { kept, given, taken };
}

function rulePath(path: Path, { rule }: Precedence): void {
  for (const [index, { begin }] of path.entries()) {
    for (const earlier of path[index - 1]?.begin ?? []) for (const later of begin) rule(earlier, later, true);
  }
}

function ruleAccess(question: Question, path: Path, moves: Moves, { rule }: Precedence): void {
  const ends = endsOf(question);
  if (ends.old !== ends.new) return;
  for (const [index, stage] of path.entries()) {
    const { kept, given, taken } = reaching(question, stage, moves);
    const end = path[index + 1]?.begin ?? [];
    if (!ends.old) {
      for (const taker of taken) for (const begin of stage.begin) rule(taker, begin, true);
      for (const giver of given) for (const move of end) rule(move, giver, true);
    } else if (!kept) {
      if (taken.length === 0) for (const giver of given) for (const begin of stage.begin) rule(giver, begin, false);
      else if (given.length === 0) for (const taker of taken) for (const move of end) rule(move, taker, false);
      else for (const giver of given) for (const taker of taken) rule(giver, taker, false);
    }
  }
}
