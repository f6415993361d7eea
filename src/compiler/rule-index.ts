/** Finds the rules that decide a column, fast enough for hundreds of rules over hundreds of thousands of columns. */

import { compareRanges } from "../model/source.ts";
import type { Range } from "../model/source.ts";
import { indexNames } from "./name-index.ts";
import type { GradeRule } from "./rules.ts";
import { foldName, patternMatches } from "./selector.ts";
import type { NamePattern } from "./selector.ts";

/** A grade and what decided it; columns that the same rules decide share one. */
export interface Decision {
  readonly grade: number;
  /** The matching rules of the strictest grade; none where the default, or fail-closed grade 1, applies. */
  readonly rules: readonly GradeRule[];
  /** Where that is written: the rules' selectors, else the database's `default`. */
  readonly origins: readonly Range[];
}

/** What became of each rule, by rule id; written while columns are classified. */
export interface RuleUsage {
  /** The rule's `match` selects a column. */
  readonly selected: Uint8Array;
  /** … that none of its `except` takes out again. */
  readonly effective: Uint8Array;
  /** By rule id, then by position in `except`: does it take a column out? */
  readonly except: readonly Uint8Array[];
  /** By rule id: column names of its braces that no column it can reach has, folded. Absent for a rule that names one column, or any. */
  readonly unmet: readonly (ReadonlySet<string> | undefined)[];
}

/** The usage while it is being written. */
interface UsageRecord extends RuleUsage {
  readonly unmet: readonly (Set<string> | undefined)[];
}

/** For the columns of one table, in their order, what the rules decide; undefined where no rule matches. */
export type DecideColumns = (table: string, columns: readonly string[]) => readonly (Decision | undefined)[];

export interface RuleIndex {
  readonly usage: RuleUsage;
  /** Deciding by some of the rules: those of the Classifications that match one database. */
  readonly forRules: (active: readonly GradeRule[]) => DecideColumns;
}

/** A rule that applies to the table at hand, with those of its exceptions that do. */
interface ApplyingRule {
  readonly rule: GradeRule;
  readonly exceptions: readonly { readonly index: number; readonly column: NamePattern }[];
}

const noExceptions: ApplyingRule["exceptions"] = [];

/** `rules` are all rules of the policy set, ids 0, 1, 2, … */
export function indexRules(rules: readonly GradeRule[]): RuleIndex {
  const usage: UsageRecord = {
    selected: new Uint8Array(rules.length),
    effective: new Uint8Array(rules.length),
    except: rules.map(({ except }) => new Uint8Array(except.length)),
    unmet: rules.map(({ match: { column } }) =>
      column.any || column.literals.size + column.globs.length < 2 ? undefined : new Set(column.literals),
    ),
  };
  const byTable = indexNames(rules, (rule) => rule.match.table);
  const byColumn = indexNames(rules, (rule) => rule.match.column);
  const decisions = decisionTable();
  const decideColumn = (column: string, { applying, conditional, always, byAlways }: TableRules): Decision | undefined => {
    const candidates = byColumn(column);
    if (candidates.length === 0 && conditional.length === 0) return byAlways;
    const matching: GradeRule[] = [];
    for (const one of conditional) if (reachesColumn(one, column, usage)) matching.push(one.rule);
    for (const { id } of candidates) {
      const one = applying[id];
      if (one !== undefined && reachesColumn(one, column, usage)) matching.push(one.rule);
    }
    if (matching.length === 0) return byAlways;
    const strictest = strictestOf(matching, always, byAlways?.grade ?? Infinity);
    return strictest === always ? byAlways : decisions(strictest);
  };
  return {
    usage,
    forRules: (active) => {
      const isActive = new Uint8Array(rules.length);
      for (const { id } of active) isActive[id] = 1;
      const forAnyTable = active.filter(({ match }) => match.table.any);
      // Tables that no rule or exception tells apart decide alike by column name.
      const decided = new Map<string, Decision>();
      return (table, columns) => {
        if (columns.length === 0) return [];
        const forTable = byTable(table).filter(({ id }) => isActive[id] === 1);
        const tableRules = rulesOfTable([...forAnyTable, ...forTable], table, usage, decisions);
        if (forTable.length > 0 || tableRules.hasExceptions) return columns.map((column) => decideColumn(column, tableRules));
        return columns.map((column) => {
          const before = decided.get(column);
          if (before !== undefined) return before;
          const decision = decideColumn(column, tableRules);
          if (decision !== undefined) decided.set(column, decision);
          return decision;
        });
      };
    },
  };
}

