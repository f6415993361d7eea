/** "did you mean": the nearest known name to a misspelt one. */

import { editsBetween } from "./edit-distance.ts";

/** Edits within which a text may be a misspelling of a name of this length. */
function misspellingLimit(length: number): number {
  return Math.max(1, Math.floor(length / 3));
}

/**
 * The candidate nearest to `name`, if it is near enough to be a misspelling of it; ties go to the first. Of ARNs the name at the
 * end is compared: what stands before it is much alike in all of them.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = namePart(name).toLowerCase();
  let best: string | undefined;
  let fewest = misspellingLimit(wanted.length) + 1;
  for (const candidate of candidates) {
    const known = namePart(candidate);
    if (Math.abs(known.length - wanted.length) >= fewest) continue;
    const edits = editsBetween(wanted, known.toLowerCase(), fewest - 1);
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** What follows the last `/` of an ARN; any other text whole. */
function namePart(text: string): string {
  return text.startsWith("arn:") ? text.slice(text.lastIndexOf("/") + 1) : text;
}

/** A help sentence for an unknown name: the nearest candidate, else the candidates if they are few, else `otherwise`. */
export function didYouMean(name: string, candidates: readonly string[], otherwise?: string): string | undefined {
  const near = nearest(name, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (candidates.length > 0 && candidates.length <= 8) {
    return `known names: ${candidates.map((candidate) => `\`${candidate}\``).join(", ")}`;
  }
  return otherwise;
}
