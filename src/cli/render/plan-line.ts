/** The text of one line of a plan: what changes, for changes that are said together. */

import { isDeepStrictEqual } from "node:util";

import type { Cell } from "../../kinds/kind.ts";
import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import { kindNamed } from "../../kinds/registry.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import type { Securable } from "../../model/securable.ts";
import { compareText } from "../../model/source.ts";
import type { Messages } from "../messages/en.ts";
import { openedText } from "./opened-bucket.ts";
import { othersText } from "./other-statements.ts";
import type { PlanViewOptions } from "./plan-view.ts";
import { statementsText } from "./statements-text.ts";
import { waitingText } from "./waiting-text.ts";

/** Names on one line before the rest is only counted. */
const namesPerLine = 12;

/** Changes of one block with one key are said in one line. */
export function lineKeyOf(change: Change): string {
  const { kind, action, impact, reason, address } = change;
  if (isChangeOf(change, "lf-tag-assignment")) {
    return JSON.stringify([action, impact, change.before?.value, change.after?.value, subjectOf(change).column !== undefined]);
  }
  if (kind === "lf-tag") return action;
  if (isChangeOf(change, "lf-grant") && reason === "default-access") return JSON.stringify([action, subjectOf(change).securable.type]);
  return address;
}

/** The line of these changes, of which `first` is one; names in it are as they came from outside. */
export function lineText(first: Change, changes: readonly Change[], options: PlanViewOptions): string {
  const { kind, reason, before, after } = first;
  const { messages } = options;
  if (isChangeOf(first, "lf-tag-assignment")) {
    return assignmentText(
      first,
      changes.filter((change) => isChangeOf(change, "lf-tag-assignment")),
      options,
    );
  }
  if (kind === "lf-tag") {
    const ofTags = changes.filter((change) => isChangeOf(change, "lf-tag"));
    return list(
      ofTags.map((change) => subjectOf(change).value),
      options,
    );
  }
  if (isChangeOf(first, "lf-grant")) {
    if (reason !== "default-access") return grantText(first, messages);
    const securables = changes.flatMap((change) => (isChangeOf(change, "lf-grant") ? [subjectOf(change).securable] : []));
    return defaultAccessText(securables, options);
  }
  const others = othersOf(first, options);
  const waiting = waitingText(first, options.full, messages);
  const policies = statementsOf(first);
  const more = [...openedText(first, messages), ...others, ...waiting];
  if (policies !== undefined) return [policies(messages), ...more].join("; ");
  const { describe } = kindNamed(kind);
  // What is told at length is not told in short as well.
  const told = new Set([...(others.length === 0 ? [] : ["beside them"]), ...(waiting.length === 0 ? [] : ["provisioned"])]);
  const rowOf = (spec: unknown): string =>
    cells(
      describe(spec).filter(({ label }) => !told.has(label)),
      messages,
    );
  const is = after === null ? "" : rowOf(after);
  const was = before === null ? "" : rowOf(before);
  return [after === null ? was : before === null || was === is ? is : `${was} → ${is}`, ...more].filter((part) => part !== "").join("; ");
}

/** A change of a bucket's policy says what it leaves as it is. */
function othersOf(change: Change, { others, full, messages }: PlanViewOptions): readonly string[] {
  if (!isChangeOf(change, "s3-bucket-policy")) return [];
  const { bucket, prefix } = subjectOf(change);
  const text = othersText(others?.(bucket, prefix) ?? [], full, messages);
  return text === "" ? [] : [text];
}

/** An update of a policy is told by what becomes of its statements; undefined for any other change, and where only other members differ. */
function statementsOf(change: Change): ((messages: Messages) => string) | undefined {
  for (const kind of ["s3-bucket-policy", "iam-role-policy", "permission-set-policy"] as const) {
    if (!isChangeOf(change, kind) || change.before === null || change.after === null) continue;
    const { before, after } = change;
    if (isDeepStrictEqual(before.statements, after.statements)) continue;
    return (messages) => statementsText(before.statements, after.statements, messages);
  }
  return undefined;
}

function cells(row: readonly Cell[], messages: Messages): string {
  return row.map((cell) => `${messages.cellLabel(cell.label)}: ${valueText(cell, messages)}`).join("; ");
}

/** Data stays as it is, even where it looks like words of ours. */
function valueText({ value, words }: Cell, { phrase }: Messages): string {
  if (words === undefined) return value;
  return words === "list" ? value.split(", ").map(phrase).join(", ") : phrase(value);
}

function assignmentText(
  first: ChangeOf<"lf-tag-assignment">,
  changes: readonly ChangeOf<"lf-tag-assignment">[],
  options: PlanViewOptions,
): string {
  const { before: was, after: is } = first;
  const { messages, inheriting, report } = options;
  const { key, database, table, column } = subjectOf(first);
  const value = report === "drift" ? differenceText(first, messages) : movedText(first, messages);
  if (table === undefined) return `${messages.database}: ${value}`;
  if (column === undefined) {
    // A table whose value changes takes every column with it that has no value of its own.
    const columns = was === null || is === null ? [] : (inheriting?.(key, database, table) ?? []);
    return `${messages.table}: ${value}${columns.length === 0 ? "" : messages.withColumns(list(columns, options))}`;
  }
  const columns = changes.map((change) => subjectOf(change).column ?? "");
  return `${value}: ${list(columns, options)}`;
}

/** What becomes of a value. */
function movedText({ before: was, after: is }: ChangeOf<"lf-tag-assignment">, messages: Messages): string {
  const { key, value } = subjectOf({ before: was, after: is });
  return is === null ? messages.removed(`${key} ${value}`) : was === null ? `${key} ${value}` : `${key} ${was.value} → ${value}`;
}

/** What a value is, and what it is not. */
function differenceText({ before: was, after: is }: ChangeOf<"lf-tag-assignment">, { drift }: Messages): string {
  const { key, value, column } = subjectOf({ before: was, after: is });
  if (is === null) return column === undefined ? drift.notAsked(`${key} ${value}`) : drift.notAskedOfColumn(`${key} ${value}`);
  return was === null ? drift.missing(`${key} ${value}`) : drift.otherwise(`${key} ${was.value}`, value);
}

function grantText(change: ChangeOf<"lf-grant">, messages: Messages): string {
  const { before, after } = change;
  const subject = subjectOf(change);
  const now = messages.heldOn(heldText(subject, messages), messages.securable(subject.securable));
  return before === null || after === null ? now : `${heldText(before, messages)} → ${now}`;
}

function heldText({ permissions, grantable }: LfGrant, { mayPassOn }: Messages): string {
  return `${permissions.join(", ")}${grantable.length === 0 ? "" : `, ${mayPassOn(grantable.join(", "))}`}`;
}

function defaultAccessText(securables: readonly Securable[], options: PlanViewOptions): string {
  const { messages } = options;
  const [first] = securables;
  if (first === undefined) return "";
  if (securables.length === 1) return messages.securable(first);
  const names = securables.map((securable) => ("table" in securable ? securable.table : messages.securable(securable)));
  const { length } = securables;
  return `${first.type === "table" ? messages.tables(length) : messages.grantsOn(length, first.type)}: ${list(names, options)}`;
}

function list(items: readonly string[], { full, messages }: PlanViewOptions): string {
  const sorted = items.toSorted(compareText);
  if (full || sorted.length <= namesPerLine) return sorted.join(", ");
  return messages.andMore(sorted.slice(0, namesPerLine).join(", "), sorted.length - namesPerLine);
}
