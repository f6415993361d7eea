/** Text from outside as text in Markdown, readable where nobody renders it too. */

import { printable } from "./terminal-text.ts";

/** Characters that GitHub would read as markup, HTML, a link, a formula, an emoji or the name of somebody to notify. */
const live = /[\\`*_{}[\]()#+!|~$&<>@:]|(?<=www)\./gi;

/** A word that could mean something. Parentheses do so behind brackets alone, and a colon not at the end of a word. */
const isLive = /[\\`*_{}[\]#+!|~$&<>@]|:(?!$)|www\./i;

/** What a code span of one backtick in the cell of a table cannot hold. */
const unspannable = /[\\`|]/;

/** Words that could mean something become code spans; where those cannot hold them, each such character a character reference. */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(/\S+/g, (word) => {
    if (unspannable.test(word)) return word.replace(live, (character) => `&#${character.charCodeAt(0)};`);
    return isLive.test(word) ? `\`${word}\`` : word;
  });
}
