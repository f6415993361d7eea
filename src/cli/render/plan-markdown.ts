/** A plan as Markdown, for a comment on a pull request. */

import type { Finding } from "../../model/finding.ts";
import type { Plan } from "../../model/plan.ts";
import { examplesOf, sortFindings } from "./findings-text.ts";
import { planView } from "./plan-view.ts";
import type { ViewBlock, ViewSection } from "./plan-view.ts";
import { summaryLine } from "./plan-summary.ts";
import { printable } from "./terminal-text.ts";

/** Characters of a comment that GitHub takes, with room for what stands around it. Source: GitHub REST API, 65,536. */
const longest = 60_000;
const findingsShown = 30;

/** The whole plan; the summary comes first, because comments are skimmed. Too long a plan is cut where a section ends. */
export function planMarkdown(plan: Plan, full: boolean): string {
  const head = [
    `### lakegrade plan: ${escape(plan.lake.name)} (${plan.lake.account}, ${escape(plan.lake.region)})`,
    "",
    `**${summaryLine(plan.summary, (_style, text) => text)}**`,
    "",
    `Plan digest \`${plan.digest}\``,
    "",
  ].join("\n");
  const sections = planView(plan.changes, full).map(sectionMarkdown);
  if (plan.findings.length > 0) sections.push(findingsMarkdown(plan.findings));
  let text = head;
  for (const [index, section] of sections.entries()) {
    if (!full && text.length + section.length > longest) {
      const left = sections.length - index;
      text += `\n_${left} more ${left === 1 ? "section does" : "sections do"} not fit here: see the output of \`lakegrade plan --full\`._\n`;
      break;
    }
    text += `\n${section}`;
  }
  return text;
}

function sectionMarkdown({ title, blocks }: ViewSection): string {
  const widens = blocks.filter(({ lines }) => lines.some(({ impact }) => impact === "widens"));
  const others = blocks.filter((block) => !widens.includes(block));
  const count = blocks.reduce((sum, { lines }) => sum + lines.reduce((lineSum, line) => lineSum + line.count, 0), 0);
  const parts = [`#### ${escape(title)} (${count})\n`];
  if (widens.length > 0) parts.push(table(widens));
  if (others.length > 0) {
    const body = table(others);
    parts.push(others.length > 10 ? `<details><summary>${others.length} that widen nothing</summary>\n\n${body}\n</details>\n` : body);
  }
  return parts.join("\n");
}

function table(blocks: readonly ViewBlock[]): string {
  const rows = blocks.flatMap(({ title, lines }) =>
    lines.map(({ symbol, text, impact, origin }, index) => {
      const cells = [
        index === 0 ? escape(title) : "",
        `\`${symbol}\` ${escape(text)}`,
        impact === "neutral" ? "" : `**${impact}**`,
        escape(origin ?? ""),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  );
  return ["| | change | access | policy |", "| --- | --- | --- | --- |", ...rows, ""].join("\n");
}

function findingsMarkdown(findings: readonly Finding[]): string {
  const rows = sortFindings(findings)
    .slice(0, findingsShown)
    .map((finding) => {
      const { code, severity, status, message } = finding;
      return `| ${status === "unknown" ? "unknown" : severity} | ${code} | ${escape(`${message}${examplesOf(finding)}`)} |`;
    });
  const left = findings.length - rows.length;
  return [
    `#### Findings (${findings.length})`,
    "",
    "| severity | code | what |",
    "| --- | --- | --- |",
    ...rows,
    ...(left > 0 ? ["", `_and ${left} more_`] : []),
    "",
  ].join("\n");
}

/** Characters that GitHub would read as markup, HTML, a link, a formula, an emoji or the name of somebody to notify. */
const live = /[\\`*_{}[\]()#+!|~$&<>@:]|(?<=www)\./gi;

/** Text from outside as text, in one pass: each character that could mean something becomes a character reference. */
function escape(text: string): string {
  return printable(text).replace(live, (character) => `&#${character.charCodeAt(0)};`);
}
