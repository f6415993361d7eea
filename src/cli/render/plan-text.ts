/** A plan as text for a terminal. */

import type { Finding } from "../../model/finding.ts";
import type { Plan } from "../../model/plan.ts";
import type { Io, Style } from "../io.ts";
import { planView } from "./plan-view.ts";
import type { ViewLine, ViewSection } from "./plan-view.ts";
import { summaryLine } from "./plan-summary.ts";
import { findingsText } from "./findings-text.ts";
import { printable } from "./terminal-text.ts";

/** Blocks of a section before the rest is only counted; blocks that widen access are always shown. */
const blocksPerSection = 40;

export interface PlanTextOptions {
  readonly style: Io["style"];
  /** Every block and every name. */
  readonly full: boolean;
}

/** The whole plan; ends with the summary line and a line break. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const { lake, changes, findings } = plan;
  const { style } = options;
  const lines = [`${style("strong", `Lake ${printable(lake.name)}`)}  account ${lake.account}, ${printable(lake.region)}`, ""];
  for (const section of planView(changes, options.full)) lines.push(...sectionLines(section, options), "");
  if (findings.length > 0) lines.push(...findingLines(findings, style), "");
  lines.push(summaryLine(plan.summary, style));
  return `${lines.join("\n")}\n`;
}

function sectionLines({ title, blocks }: ViewSection, { style, full }: PlanTextOptions): string[] {
  const lines = [style("strong", printable(title))];
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
  if (hidden > 0)
    lines.push(style("dim", `  … and ${hidden} more with ${hiddenChanges} changes, none of which widens access (--full shows them)`));
  return lines;
}

const impactStyles: Readonly<Record<ViewLine["impact"], Style>> = { widens: "widens", narrows: "narrows", neutral: "dim" };

function lineText({ symbol, text, impact, origin }: ViewLine, style: Io["style"]): string {
  const mark = impact === "neutral" ? "" : `  ${style(impactStyles[impact], `[${impact}]`)}`;
  const place = origin === undefined ? "" : `  ${style("dim", printable(origin))}`;
  return `    ${symbol} ${printable(text)}${mark}${place}`;
}

function findingLines(findings: readonly Finding[], style: Io["style"]): string[] {
  return [style("strong", `Findings (${findings.length})`), findingsText(findings, style)];
}
