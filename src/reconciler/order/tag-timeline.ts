/** Tags through the steps of an apply: what a database or column carries before, while each step is under way, and after. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import type { Scope } from "../../model/state.ts";
import type { Tags } from "../../model/tag-expression.ts";
import type { DatabaseTags, TagView } from "./tag-view.ts";

/** Tags of one securable through all steps. Securables whose tags go the same way share one timeline, the same object. */
export interface Timeline {
  readonly target: "database" | "table";
  readonly first: Tags;
  readonly last: Tags;
  /** The steps that touch these tags, in their order. */
  readonly moments: readonly Moment<Tags>[];
}

interface Moment<Value> {
  readonly step: number;
  /** Whatever may be met while the step is under way, in whichever order its changes happen. */
  readonly during: readonly Value[];
  readonly after: Value;
}

/** What may be met while a step is under way. */
export function tagsDuring({ first, moments }: Timeline, step: number): readonly Tags[] {
  const latest = moments.findLast((moment) => moment.step <= step);
  if (latest === undefined) return [first];
  return latest.step === step ? latest.during : [latest.after];
}

/** The value of one key on one securable, without what is inherited. Equal levels are the same object. */
interface Level {
  readonly id: number;
  readonly first: string | undefined;
  readonly moves: readonly Move[];
}

interface Move {
  readonly step: number;
  readonly value: string | undefined;
}

/** By table, then by column; undefined stands for the database or table itself. */
type Moves = ReadonlyMap<string | undefined, ReadonlyMap<string | undefined, readonly Move[]>>;

/** The tags of everything in one database. */
export interface DatabaseTimelines {
  readonly own: Timeline;
  readonly ofTable: (table: string) => TableTimelines;
}

export interface TableTimelines {
  /** Columns that have, at some time, a value of their own. */
  readonly columns: ReadonlySet<string>;
  /** The timeline of a column; of all that have no value of their own where it is undefined. */
  readonly of: (column: string | undefined) => Timeline;
}

/** Timelines of databases by name, from the tags before and the changes. */
export function timelinesOf(
  before: { readonly grades: TagView; readonly domains: TagView },
  changes: readonly Change[],
  scope: Scope,
): (database: string) => DatabaseTimelines {
  const intern = levels();
  const combine = combiner(scope);
  // Not before somebody asks: in a first adoption nobody has anything to lose, and it has the most changes.
  let views: readonly { readonly view: TagView; readonly moves: ReadonlyMap<string, Moves>; readonly infers: boolean }[] | undefined;
  return (database) => {
    views ??= [
      { view: before.grades, moves: movesOf(changes, scope.gradeTag), infers: false },
      { view: before.domains, moves: movesOf(changes, scope.domainTag), infers: true },
    ];
    const [grade, domain] = views.map(({ view, moves, infers }) =>
      levelsOfDatabase({ before: view.databases.get(database), moves: moves.get(database), infers, intern }),
    );
    if (grade === undefined || domain === undefined) throw new Error("there are two keys");
    const tables = new Map<string, TableTimelines>();
    return {
      own: combine("database", [], [])(grade.own, domain.own),
      ofTable: (table) =>
        entry(tables, table, () => {
          const [grades, domains] = [grade.ofTable(table), domain.ofTable(table)];
          const columns = new Set([...grades.columns.keys(), ...domains.columns.keys()]);
          const combined = combine("table", [grades.own, grade.own], [domains.own, domain.own]);
          const none = intern(undefined, []);
          const rest = combined(none, none);
          const of = (column: string | undefined): Timeline =>
            column === undefined ? rest : combined(grades.columns.get(column) ?? none, domains.columns.get(column) ?? none);
          return { columns, of };
        }),
    };
  };
}

type Intern = (first: string | undefined, moves: readonly Move[]) => Level;

function levels(): Intern {
  const known = new Map<string | undefined, Level>();
  const noMoves: readonly Move[] = [];
  return (first, moves) => {
    // A control character is in no LF-Tag value, so it separates them and stands for none.
    let key = first;
    if (moves.length > 0) {
      key = first ?? "\0";
      for (const { step, value } of moves) key += `\0${step}\0${value ?? "\0"}`;
    }
    let level = known.get(key);
    if (level === undefined) known.set(key, (level = { id: known.size, first, moves: moves.length === 0 ? noMoves : moves }));
    return level;
  };
}

interface OfDatabase {
  readonly before: DatabaseTags | undefined;
  readonly moves: Moves | undefined;
  /** A table that shows its database's value and is not changed inherits it: states hold no more than what is effective. */
  readonly infers: boolean;
  readonly intern: Intern;
}

