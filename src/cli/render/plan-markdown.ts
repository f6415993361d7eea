/** A plan as Markdown, for a comment on a pull request. */

import type { Finding } from "../../model/finding.ts";
import type { Outage } from "../../model/outage.ts";
import type { Plan } from "../../model/plan.ts";
import { severityWord } from "./finding-text.ts";
import { findingsView } from "./findings-view.ts";
import { commentRoom, sum, textsWithin } from "./comment-room.ts";
import { escapeMarkdown as escape, escapeMessage } from "./markdown-escape.ts";
import { markdownSection, sectionsWithin, sizeOfSections } from "./markdown-section.ts";
import { outagesView } from "./outages-view.ts";
import { planView } from "./plan-view.ts";
import type { PartViewOptions, PlanViewOptions } from "./plan-view.ts";
import { summaryLine } from "./plan-summary.ts";
import { readsMarkdown } from "./reads-markdown.ts";
import { bucketsText, writesView } from "./writes-view.ts";
import type { WritesSection } from "./writes-view.ts";

const findingsShown = 30;

/** The whole plan; the summary comes first, because comments are skimmed, and behind it what would surprise. Too long a plan is cut. */
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
  const first = plan.outages === undefined ? [] : [outagesMarkdown(plan.outages, options)];
  first.push(...readsMarkdown(plan.reads ?? [], options));
  for (const section of writesView(plan.writes ?? [], options)) first.push(writesMarkdown(section, options));
  const last = plan.findings.length === 0 ? [] : [findingsMarkdown(plan.findings, options)];
  const changes = planView(plan.changes, options).map(markdownSection);

  const room = full ? Number.POSITIVE_INFINITY : commentRoom - head.length;
  // However much else there is, half of the comment is for the changes if they need it.
  const others = room - Math.min(room / 2, sizeOfSections(changes));
  const shownLast = textsWithin(last, others);
  const shownFirst = textsWithin(first, others - sum(shownLast.map(sizeOf)));
  const shown = sectionsWithin(changes, room - sum([...shownFirst, ...shownLast].map(sizeOf)), messages);
  const hidden = first.length + last.length + changes.length - shownFirst.length - shownLast.length - shown.length;
  const note = hidden === 0 ? [] : [`_${messages.hiddenSections(hidden)}_\n`];
  return [head, ...shownFirst, ...shown, ...shownLast, ...note].join("\n");
}

/** With the line break between sections. */
function sizeOf(section: string): number {
  return section.length + 1;
}

function writesMarkdown({ buckets, blocks, more }: WritesSection, options: PartViewOptions): string {
  const { writes, moreOfThem } = options.messages;
  const { heads } = writes;
  const rows = blocks.flatMap(({ writers, lines }) =>
    lines.map(({ shapes, text, why, alarm }, index) => {
      const outcome = `${escapeMessage(text)}${alarm === undefined ? "" : ` **${alarm}**`}`;
      return `| ${[index === 0 ? escape(writers) : "", escape(shapes), outcome, escapeMessage(why ?? "")].join(" | ")} |`;
    }),
  );
  return [
    `#### ${writes.title(escape(bucketsText(buckets, options)), buckets.length)}`,
    "",
    `| ${heads.writer} | ${heads.shape} | ${heads.outcome} | ${heads.why} |`,
    "| --- | --- | --- | --- |",
    ...rows,
    ...(more === 0 ? [] : ["", `_${moreOfThem(more)} (${writes.moreRoles})_`]),
    "",
  ].join("\n");
}

function outagesMarkdown(outages: readonly Outage[], options: PartViewOptions): string {
  const { messages } = options;
  const { title, why, heads } = messages.outages;
  const { lines, more } = outagesView(outages, options);
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

function findingsMarkdown(findings: readonly Finding[], options: PartViewOptions): string {
  const { full, messages } = options;
  const { heads, moreOfThem } = messages;
  const blocks = findingsView(findings, options);
  const shown = full ? blocks : blocks.slice(0, findingsShown);
  const rows = shown.map(({ finding, count, text, examples }) => {
    const more = examples.length === 0 ? [] : [moreOfThem(count - examples.length)];
    const what = [text, ...examples, ...more].map(escapeMessage).join("<br>");
    return `| ${severityWord(finding, messages)} | ${finding.code} | ${what} |`;
  });
  const left = findings.length - sum(shown.map(({ count }) => count));
  return [
    `#### ${messages.findings} (${findings.length})`,
    "",
    `| ${heads.severity} | ${heads.code} | ${heads.what} |`,
    "| --- | --- | --- |",
    ...rows,
    ...(left > 0 ? ["", `_${messages.andSo(left)}_`] : []),
    "",
    messages.remedies,
    "",
  ].join("\n");
}
