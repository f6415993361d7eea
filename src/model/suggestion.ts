/** "did you mean": the nearest known name to a misspelt one. */

import { distance } from "fastest-levenshtein";

/** Edits within which a text may be a misspelling of a name of this length. */
export function misspellingLimit(length: number): number {
  return Math.max(1, Math.floor(length / 3));
}

/** The candidate nearest to `name`, if it is near enough to be a misspelling of it; ties go to the first. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = misspellingLimit(name.length) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const d = distance(wanted, candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
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
