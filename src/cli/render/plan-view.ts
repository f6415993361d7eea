/** A plan arranged for people: changes that mean one thing to a reader stand on one line, whatever the output format. */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import type { LfTagAssignment } from "../../kinds/lf-tag-assignment/spec.ts";
import { kindNamed } from "../../kinds/registry.ts";
import { groupBy } from "../../model/batches.ts";
import { actionSymbols } from "../../model/change.ts";
import type { Change, Impact } from "../../model/change.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { describeSecurable } from "../../model/securable.ts";
import { compareText, formatRange } from "../../model/source.ts";

export interface ViewLine {
  /** `+`, `~` or `-`. */
  readonly symbol: string;
  readonly text: string;
  readonly impact: Impact;
  /** Where the policies say so, when one place does. */
  readonly origin?: string;
  /** How many changes this line stands for. */
  readonly count: number;
}

export interface ViewBlock {
  /** A table, a principal, a database: what the lines are about. */
  readonly title: string;
  readonly lines: readonly ViewLine[];
}

export interface ViewSection {
  readonly title: string;
  readonly blocks: readonly ViewBlock[];
}

/** Names on one line before the rest is only counted. */
const namesPerLine = 12;

/** The sections of a plan, in the order a reviewer needs them; `full` lists every name. */
export function planView(changes: readonly Change[], full: boolean): readonly ViewSection[] {
  const bySection = groupBy(changes, sectionOf);
  return [...bySection]
    .toSorted(([a], [b]) => a.localeCompare(b, "en"))
    .map(([section, ofSection]) => ({ title: section.slice(2), blocks: blocksOf(ofSection, full) }));
}

/** A section's title behind two characters that sort it. */
function sectionOf({ kind, reason, before, after }: Change): string {
  if (reason === "default-access") return "4 Access of everyone IAM allows";
  if (reason === "foreign") return "5 Foreign grants";
  switch (kind) {
    case "lf-tag-assignment":
      return `2 LF-Tag ${((after ?? before) as LfTagAssignment).key}`;
    case "lf-grant":
      return "3 Grants";
    case "lf-tag":
      return "1 LF-Tag values";
    case "glue-database-defaults":
      return "4 Access of everyone IAM allows";
    case "lf-location":
      return "6 Registered locations";
    default:
      return "7 Data lake settings";
  }
}

function blocksOf(changes: readonly Change[], full: boolean): readonly ViewBlock[] {
  return [...groupBy(changes, titleOf)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([title, ofTitle]) => ({ title, lines: [...groupBy(ofTitle, lineKeyOf).values()].map((ofLine) => lineOf(ofLine, full)) }));
}

function titleOf({ kind, address, reason, before, after }: Change): string {
  const spec = after ?? before;
  switch (kind) {
    case "lf-tag-assignment": {
      const { database, table } = spec as LfTagAssignment;
      return table === undefined ? database : `${database}.${table}`;
    }
    case "lf-grant": {
      const { principal, securable } = spec as LfGrant;
      return reason === "default-access" && "database" in securable ? securable.database : shortPrincipal(principal);
    }
    case "glue-database-defaults":
      return (spec as { readonly database: string }).database;
    case "lf-tag":
      return (spec as { readonly key: string }).key;
    case "lf-location":
      return (spec as { readonly arn: string }).arn;
    default:
      return settingTitles[address.split("/")[1] ?? ""] ?? address;
  }
}

const settingTitles: Readonly<Record<string, string>> = {
  admin: "data lake administrators",
  "read-only-admin": "read-only administrators",
  "create-database-default": "new databases",
  "create-table-default": "new tables",
  "external-data-filtering": "external engines",
  "full-table-external-access": "whole-table access of external engines",
};

/** Changes with one key are said in one line. */
function lineKeyOf(change: Change): string {
  const { kind, action, impact, reason, before, after } = change;
  if (kind === "lf-tag-assignment") {
    const was = before as LfTagAssignment | null;
    const is = after as LfTagAssignment | null;
    return JSON.stringify([action, impact, was?.value, is?.value, (is ?? was)?.column !== undefined]);
  }
  if (kind === "lf-tag") return action;
  if (reason === "default-access") return JSON.stringify([action, (before as LfGrant).securable.type]);
  return change.address;
}

function lineOf(changes: readonly Change[], full: boolean): ViewLine {
  const first = changes[0] as Change;
  const origins = new Set(changes.flatMap(({ origins: ranges }) => ranges.map(formatRange)));
  const [origin] = origins;
  return {
    symbol: actionSymbols[first.action],
    text: textOf(first, changes, full),
    impact: first.impact,
    ...(origin === undefined ? {} : { origin: origins.size === 1 ? origin : `${origin} and ${origins.size - 1} more` }),
    count: changes.length,
  };
}

function textOf(first: Change, changes: readonly Change[], full: boolean): string {
  const { kind, reason, before, after } = first;
  if (kind === "lf-tag-assignment") return assignmentText(first, changes, full);
  if (kind === "lf-tag")
    return list(
      changes.map((change) => ((change.after ?? change.before) as { value: string }).value),
      full,
    );
  if (reason === "default-access") return defaultAccessText(changes, full);
  if (kind === "lf-grant") return grantText(before as LfGrant | null, after as LfGrant | null);
  const { describe } = kindNamed(kind);
  const is = after === null ? "" : cells(describe(after));
  const was = before === null ? "" : cells(describe(before));
  return after === null ? was : before === null || was === is ? is : `${was} → ${is}`;
}

function cells(row: readonly { readonly label: string; readonly value: string }[]): string {
  return row.map(({ label, value }) => `${label}: ${value}`).join("; ");
}

function assignmentText({ before, after }: Change, changes: readonly Change[], full: boolean): string {
  const was = before as LfTagAssignment | null;
  const is = after as LfTagAssignment | null;
  const { key, table, column } = (is ?? was) as LfTagAssignment;
  const value = is === null ? `${key} ${was?.value} removed` : was === null ? `${key} ${is.value}` : `${key} ${was.value} → ${is.value}`;
  if (table === undefined) return `database: ${value}`;
  if (column === undefined) return `table: ${value}`;
  const columns = changes.map((change) => ((change.after ?? change.before) as LfTagAssignment).column ?? "");
  return `${value}: ${list(columns, full)}`;
}

function grantText(before: LfGrant | null, after: LfGrant | null): string {
  const { securable, permissions, grantable } = (after ?? before) as LfGrant;
  const passing = grantable.length === 0 ? "" : `, may pass on ${grantable.join(", ")}`;
  const now = `${permissions.join(", ")}${passing} on ${describeSecurable(securable)}`;
  if (before === null || after === null) return now;
  const old = `${before.permissions.join(", ")}${before.grantable.length === 0 ? "" : `, may pass on ${before.grantable.join(", ")}`}`;
  return `${old} → ${now}`;
}

function defaultAccessText(changes: readonly Change[], full: boolean): string {
  const securables = changes.map(({ before }) => (before as LfGrant).securable);
  const [first] = securables;
  if (first === undefined) return "";
  if (changes.length === 1) return describeSecurable(first);
  return `${changes.length} ${first.type === "table" ? "tables" : `grants on ${first.type}`}: ${list(
    securables.map((securable) => ("table" in securable ? securable.table : describeSecurable(securable))),
    full,
  )}`;
}

function list(items: readonly string[], full: boolean): string {
  const sorted = items.toSorted(compareText);
  if (full || sorted.length <= namesPerLine) return sorted.join(", ");
  return `${sorted.slice(0, namesPerLine).join(", ")} and ${sorted.length - namesPerLine} more`;
}
