/** Texts that YAML takes for something else because they stand without quotes: selectors begin with `*` and hold braces. */

import type { SourceText } from "./parse-source.ts";

/** Characters that give a value another meaning when it begins with them. */
const indicators = new Set(["*", "&", "!", "%", "@", "`", "{"]);

/** Characters before and behind a place that are looked at; longer texts are not names. */
const shownLength = 80;

/**
 * What to do where the word around an offset needs quotes; undefined where nothing says that it is such a text. Policies hold names and
 * selectors, which have no blanks, so a word is what stands between blanks.
 */
export function quotingHelp({ text }: Pick<SourceText, "text">, offset: number): string | undefined {
  const { word, isWhole } = wordAround(text, offset);
  const [first = ""] = word;
  const hasBraces = /\{[^{}]*\}/.test(word);
  // A mapping has nothing right behind its closing brace, a selector has.
  if (first === "{" ? !/^\{[^{}]*\}[^,\]}]/.test(word) : !indicators.has(first) && !hasBraces) return undefined;
  const rule = indicators.has(first)
    ? `quote a text that begins with ${first === "`" ? "a backtick" : `\`${first}\``}`
    : "quote a text that holds braces";
  const isShown = isWhole && !/["\\`]/.test(word);
  return isShown ? `${rule}: \`"${word}"\`` : rule;
}

/** The word, without the brackets and commas around it; `isWhole` is false where the value goes on behind it. Empty where it is too long. */
function wordAround(text: string, offset: number): { readonly word: string; readonly isWhole: boolean } {
  // An indicator that YAML stumbles over begins the value; braces may come later in it.
  const begins = indicators.has(text[offset] ?? "") && text[offset] !== "{";
  const start = begins ? offset : offset - (/\S*$/.exec(text.slice(Math.max(0, offset - shownLength), offset))?.[0].length ?? 0);
  const end = offset + (/^\S*/.exec(text.slice(offset, offset + shownLength))?.[0].length ?? 0);
  let word = text.slice(start, end);
  if (offset - start === shownLength || end - offset === shownLength) return { word: "", isWhole: false };
  let isClosed = false;
  // Brackets that are not closed in the word open what it stands in; what is too many at its end closes that.
  while (/^[[{]/.test(word) && depthOf(word) > 0) word = word.slice(1);
  while (word.endsWith(",") || (/[\]}]$/.test(word) && depthOf(word) < 0)) {
    word = word.slice(0, -1);
    isClosed = true;
  }
  const isLast = /^[ \t]*(#|[,\]}]|\r?\n|$)/.test(text.slice(end, end + shownLength));
  return { word, isWhole: (isClosed || isLast) && depthOf(word) === 0 };
}

/** Opening brackets less closing ones. */
function depthOf(word: string): number {
  return word.split(/[[{]/).length - word.split(/[\]}]/).length;
}
