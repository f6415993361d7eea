/** A plan as Markdown, for a comment on a pull request. */

import type { Finding } from "../../model/finding.ts";
import type { Outage } from "../../model/outage.ts";
import type { Plan } from "../../model/plan.ts";
import { findingMessage, severityWord, sortFindings } from "./findings-text.ts";
import type { Messages } from "../messages/en.ts";
import { outagesView } from "./outages-view.ts";
import { planView } from "./plan-view.ts";
import type { PlanViewOptions, ViewBlock, ViewSection } from "./plan-view.ts";
import { summaryLine } from "./plan-summary.ts";
import { printable } from "./terminal-text.ts";
import { writesView } from "./writes-view.ts";
import type { WritesSection } from "./writes-view.ts";

/** Characters of a comment that GitHub takes, with room for what stands around it. Source: GitHub REST API, 65,536. */
const longest = 60_000;
const findingsShown = 30;

/** The whole plan; the summary comes first, because comments are skimmed. Too long a plan is cut where a section ends. */
export function planMarkdown(plan: Plan, options: PlanViewOptions): string {
  const { full, messages } = options;
  const head = [
    `### lakegrade plan: ${escape(plan.lake.name)} (${plan.lake.account}, ${escape(plan.lake.region)})`,
    "",
    `**${summaryLine(plan, (_style, text) => text, messages)}**`,
    "",
    `${messages.planDigest} \`${plan.digest}\``,
    "",
  ].join("\n");
  const sections = planView(plan.changes, options).map((section) => sectionMarkdown(section, messages));
  for (const section of writesView(plan.writes ?? [], full, messages)) sections.push(writesMarkdown(section, messages));
  if (plan.outages !== undefined) sections.push(outagesMarkdown(plan.outages, options));
  if (plan.findings.length > 0) sections.push(findingsMarkdown(plan.findings, messages));
  let text = head;
  for (const [index, section] of sections.entries()) {
    if (!full && text.length + section.length > longest) {
      text += `\n_${messages.hiddenSections(sections.length - index)}_\n`;
      break;
    }
    text += `\n${section}`;
  }
  return text;
}

function sectionMarkdown({ title, legend, blocks }: ViewSection, messages: Messages): string {
  const widens = blocks.filter(({ lines }) => lines.some(({ impact }) => impact === "widens"));
  const others = blocks.filter((block) => !widens.includes(block));
  const count = blocks.reduce((sum, { lines }) => sum + lines.reduce((lineSum, line) => lineSum + line.count, 0), 0);
  const parts = [`#### ${escape(title)} (${count})\n`, ...(legend === undefined ? [] : [`${escape(legend)}\n`])];
  if (widens.length > 0) parts.push(table(widens, messages));
  if (others.length > 0) {
    const body = table(others, messages);
    parts.push(others.length > 10 ? `<details><summary>${messages.widenNothing(others.length)}</summary>\n\n${body}\n</details>\n` : body);
  }
  return parts.join("\n");
}

function writesMarkdown({ bucket, blocks, more }: WritesSection, { writes, moreOfThem }: Messages): string {
  const { heads } = writes;
  const rows = blocks.flatMap(({ writers, lines }) =>
    lines.map(({ shapes, text, why, alarm }, index) => {
      const outcome = `${escape(text)}${alarm === undefined ? "" : ` **${alarm}**`}`;
      return `| ${[index === 0 ? escape(writers) : "", escape(shapes), outcome, escape(why ?? "")].join(" | ")} |`;
    }),
  );
  return [
    `#### ${writes.title} ${escape(bucket)}`,
    "",
    `| ${heads.writer} | ${heads.shape} | ${heads.outcome} | ${heads.why} |`,
    "| --- | --- | --- | --- |",
    ...rows,
    ...(more === 0 ? [] : ["", `_${moreOfThem(more)} (${writes.moreRoles})_`]),
    "",
  ].join("\n");
}

function outagesMarkdown(outages: readonly Outage[], { full, messages }: PlanViewOptions): string {
  const { title, why, heads } = messages.outages;
  const { lines, more } = outagesView(outages, full, messages);
  return [
    `#### ${title} (${outages.length})`,
    "",
    why,
    "",
    `| ${heads.who} | ${heads.what} | ${heads.when} |`,
    "| --- | --- | --- |",
    ...lines.map(({ who, what, when }) => `| ${escape(who)} | ${escape(what)} | ${escape(when)} |`),
    ...(more === 0 ? [] : ["", `_${messages.moreOfThem(more)}_`]),
    "",
  ].join("\n");
}

function table(blocks: readonly ViewBlock[], { heads, impact: impacts }: Messages): string {
  const rows = blocks.flatMap(({ title, lines }) =>
    lines.map(({ symbol, text, impact, origin }, index) => {
      const cells = [
        index === 0 ? escape(title) : "",
        `\`${symbol}\` ${escape(text)}`,
        impact === "neutral" ? "" : `**${impacts[impact]}**`,
        escape(origin ?? ""),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  );
  return [`| | ${heads.change} | ${heads.access} | ${heads.policy} |`, "| --- | --- | --- | --- |", ...rows, ""].join("\n");
}

function findingsMarkdown(findings: readonly Finding[], messages: Messages): string {
  const { heads } = messages;
  const rows = sortFindings(findings)
    .slice(0, findingsShown)
    .map((finding) => {
      const { code } = finding;
      return `| ${severityWord(finding, messages)} | ${code} | ${escape(findingMessage(finding, messages))} |`;
    });
  const left = findings.length - rows.length;
  return [
    `#### ${messages.findings} (${findings.length})`,
    "",
    `| ${heads.severity} | ${heads.code} | ${heads.what} |`,
    "| --- | --- | --- |",
    ...rows,
    ...(left > 0 ? ["", `_${messages.andSo(left)}_`] : []),
    "",
  ].join("\n");
}

/** Characters that GitHub would read as markup, HTML, a link, a formula, an emoji or the name of somebody to notify. */
const live = /[\\`*_{}[\]()#+!|~$&<>@:]|(?<=www)\./gi;

/** Text from outside as text, in one pass: each character that could mean something becomes a character reference. */
function escape(text: string): string {
  return printable(text).replace(live, (character) => `&#${character.charCodeAt(0)};`);
}
