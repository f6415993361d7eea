/** A plan arranged for people: changes that mean one thing to a reader stand on one line, whatever the output format. */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import { kindNamed } from "../../kinds/registry.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import { actionSymbols } from "../../model/change.ts";
import type { Change, Impact } from "../../model/change.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { describeSecurable } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";
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
function sectionOf(change: Change): string {
  const { kind, reason } = change;
  if (isChangeOf(change, "lf-tag-assignment")) return `2 LF-Tag ${subjectOf(change).key}`;
  if (reason === "default-access") return "4 Access of everyone IAM allows";
  if (reason === "foreign") return "5 Foreign grants";
  switch (kind) {
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

function titleOf(change: Change): string {
  if (isChangeOf(change, "lf-tag-assignment")) {
    const { database, table } = subjectOf(change);
    return table === undefined ? database : `${database}.${table}`;
  }
  if (isChangeOf(change, "lf-grant")) {
    const { principal, securable } = subjectOf(change);
    return change.reason === "default-access" && "database" in securable ? securable.database : shortPrincipal(principal);
  }
  if (isChangeOf(change, "glue-database-defaults")) return subjectOf(change).database;
  if (isChangeOf(change, "lf-tag")) return subjectOf(change).key;
  if (isChangeOf(change, "lf-location")) return subjectOf(change).arn;
  return settingTitles[change.address.split("/")[1] ?? ""] ?? change.address;
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
  const { kind, action, impact, reason, address } = change;
  if (isChangeOf(change, "lf-tag-assignment")) {
    return JSON.stringify([action, impact, change.before?.value, change.after?.value, subjectOf(change).column !== undefined]);
  }
  if (kind === "lf-tag") return action;
  if (isChangeOf(change, "lf-grant") && reason === "default-access") return JSON.stringify([action, subjectOf(change).securable.type]);
  return address;
}

function lineOf(changes: readonly Change[], full: boolean): ViewLine {
  const [first] = changes;
  if (first === undefined) throw new Error("a line of a plan stands for at least one change");
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
  if (isChangeOf(first, "lf-tag-assignment")) {
    return assignmentText(
      first,
      changes.filter((change) => isChangeOf(change, "lf-tag-assignment")),
      full,
    );
  }
  if (kind === "lf-tag") {
    const ofTags = changes.filter((change) => isChangeOf(change, "lf-tag"));
    return list(
      ofTags.map((change) => subjectOf(change).value),
      full,
    );
  }
  if (isChangeOf(first, "lf-grant")) {
    if (reason !== "default-access") return grantText(first);
    const securables = changes.flatMap((change) => (isChangeOf(change, "lf-grant") ? [subjectOf(change).securable] : []));
    return defaultAccessText(securables, full);
  }
  const { describe } = kindNamed(kind);
  const is = after === null ? "" : cells(describe(after));
  const was = before === null ? "" : cells(describe(before));
  return after === null ? was : before === null || was === is ? is : `${was} → ${is}`;
}

function cells(row: readonly { readonly label: string; readonly value: string }[]): string {
  return row.map(({ label, value }) => `${label}: ${value}`).join("; ");
}

function assignmentText(first: ChangeOf<"lf-tag-assignment">, changes: readonly ChangeOf<"lf-tag-assignment">[], full: boolean): string {
  const { before: was, after: is } = first;
  const { key, table, column } = subjectOf(first);
  const value = is === null ? `${key} ${was?.value} removed` : was === null ? `${key} ${is.value}` : `${key} ${was.value} → ${is.value}`;
  if (table === undefined) return `database: ${value}`;
  if (column === undefined) return `table: ${value}`;
  const columns = changes.map((change) => subjectOf(change).column ?? "");
  return `${value}: ${list(columns, full)}`;
}

function grantText(change: ChangeOf<"lf-grant">): string {
  const { before, after } = change;
  const now = `${heldText(subjectOf(change))} on ${describeSecurable(subjectOf(change).securable)}`;
  return before === null || after === null ? now : `${heldText(before)} → ${now}`;
}

function heldText({ permissions, grantable }: LfGrant): string {
  return `${permissions.join(", ")}${grantable.length === 0 ? "" : `, may pass on ${grantable.join(", ")}`}`;
}

function defaultAccessText(securables: readonly Securable[], full: boolean): string {
  const [first] = securables;
  if (first === undefined) return "";
  if (securables.length === 1) return describeSecurable(first);
  const names = securables.map((securable) => ("table" in securable ? securable.table : describeSecurable(securable)));
  return `${securables.length} ${first.type === "table" ? "tables" : `grants on ${first.type}`}: ${list(names, full)}`;
}

function list(items: readonly string[], full: boolean): string {
  const sorted = items.toSorted(compareText);
  if (full || sorted.length <= namesPerLine) return sorted.join(", ");
  return `${sorted.slice(0, namesPerLine).join(", ")} and ${sorted.length - namesPerLine} more`;
}
