/** Finds the rules that match a column, fast enough for hundreds of rules over hundreds of thousands of columns. */

import { compareRanges } from "../model/source.ts";
import type { Range } from "../model/source.ts";
import type { GradeRule } from "./rules.ts";
import { patternMatches } from "./selector.ts";

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
}

export interface RuleIndex {
  readonly usage: RuleUsage;
  /** Prepares the rules that apply to one table; asks each table pattern once. */
  readonly forTable: (rules: readonly GradeRule[], table: string) => (column: string) => Decision | undefined;
}

const none: readonly GradeRule[] = [];

/** `rules` are all rules of the policy set, ids 0, 1, 2, … */
export function indexRules(rules: readonly GradeRule[]): RuleIndex {
  const usage: RuleUsage = {
    selected: new Uint8Array(rules.length),
    effective: new Uint8Array(rules.length),
    except: rules.map(({ except }) => new Uint8Array(except.length)),
  };
  const candidates = candidateFinder(rules);
  const decide = decisionTable();
  /** Does the rule reach the column, all exceptions counted? */
  const reaches = (rule: GradeRule, table: string, column: string): boolean => {
    usage.selected[rule.id] = 1;
    let taken = false;
    for (const [index, { selector }] of rule.except.entries()) {
      if (!patternMatches(selector.table, table) || !patternMatches(selector.column, column)) continue;
      const used = usage.except[rule.id];
      if (used !== undefined) used[index] = 1;
      taken = true;
    }
    if (!taken) usage.effective[rule.id] = 1;
    return !taken;
  };
  return {
    usage,
    forTable: (active, table) => {
      const applies = new Uint8Array(rules.length);
      const wide: GradeRule[] = [];
      for (const rule of active) {
        if (!patternMatches(rule.match.table, table)) continue;
        applies[rule.id] = 1;
        if (rule.match.column.any) wide.push(rule);
      }
      return (column) => {
        let strictest: GradeRule[] = [];
        const offer = (rule: GradeRule): void => {
          if (!reaches(rule, table, column)) return;
          const best = strictest[0]?.grade ?? Infinity;
          if (rule.grade < best) strictest = [rule];
          else if (rule.grade === best) strictest.push(rule);
        };
        for (const rule of wide) offer(rule);
        for (const rule of candidates(column)) if (applies[rule.id] === 1) offer(rule);
        return strictest.length === 0 ? undefined : decide(strictest);
      };
    },
  };
}

/** Rules by the column names they can match, whatever the table; those for any column are left to the caller. */
function candidateFinder(rules: readonly GradeRule[]): (column: string) => readonly GradeRule[] {
  const byLiteral = new Map<string, GradeRule[]>();
  const withGlobs: GradeRule[] = [];
  for (const rule of rules) {
    const { any, literals, globs } = rule.match.column;
    if (any) continue;
    if (globs.length > 0) withGlobs.push(rule);
    else {
      for (const literal of literals) {
        const known = byLiteral.get(literal);
        if (known === undefined) byLiteral.set(literal, [rule]);
        else known.push(rule);
      }
    }
  }
  const known = new Map<string, readonly GradeRule[]>();
  return (column) => {
    const before = known.get(column);
    if (before !== undefined) return before;
    const literal = byLiteral.get(column) ?? none;
    const glob = withGlobs.filter((rule) => patternMatches(rule.match.column, column));
    const found = glob.length === 0 ? literal : [...literal, ...glob];
    known.set(column, found);
    return found;
  };
}

/** One shared Decision per set of rules, its rules by place, whatever order the documents came in. */
function decisionTable(): (rules: readonly GradeRule[]) => Decision {
  const known = new Map<string, Decision>();
  return (rules) => {
    const sorted = rules.length === 1 ? rules : rules.toSorted((a, b) => compareRanges(a.range, b.range) || a.id - b.id);
    const key = sorted.length === 1 ? String(sorted[0]?.id) : sorted.map(({ id }) => id).join(",");
    const before = known.get(key);
    if (before !== undefined) return before;
    const decision: Decision = { grade: sorted[0]?.grade ?? 1, rules: sorted, origins: sorted.map(({ range }) => range) };
    known.set(key, decision);
    return decision;
  };
}