function levelsOfDatabase({ before, moves, infers, intern }: OfDatabase) {
  const none: readonly Move[] = [];
  return {
    own: intern(before?.own, moves?.get(undefined)?.get(undefined) ?? none),
    ofTable(table: string) {
      const had = before?.tables.get(table);
      const moving = moves?.get(table);
      const ofTable = moving?.get(undefined) ?? none;
      const columns = new Map<string, Level>();
      for (const [column, value] of had?.columns ?? []) columns.set(column, intern(value, moving?.get(column) ?? none));
      for (const [column, ofColumn] of moving ?? []) {
        if (column !== undefined && !columns.has(column)) columns.set(column, intern(undefined, ofColumn));
      }
      const isInherited = infers && ofTable.length === 0 && had?.own === before?.own;
      return { own: intern(isInherited ? undefined : had?.own, ofTable), columns };
    },
  };
}

/** By database; changes must be in the order of their steps. */
function movesOf(changes: readonly Change[], key: string): ReadonlyMap<string, Moves> {
  const databases = new Map<string, Map<string | undefined, Map<string | undefined, Move[]>>>();
  for (const change of changes) {
    if (!isChangeOf(change, "lf-tag-assignment")) continue;
    const { key: changed, database, table, column } = subjectOf(change);
    if (changed !== key) continue;
    const tables = entry(databases, database, () => new Map<string | undefined, Map<string | undefined, Move[]>>());
    const columns = entry(tables, table, () => new Map<string | undefined, Move[]>());
    entry(columns, column, () => []).push({ step: change.step, value: change.after?.value });
  }
  return databases;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Timelines from the levels of both keys: first from those above, once for a table, then from what each column has itself. */
function combiner({ gradeTag, domainTag }: Scope) {
  const known = new Map<string, Map<number, Timeline>>();
  const tagsOf = (grade: string | undefined, domain: string | undefined): Tags => ({
    ...(grade === undefined ? {} : { [gradeTag]: grade }),
    ...(domain === undefined ? {} : { [domainTag]: domain }),
  });
  return (target: Timeline["target"], gradesAbove: readonly Level[], domainsAbove: readonly Level[]) => {
    const key = `${target} ${[...gradesAbove, ...domainsAbove].map(({ id }) => id).join()}`;
    const below = entry(known, key, () => new Map<number, Timeline>());
    return (grade: Level, domain: Level): Timeline =>
      entry(below, grade.id * mostLevels + domain.id, () =>
        timelineOf(target, through([grade, ...gradesAbove]), through([domain, ...domainsAbove]), tagsOf),
      );
  };
}

/** More than there are ways for one value to go: the values of an LF-Tag number a thousand, the steps a hundred. */
const mostLevels = 2 ** 24;

interface Line {
  readonly first: string | undefined;
  readonly moments: readonly Moment<string | undefined>[];
}

/** The effective value of one key. */
function through(nearestFirst: readonly Level[]): Line {
  const current = nearestFirst.map(({ first }) => first);
  const effective = (): string | undefined => current.find((value) => value !== undefined);
  const first = effective();
  const steps = new Set(nearestFirst.flatMap(({ moves }) => moves.map(({ step }) => step)));
  const moments = [...steps]
    .toSorted((a, b) => a - b)
    .map((step) => {
      const start = [...current];
      const during = new Set([effective()]);
      // A column comes before its table in a step; a database is written beside its tables.
      for (const [level, { moves }] of nearestFirst.entries()) {
        const move = moves.find((each) => each.step === step);
        if (move === undefined) continue;
        current[level] = move.value;
        during.add(effective());
        if (level === current.length - 1) during.add(start.with(level, move.value).find((value) => value !== undefined));
      }
      return { step, during: [...during], after: effective() };
    });
  return { first, moments };
}

function timelineOf(
  target: Timeline["target"],
  grade: Line,
  domain: Line,
  tagsOf: (grade: string | undefined, domain: string | undefined) => Tags,
): Timeline {
  const steps = new Set([...grade.moments, ...domain.moments].map(({ step }) => step));
  let [g, d] = [grade.first, domain.first];
  const moments = [...steps]
    .toSorted((a, b) => a - b)
    .map((step) => {
      const [gs, ds] = [grade, domain].map(({ moments: all }) => all.find((moment) => moment.step === step));
      const during = (gs?.during ?? [g]).flatMap((one) => (ds?.during ?? [d]).map((other) => tagsOf(one, other)));
      if (gs !== undefined) g = gs.after;
      if (ds !== undefined) d = ds.after;
      return { step, during, after: tagsOf(g, d) };
    });
  return { target, first: tagsOf(grade.first, domain.first), last: tagsOf(g, d), moments };
}
