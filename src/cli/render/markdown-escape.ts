/** Text from outside as text in Markdown, readable where nobody renders it too. */

import { printable } from "./terminal-text.ts";

/** Characters that GitHub would read as markup, HTML, a link, a formula, an emoji or the name of somebody to notify. */
const live = /[\\`*_{}[\]()#+!|~$&<>@:]|(?<=www)\./gi;

/** A word that could mean something. Parentheses do so behind brackets alone, and a colon not at the end of a word. */
const isLive = /[\\`*_{}[\]#+!|~$&<>@]|:(?!$)|www\./i;

/** What a code span of one backtick in the cell of a table cannot hold. */
const unspannable = /[\\`|]/;

/**
 * Code between backticks, alone but for parentheses, punctuation and Korean particles around it. INVARIANT: nothing that becomes a span of its own
 * stands beside one, for two spans without a blank between them would be read as another one.
 */
const quoted = /(?<=^|\s|(?:^|\s)\()`[^`|\\\s](?:[^`|\\]*[^`|\\\s])?`(?=\p{Script=Hangul}*[),.;:?]*(?:\s|$))/gu;

/** Words that could mean something become code spans; where those cannot hold them, each such character a character reference. */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(/\S+/g, escapeWord);
}

/** The same for sentences of ours: what stands between backticks is code already. */
export function escapeMessage(text: string): string {
  const safe = printable(text);
  let done = 0;
  let escaped = "";
  for (const { 0: code, index } of safe.matchAll(quoted)) {
    escaped += `${escapeMarkdown(safe.slice(done, index))}${code}`;
    done = index + code.length;
  }
  return `${escaped}${escapeMarkdown(safe.slice(done))}`;
}

function escapeWord(word: string): string {
  if (unspannable.test(word)) return word.replace(live, (character) => `&#${character.charCodeAt(0)};`);
  if (!isLive.test(word)) return word;
  const [before, core, after] = withoutPunctuation(word);
  return isLive.test(core) ? `${before}\`${core}\`${after}` : `\`${word}\``;
}

/** A word without the punctuation of the sentence around it. Parentheses stay in pairs, an entity whole; a colon at both ends may be an emoji. */
function withoutPunctuation(word: string): readonly [before: string, core: string, after: string] {
  let [from, until] = [0, word.length];
  for (;;) {
    const core = word.slice(from, until);
    const surplus = count(core, "(") - count(core, ")");
    if (core.startsWith("(") && surplus > 0) from += 1;
    else if (core.endsWith(")") && surplus < 0) until -= 1;
    else if (core.startsWith("(") && core.endsWith(")") && closesAtEnd(core)) [from, until] = [from + 1, until - 1];
    else if (/[,.?]$/.test(core) || /(?<!&[^;]*);$/.test(core) || (core.endsWith(":") && !core.startsWith(":"))) until -= 1;
    else return [word.slice(0, from), core, word.slice(until)];
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Does the parenthesis that a text begins with end with it? */
function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}
