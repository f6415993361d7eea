/** How an apply ended: what was done, what failed, what was not tried. */

import { readableAddress } from "../../model/address.ts";
import type { Outage } from "../../model/outage.ts";
import type { ChangeResult } from "../../reconciler/apply.ts";
import type { Io } from "../io.ts";
import type { Messages } from "../messages/en.ts";
import { byCause } from "./failure-causes.ts";
import { printable } from "./terminal-text.ts";

/** Causes shown one by one, and addresses without any. */
const shown = 20;
/** Addresses shown of those that have one cause. */
const alikeShown = 5;

/** `elsewhere`: resources that differ from the policies and that the applied changes leave as they are. */
export function applyText(results: readonly ChangeResult[], style: Io["style"], messages: Messages, elsewhere = 0): string {
  const of = (status: ChangeResult["status"]): readonly ChangeResult[] => results.filter((result) => result.status === status);
  const [done, failed, unverified, skipped] = [of("done"), of("failed"), of("unverified"), of("not-attempted")];
  const lines: string[] = [];
  for (const [outcome, list] of [
    ["failed", failed],
    ["unverified", unverified],
    ["not-attempted", skipped],
  ] as const) {
    if (list.length === 0) continue;
    lines.push(style("error", messages.outcomeCount(list.length, messages.outcomes[outcome])));
    lines.push(...groupLines(byCause(list), messages), "");
  }
  const complete = done.length === results.length;
  const summary = complete
    ? messages.applied(done.length)
    : messages.appliedPartly(done.length, results.length, failed.length, unverified.length, skipped.length);
  lines.push(style(complete ? "good" : "error", summary));
  if (elsewhere > 0) lines.push(style("warning", messages.differsElsewhere(elsewhere)));
  return `${lines.join("\n")}\n`;
}

/** One line for a failure of its own; of failures alike the message once, over the first addresses. */
function groupLines(groups: readonly (readonly ChangeResult[])[], messages: Messages): readonly string[] {
  const lines = groups.slice(0, shown).flatMap((group): readonly string[] => {
    const [first] = group;
    if (first === undefined) return [];
    const error = first.error === undefined ? "" : printable(messages.applyError(first.error));
    if (group.length === 1) return [`  ${addressOf(first)}${error === "" ? "" : `: ${error}`}`];
    const addresses = group.slice(0, alikeShown).map((result) => `    ${addressOf(result)}`);
    return [`  ${messages.alike(group.length)}: ${error}`, ...addresses, ...more(group.length - alikeShown, "    ", messages)];
  });
  const left = groups.slice(shown).reduce((sum, group) => sum + group.length, 0);
  return [...lines, ...more(left, "  ", messages)];
}

function more(number: number, indent: string, messages: Messages): readonly string[] {
  return number > 0 ? [`${indent}${messages.moreOfThem(number)}`] : [];
}

function addressOf({ change }: ChangeResult): string {
  return printable(readableAddress(change.address));
}

export interface BesideResults {
  /** Outages of a moment that no review has seen. */
  readonly unreviewed?: readonly Outage[];
  /** As in the text. */
  readonly elsewhere?: number;
}

/** One object: counts, an outcome for every change, and what there is beside them. */
export function applyJson(results: readonly ChangeResult[], { unreviewed = [], elsewhere = 0 }: BesideResults = {}): string {
  const changes = results.map(({ change: { address, kind, action, impact }, status, error }) => ({
    address,
    kind,
    action,
    impact,
    status,
    ...(error === undefined ? {} : { error }),
  }));
  const count = (status: ChangeResult["status"]): number => changes.filter((change) => change.status === status).length;
  const summary = { done: count("done"), failed: count("failed"), unverified: count("unverified"), notAttempted: count("not-attempted") };
  const beside = {
    ...(unreviewed.length === 0 ? {} : { unreviewedOutages: unreviewed }),
    ...(elsewhere === 0 ? {} : { differsElsewhere: elsewhere }),
  };
  return `${JSON.stringify({ formatVersion: 1, summary, ...beside, changes }, undefined, 2)}\n`;
}
