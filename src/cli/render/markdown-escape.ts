/** Text from outside as text in Markdown. */

import { printable } from "./terminal-text.ts";

/** Characters that GitHub would read as markup, HTML, a link, a formula, an emoji or the name of somebody to notify. */
const live = /[\\`*_{}[\]()#+!|~$&<>@:]|(?<=www)\./gi;

/** In one pass: each character that could mean something becomes a character reference. */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(live, (character) => `&#${character.charCodeAt(0)};`);
}
