/** The changes of a plan as Markdown tables: what widens access first, the rest as far as there is room. */

import type { Messages } from "../messages/en.ts";
import { fitting, shareRoom, sum } from "./comment-room.ts";
import { escapeMarkdown, escapeMessage } from "./markdown-escape.ts";
import type { ViewBlock, ViewLine, ViewSection } from "./plan-view.ts";

/** Blocks that widen nothing are folded when there are more of them. */
const openBlocks = 10;
/** Characters for the heads of two tables, the fold and the note on what is not shown. */
const frame = 800;

interface Row {
  readonly text: string;
  readonly line: ViewLine;
}

export interface MarkdownSection {
  /** Title and legend. */
  readonly head: string;
  /** Rows of blocks with a line that widens access. */
  readonly widening: readonly Row[];
  readonly others: readonly Row[];
  /** How many blocks `others` come from. */
  readonly otherBlocks: number;
}

export function markdownSection({ title, legend, blocks }: ViewSection): MarkdownSection {
  const widens = blocks.filter(({ lines }) => lines.some(({ impact }) => impact === "widens"));
  const others = blocks.filter((block) => !widens.includes(block));
  const count = sum(blocks.flatMap(({ lines }) => lines.map((line) => line.count)));
  const head = [`#### ${escapeMarkdown(title)} (${count})\n`, ...(legend === undefined ? [] : [`${escapeMarkdown(legend)}\n`])];
  return { head: head.join("\n"), widening: rowsOf(widens), others: rowsOf(others), otherBlocks: others.length };
}

/** Characters that these sections need when nothing is left out. */
export function sizeOfSections(sections: readonly MarkdownSection[]): number {
  return sum(sections.flatMap(({ head, widening, others }) => [head.length + frame, sizeOf(widening), sizeOf(others)]));
}

/** The sections in as many characters: every head, then rows of blocks that widen access, then the others. What is left out is counted. */
export function sectionsWithin(sections: readonly MarkdownSection[], room: number, messages: Messages): readonly string[] {
  const headed = fitting(sections, ({ head }) => head.length + frame, room);
  const forRows = room - sum(headed.map(({ head }) => head.length + frame));
  const wideningRooms = shareRoom(
    forRows,
    headed.map(({ widening }) => sizeOf(widening)),
  );
  const otherRooms = shareRoom(
    forRows - sum(wideningRooms),
    headed.map(({ others }) => sizeOf(others)),
  );
  return headed.map((section, index) => {
    const widening = fitting(section.widening, rowSize, wideningRooms[index] ?? 0);
    const others = fitting(section.others, rowSize, otherRooms[index] ?? 0);
    return sectionText(section, widening, others, messages);
  });
}

function sectionText(section: MarkdownSection, widening: readonly Row[], others: readonly Row[], messages: Messages): string {
  const parts = [section.head];
  const { otherBlocks } = section;
  const isFolded = others.length > 0 && otherBlocks > openBlocks;
  const open = isFolded ? widening : [...widening, ...others];
  if (open.length > 0) parts.push(table(open, messages));
  if (isFolded) {
    const summary = `<summary>${messages.widenNothing(otherBlocks)}</summary>`;
    parts.push(`<details>${summary}\n\n${table(others, messages)}\n</details>\n`);
  }
  const hidden = [...section.widening.slice(widening.length), ...section.others.slice(others.length)].map(({ line }) => line);
  if (hidden.length > 0) {
    const widens = sum(hidden.map(({ impact, count }) => (impact === "widens" ? count : 0)));
    parts.push(`_${messages.hiddenLines(hidden.length, sum(hidden.map(({ count }) => count)), widens)}_\n`);
  }
  return parts.join("\n");
}

function rowsOf(blocks: readonly ViewBlock[]): readonly Row[] {
  return blocks.flatMap(({ title, lines }) =>
    lines.map((line, index) => {
      const { symbol, text, impact, mark, origin } = line;
      const cells = [
        index === 0 ? escapeMarkdown(title) : "",
        `\`${symbol}\` ${escapeMessage(text)}`,
        impact === "neutral" ? "" : `**${escapeMessage(mark)}**`,
        escapeMarkdown(origin ?? ""),
      ];
      return { text: `| ${cells.join(" | ")} |`, line };
    }),
  );
}

function table(rows: readonly Row[], { heads }: Messages): string {
  const head = [`| | ${heads.change} | ${heads.access} | ${heads.policy} |`, "| --- | --- | --- | --- |"];
  return [...head, ...rows.map(({ text }) => text), ""].join("\n");
}

function sizeOf(rows: readonly Row[]): number {
  return sum(rows.map(rowSize));
}

/** With its line break. */
function rowSize({ text }: Row): number {
  return text.length + 1;
}
