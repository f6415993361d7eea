/** How an apply ended: what was done, what failed, what was not tried. */

import { readableAddress } from "../../model/address.ts";
import type { Outage } from "../../model/outage.ts";
import type { ChangeResult } from "../../reconciler/apply.ts";
import type { Io } from "../io.ts";
import type { Messages } from "../messages/en.ts";
import { printable } from "./terminal-text.ts";

/** Failures of one kind shown one by one. */
const shown = 20;

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
    for (const { change, error } of list.slice(0, shown)) {
      lines.push(
        `  ${printable(readableAddress(change.address))}${error === undefined ? "" : `: ${printable(messages.applyError(error))}`}`,
      );
    }
    if (list.length > shown) lines.push(`  ${messages.moreOfThem(list.length - shown)}`);
    lines.push("");
  }
  const complete = done.length === results.length;
  const summary = complete
    ? messages.applied(done.length)
    : messages.appliedPartly(done.length, results.length, failed.length, unverified.length, skipped.length);
  lines.push(style(complete ? "good" : "error", summary));
  if (elsewhere > 0) lines.push(style("warning", messages.differsElsewhere(elsewhere)));
  return `${lines.join("\n")}\n`;
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
