/** How many edits make one text of another, where two neighbours that changed places are one edit: the commonest slip of the hand. */

import { distance } from "fastest-levenshtein";

/**
 * Insertions, deletions, replacements and swaps of neighbours, no character edited twice; any number above `limit` where there are more.
 * A swap is two edits without swaps, so most texts are dismissed by the quick measure.
 */
export function editsBetween(a: string, b: string, limit: number): number {
  const withoutSwaps = distance(a, b);
  return withoutSwaps <= 1 || withoutSwaps > 2 * limit ? withoutSwaps : editsWithSwaps(a, b);
}

/** Row by row, as for plain edits; a swap looks back two rows. */
function editsWithSwaps(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, edits) => edits);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, isSwap ? at(before, j - 2) + 1 : replaced));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

/** Every place that is looked at has been filled. */
function at(row: readonly number[], place: number): number {
  return row[place] ?? Number.POSITIVE_INFINITY;
}
