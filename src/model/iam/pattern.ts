/** Wildcard patterns of policies: `*` for any run of characters, `?` for one character. */

/** A stretch of a pattern; in `literal` ones (values of variables) `*` and `?` stand for themselves. */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

const one = -1;
const run = -2;
/** The same, but never a colon. */
const runInSegment = -3;
const oneInSegment = -4;
const colon = 0x3a;

/** Code points, and the negative marks above for wildcards. */
export type Pattern = readonly number[];

/** A text as its code points, to be matched against many patterns. */
export function codePoints(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** A pattern without further structure, as in StringLike and in actions. */
export function compilePattern(pieces: readonly Piece[]): Pattern {
  const tokens: number[] = [];
  for (const { text, literal } of pieces) {
    for (const character of text) {
      if (literal || (character !== "*" && character !== "?")) tokens.push(character.codePointAt(0) ?? 0);
      else if (character === "?") tokens.push(one);
      else if (tokens.at(-1) !== run) tokens.push(run);
    }
  }
  return tokens;
}

/**
 * A pattern of the Resource element. In the five parts before the resource, wildcards stay within their part; only a `*` that ends its part
 * goes on over colons. Source: IAM User Guide, reference_policies_elements_resource.
 */
export function compileResourcePattern(pieces: readonly Piece[]): Pattern {
  let colons = 0;
  return compilePattern(pieces).map((token, index, tokens) => {
    if (token === colon) colons += 1;
    if (colons >= 5) return token;
    const next = tokens[index + 1];
    if (token === one) return oneInSegment;
    return token === run && next !== undefined && next !== colon ? runInSegment : token;
  });
}

/** The pattern's parts at its first `count - 1` colons; fewer when it has fewer colons. */
export function splitPattern(pattern: Pattern, count: number): Pattern[] {
  const parts: number[][] = [[]];
  for (const token of pattern) {
    if (token === colon && parts.length < count) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Does the whole text match? */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  return matchesPoints(pattern, codePoints(text));
}

/**
 * `matchesPattern` on code points. Time is at most the product of the two lengths, however the wildcards are set: a mismatch goes back to the last
 * run only, or from a run within a part to the last one without bounds. That is enough, because a run that was passed took the fewest
 * characters it could, and because what lies between two runs of one part holds no colon.
 */
export function matchesPoints(pattern: Pattern, points: readonly number[]): boolean {
  let at = 0;
  let next = 0;
  let free: Retry | undefined;
  let bound: Retry | undefined;
  while (at < points.length) {
    const point = points[at];
    const token = pattern[next];
    if (token === run) {
      next += 1;
      free = { next, at };
      bound = undefined;
    } else if (token === runInSegment) {
      next += 1;
      bound = { next, at };
    } else if (token === point || token === one || (token === oneInSegment && point !== colon)) {
      at += 1;
      next += 1;
    } else {
      if (bound !== undefined && points[bound.at] !== colon) bound = { next: bound.next, at: bound.at + 1 };
      else {
        if (free === undefined) return false;
        free = { next: free.next, at: free.at + 1 };
        bound = undefined;
      }
      ({ at, next } = bound ?? free ?? { at: points.length, next });
    }
  }
  while (pattern[next] === run || pattern[next] === runInSegment) next += 1;
  return next === pattern.length;
}

/** Where to go on after a mismatch: the token after the run, and how much of the text the run has taken. */
interface Retry {
  readonly next: number;
  readonly at: number;
}