/** The rules that apply to one table, sorted by what must still be asked of a column. */
interface TableRules {
  /** By rule id: rules for some columns. */
  readonly applying: readonly (ApplyingRule | undefined)[];
  /** Rules for every column, but with exceptions in this table. */
  readonly conditional: readonly ApplyingRule[];
  /** The strictest of the rules for every column, and what they decide together. */
  readonly always: readonly GradeRule[];
  readonly byAlways: Decision | undefined;
  readonly hasExceptions: boolean;
}

/** The table must have a column: rules for every column count as used. */
function rulesOfTable(
  rules: readonly GradeRule[],
  table: string,
  usage: RuleUsage,
  decisions: (rules: readonly GradeRule[]) => Decision,
): TableRules {
  const applying: (ApplyingRule | undefined)[] = [];
  const conditional: ApplyingRule[] = [];
  const always: GradeRule[] = [];
  let hasExceptions = false;
  for (const rule of rules) {
    const applies = { rule, exceptions: exceptionsFor(rule, table) };
    if (applies.exceptions.length > 0) hasExceptions = true;
    if (!rule.match.column.any) applying[rule.id] = applies;
    else if (applies.exceptions.length > 0) conditional.push(applies);
    else {
      usage.selected[rule.id] = 1;
      usage.effective[rule.id] = 1;
      always.push(rule);
    }
  }
  const strictest = strictestOf(always, [], Infinity);
  return { applying, conditional, always: strictest, byAlways: strictest.length === 0 ? undefined : decisions(strictest), hasExceptions };
}

function exceptionsFor({ except }: GradeRule, table: string): ApplyingRule["exceptions"] {
  if (except.length === 0) return noExceptions;
  return except.flatMap(({ selector }, index) => (patternMatches(selector.table, table) ? [{ index, column: selector.column }] : []));
}

/** Does the rule, whose `match` selects the column, still reach it when its exceptions are counted? */
function reachesColumn({ rule: { id }, exceptions }: ApplyingRule, column: string, usage: UsageRecord): boolean {
  usage.selected[id] = 1;
  const unmet = usage.unmet[id];
  if (unmet !== undefined && unmet.size > 0) unmet.delete(foldName(column));
  let taken = false;
  for (const exception of exceptions) {
    if (!patternMatches(exception.column, column)) continue;
    usage.except[id]?.fill(1, exception.index, exception.index + 1);
    taken = true;
  }
  if (!taken) usage.effective[id] = 1;
  return !taken;
}

/** The rules of the strictest grade among `base`, which all have grade `best`, and `matching`. */
function strictestOf(matching: readonly GradeRule[], base: readonly GradeRule[], best: number): readonly GradeRule[] {
  let grade = best;
  for (const rule of matching) grade = Math.min(grade, rule.grade);
  if (matching.every((rule) => rule.grade > grade)) return base;
  const strictest = matching.filter((rule) => rule.grade === grade);
  return grade === best ? [...base, ...strictest] : strictest;
}

/** One shared Decision per set of rules, its rules by place, whatever order the documents came in. */
function decisionTable(): (rules: readonly GradeRule[]) => Decision {
  const known = new Map<string | number, Decision>();
  return (rules) => {
    const [first] = rules;
    const key = rules.length === 1 && first !== undefined ? first.id : sortedIds(rules);
    const before = known.get(key);
    if (before !== undefined) return before;
    const sorted = rules.toSorted((a, b) => compareRanges(a.range, b.range) || a.id - b.id);
    const decision: Decision = { grade: first?.grade ?? 1, rules: sorted, origins: sorted.map(({ range }) => range) };
    known.set(key, decision);
    return decision;
  };
}

function sortedIds(rules: readonly GradeRule[]): string {
  return rules
    .map(({ id }) => id)
    .toSorted((a, b) => a - b)
    .join(",");
}
