/** A plan arranged for people: changes that mean one thing to a reader stand on one line, whatever the output format. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import { actionSymbols } from "../../model/change.ts";
import type { Change, Impact } from "../../model/change.ts";
import type { Plan } from "../../model/plan.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { compareText, formatRange } from "../../model/source.ts";
import type { Range } from "../../model/source.ts";
import { closesWays } from "../../reconciler/closes-ways.ts";
import type { Messages } from "../messages/en.ts";
import { impactMark } from "./impact-mark.ts";
import { joinSteps } from "./join-steps.ts";
import { withNames } from "./known-names.ts";
import type { KnownNames } from "./known-names.ts";
import type { OtherStatements } from "./other-statements.ts";
import { lineKeyOf, lineText } from "./plan-line.ts";

export interface PlanViewOptions {
  /** Lists every block and every name. */
  readonly full: boolean;
  readonly messages: Messages;
  /** Of keys and groups. */
  readonly names?: KnownNames;
  /** What the values of an LF-Tag key mean, in one line, by key. */
  readonly legends?: ReadonlyMap<string, string>;
  /** Columns that have their table's value of an LF-Tag key, before the plan and after it. */
  readonly inheriting?: (key: string, database: string, table: string) => readonly string[];
  /** What stands beside ours in the policies of buckets. */
  readonly others?: OtherStatements;
  /** Of a drift report, LF-Tags say what is there instead of what is done. */
  readonly report?: Plan["report"];
}

/** What a part of a plan other than its changes is shown with. */
export type PartViewOptions = Pick<PlanViewOptions, "full" | "messages" | "names">;

export interface ViewLine {
  /** `+`, `~` or `-`. */
  readonly symbol: string;
  readonly text: string;
  readonly impact: Impact;
  /** The impact in words; where one change both narrows and widens it says so. */
  readonly mark: string;
  /** Where the policies say so, for people: the first place, and how many more there are. */
  readonly origin?: string;
  /** The first place alone. */
  readonly range?: Range;
  /** Is something open until this is done? */
  readonly closes: boolean;
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
  /** What the values in this section mean. */
  readonly legend?: string;
  readonly blocks: readonly ViewBlock[];
}

/** The sections of a plan, in the order a reviewer needs them. */
export function planView(changes: readonly Change[], options: PlanViewOptions): readonly ViewSection[] {
  const bySection = groupBy(joinSteps(changes), (change) => {
    const [rank, title] = sectionOf(change, options.messages);
    return `${rank} ${title}`;
  });
  return [...bySection]
    .toSorted(([a], [b]) => a.localeCompare(b, "en"))
    .map(([section, ofSection]) => {
      const [first] = ofSection;
      const key = first !== undefined && isChangeOf(first, "lf-tag-assignment") ? subjectOf(first).key : undefined;
      const legend = key === undefined ? undefined : options.legends?.get(key);
      const title = section.slice(2);
      return { title, ...(legend === undefined ? {} : { legend }), blocks: blocksOf(ofSection, options) };
    });
}

/** A section's rank, one digit, and its title. */
function sectionOf(change: Change, { sections }: Messages): readonly [number, string] {
  const { kind, reason } = change;
  if (isChangeOf(change, "lf-tag-assignment")) return [2, sections.tag(subjectOf(change).key)];
  if (reason === "default-access") return [4, sections.defaultAccess];
  if (reason === "foreign") return [5, sections.foreignGrants];
  switch (kind) {
    case "lf-grant":
      return [3, sections.grants];
    case "lf-tag":
      return [1, sections.tagValues];
    case "glue-database-defaults":
      return [4, sections.defaultAccess];
    case "lf-location":
      return [6, sections.locations];
    case "iam-role-policy":
    case "permission-set-policy":
      return [8, sections.guardrails];
    case "s3-bucket-policy":
    case "s3-bucket-encryption":
    case "s3-public-access-block":
    case "kms-key-rotation":
      return [9, sections.buckets];
    default:
      return [7, sections.settings];
  }
}

function blocksOf(changes: readonly Change[], options: PlanViewOptions): readonly ViewBlock[] {
  return [...groupBy(changes, (change) => titleOf(change, options.messages))]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([title, ofTitle]) => ({
      title: withNames(title, options.names),
      lines: [...groupBy(ofTitle, lineKeyOf).values()].map((ofLine) => lineOf(ofLine, options)),
    }));
}

function titleOf(change: Change, { settings }: Messages): string {
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
  if (isChangeOf(change, "lf-settings")) return settings[subjectOf(change).setting];
  if (isChangeOf(change, "iam-role-policy")) return `role/${subjectOf(change).role}`;
  if (isChangeOf(change, "permission-set-policy")) return `permission-set/${subjectOf(change).permissionSet}`;
  if (isChangeOf(change, "kms-key-rotation")) return subjectOf(change).key;
  if (isChangeOf(change, "s3-bucket-policy")) return `s3://${subjectOf(change).bucket}`;
  if (isChangeOf(change, "s3-bucket-encryption")) return `s3://${subjectOf(change).bucket}`;
  if (isChangeOf(change, "s3-public-access-block")) return `s3://${subjectOf(change).bucket}`;
  return change.address;
}

function lineOf(changes: readonly Change[], options: PlanViewOptions): ViewLine {
  const [first] = changes;
  if (first === undefined) throw new Error("a line of a plan stands for at least one change");
  const origins = new Map(changes.flatMap(({ origins: ranges }) => ranges.map((range) => [formatRange(range), range] as const)));
  const [place] = origins;
  return {
    symbol: actionSymbols[first.action],
    text: withNames(lineText(first, changes, options), options.names),
    impact: first.impact,
    mark: impactMark(first, options.messages),
    closes: changes.some((change) => change.impact === "narrows" || closesWays(change)),
    ...(place === undefined ? {} : originOf(place, origins.size - 1, options.messages)),
    count: changes.length,
  };
}

function originOf([origin, range]: readonly [string, Range], more: number, { andMore }: Messages): Pick<ViewLine, "origin" | "range"> {
  return { origin: more === 0 ? origin : andMore(origin, more), range };
}
