/** A plan as text for a terminal. */

import type { FindingSeverity } from "../../model/finding.ts";
import type { Plan } from "../../model/plan.ts";
import type { Io, Style } from "../io.ts";
import { openLines } from "./open-now.ts";
import { outageLines } from "./outages-text.ts";
import { planView } from "./plan-view.ts";
import type { PlanViewOptions, ViewLine, ViewSection } from "./plan-view.ts";
import { summaryLine } from "./plan-summary.ts";
import { readsLines } from "./reads-text.ts";
import { severityWord } from "./finding-text.ts";
import { findingsView } from "./findings-view.ts";
import type { FindingsBlock } from "./findings-view.ts";
import { padCells, printable } from "./terminal-text.ts";
import { bucketsText, writesView } from "./writes-view.ts";
import type { WritesLine, WritesSection } from "./writes-view.ts";

/** Blocks of a section before the rest is only counted; blocks that widen access are always shown. */
const blocksPerSection = 40;

export interface PlanTextOptions extends PlanViewOptions {
  readonly style: Io["style"];
}

/** The whole plan; ends with the summary line and a line break. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const { lake, changes, findings } = plan;
  const { style, messages } = options;
  const lines = [
    `${style("strong", `${messages.lake} ${printable(lake.name)}`)}  ${messages.account} ${lake.account}, ${printable(lake.region)}`,
    "",
  ];
  if (plan.openNow !== undefined) lines.push(...openLines(plan.openNow, options), "");
  if (plan.report === "drift" && changes.length > 0) lines.push(messages.drift.toBringBack, "");
  const { report } = plan;
  for (const section of planView(changes, { ...options, ...(report === undefined ? {} : { report }) }))
    lines.push(...sectionLines(section, options), "");
  for (const section of readsLines(plan.reads ?? [], options)) lines.push(...section, "");
  for (const section of writesView(plan.writes ?? [], options)) lines.push(...writesLines(section, options), "");
  if (plan.outages !== undefined) lines.push(...outageLines(plan.outages, messages.outages.title, options), "");
  if (findings.length > 0) {
    const found = findingsView(findings, options).flatMap((block) => findingLines(block, options));
    lines.push(style("strong", `${messages.findings} (${findings.length})`), ...found, style("dim", `  ${messages.remedies}`), "");
  }
  lines.push(summaryLine(plan, style, messages));
  return `${lines.join("\n")}\n`;
}

function sectionLines({ title, legend, blocks }: ViewSection, { style, full, messages }: PlanTextOptions): string[] {
  const lines = [`${style("strong", printable(title))}${legend === undefined ? "" : style("dim", `  (${printable(legend)})`)}`];
  let hidden = 0;
  let hiddenChanges = 0;
  let shown = 0;
  for (const block of blocks) {
    const widens = block.lines.some(({ impact }) => impact === "widens");
    if (!full && !widens && shown >= blocksPerSection) {
      hidden += 1;
      hiddenChanges += block.lines.reduce((sum, { count }) => sum + count, 0);
      continue;
    }
    shown += 1;
    lines.push(`  ${printable(block.title)}`, ...block.lines.map((line) => lineText(line, style)));
  }
  if (hidden > 0) lines.push(style("dim", `  ${messages.hiddenBlocks(hidden, hiddenChanges)}`));
  return lines;
}

function writesLines({ buckets, blocks, more }: WritesSection, options: PlanTextOptions): string[] {
  const { style, messages } = options;
  const { writes, moreOfThem } = messages;
  const writeText = ({ shapes, text, why, alarm }: WritesLine): string => {
    const mark = alarm === undefined ? "" : `  ${style("widens", `[${alarm}]`)}`;
    const reason = why === undefined ? "" : `  ${style("dim", printable(why))}`;
    return `    ${printable(shapes)}: ${printable(text)}${mark}${reason}`;
  };
  return [
    style("strong", writes.title(printable(bucketsText(buckets, options)), buckets.length)),
    ...blocks.flatMap(({ writers, lines }) => [`  ${printable(writers)}`, ...lines.map(writeText)]),
    ...(more === 0 ? [] : [style("dim", `  ${moreOfThem(more)} (${writes.moreRoles})`)]),
  ];
}

const severityStyles: Readonly<Record<FindingSeverity, Style>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "dim",
  informational: "dim",
};

function findingLines({ finding, count, text, examples }: FindingsBlock, { style, messages }: PlanTextOptions): string[] {
  const { code, severity, status } = finding;
  const mark = style(status === "unknown" ? "warning" : severityStyles[severity], padCells(severityWord(finding, messages), 13));
  const more = examples.length === 0 ? [] : [`    ${style("dim", `${messages.moreOfThem(count - examples.length)} (--full)`)}`];
  return [`  ${mark} ${code}  ${printable(text)}`, ...examples.map((example) => `    ${printable(example)}`), ...more];
}

const impactStyles: Readonly<Record<ViewLine["impact"], Style>> = { widens: "widens", narrows: "narrows", neutral: "dim" };

function lineText({ symbol, text, impact, mark, origin }: ViewLine, style: Io["style"]): string {
  const shown = impact === "neutral" ? "" : `  ${style(impactStyles[impact], `[${printable(mark)}]`)}`;
  const place = origin === undefined ? "" : `  ${style("dim", printable(origin))}`;
  return `    ${symbol} ${printable(text)}${shown}${place}`;
}
