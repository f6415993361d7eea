/** Text from outside made safe and measurable for a terminal: nothing in it can move the cursor, hide or reorder text. */

/**
 * Control, format (bidirectional marks, zero-width joiners, byte order marks, tags), line and paragraph separators,
 * private use, unassigned code points and lone surrogates: what a terminal obeys or does not show.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/u;
const everyUnprintable = new RegExp(unprintable, "gu");

/** Letters without ink: blank on a terminal though they are letters to Unicode. */
const blankLetters = /[\u115f\u1160\u3164\uffa0]/gu;

/** The text with every unprintable character written as an escape, `\n`, `\u{202e}`; other text as it is. */
export function printable(text: string): string {
  return text.replace(everyUnprintable, escapeOf).replace(blankLetters, escapeOf);
}

function escapeOf(character: string): string {
  switch (character) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default:
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  }
}

/** The terminal cells a printable text takes: two for East Asian wide characters and emoji, none for combining marks. */
export function cellWidth(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

/** The longest start of the text that fits into `cells` terminal cells. */
export function fitCells(text: string, cells: number): string {
  let used = 0;
  let length = 0;
  for (const character of text) {
    used += cellsOf(character);
    if (used > cells) break;
    length += character.length;
  }
  return text.slice(0, length);
}

/** The longest end of the text that fits into `cells` terminal cells. */
export function fitLastCells(text: string, cells: number): string {
  const characters = Array.from(text);
  let used = 0;
  let first = characters.length;
  while (first > 0) {
    used += cellsOf(characters[first - 1] ?? "");
    if (used > cells) break;
    first -= 1;
  }
  return characters.slice(first).join("");
}

/** The text with blanks after it, so that it takes at least `cells` terminal cells. */
export function padCells(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - cellWidth(text)));
}

/** Combining marks, and the vowels and final consonants of Hangul written in parts, join the character before them. */
const joining = /[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Shown as a picture by default. Flags are two regional indicators of one cell each. */
const picture = /(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}/u;

/** East_Asian_Width W and F apart from pictures. Source: Unicode Standard Annex 11, in blocks. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

function cellsOf(character: string): number {
  if (character < "\u0300") return 1;
  if (joining.test(character)) return 0;
  return wide.test(character) || picture.test(character) ? 2 : 1;
}
