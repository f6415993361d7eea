/** Finds, among many name patterns, those that match a name, without trying them one by one. */

import { globMatches } from "./glob.ts";
import type { Glob } from "./glob.ts";
import { foldName } from "./selector.ts";
import type { NamePattern } from "./selector.ts";

interface IndexedGlob<Item> {
  readonly glob: Glob;
  readonly item: Item;
}

/**
 * For each name the items whose pattern matches it, in no particular order; patterns that match any name are left out.
 * Answers are not kept: most names of a large catalog come once, and remembering one costs as much as finding it again.
 */
export function indexNames<Item>(items: readonly Item[], patternOf: (item: Item) => NamePattern): (name: string) => readonly Item[] {
  const byLiteral = new Map<string, Item[]>();
  const globs: IndexedGlob<Item>[] = [];
  for (const item of items) {
    const pattern = patternOf(item);
    if (pattern.any) continue;
    for (const literal of pattern.literals) push(byLiteral, literal, item);
    for (const glob of pattern.globs) globs.push({ glob, item });
  }
  const byFeature = indexGlobs(globs);
  const none: readonly Item[] = [];
  // Nearly every feature of a name is one that no glob is found by; a bit for each remainder tells that without a look-up.
  const asked = new Uint8Array(askedSize);
  for (const feature of byFeature.keys()) asked[remainder(Math.floor(feature / pairBase), feature % pairBase)] = 1;
  /** `found` with what the globs of one feature find in the name. */
  const matching = (folded: string, feature: number, found: Set<Item> | undefined): Set<Item> | undefined => {
    const candidates = byFeature.get(feature);
    if (candidates === undefined) return found;
    let all = found;
    for (const { glob, item } of candidates) if (globMatches(glob, folded)) (all ??= new Set()).add(item);
    return all;
  };
  return (name) => {
    const folded = foldName(name);
    const literal = byLiteral.get(folded);
    // A glob that is found by two of its features is tried twice, which costs less than remembering what was tried.
    let found = literal === undefined ? undefined : new Set(literal);
    if (asked[anything] === 1) found = matching(folded, anything, found);
    let previous = 0;
    for (let at = 0; at < folded.length; at += 1) {
      const code = folded.charCodeAt(at);
      if (asked[remainder(0, code)] === 1) found = matching(folded, code, found);
      if (at > 0 && asked[remainder(previous, code)] === 1) found = matching(folded, previous * pairBase + code, found);
      previous = code;
    }
    return found === undefined ? none : [...found];
  };
}

/** The feature of every name; globs of wildcards alone are found by it. */
const anything = 0;

/**
 * Each glob under one feature that every name it matches must have: the one that fewest globs have, because what many
 * globs ask for, most names have too.
 */
function indexGlobs<Item>(globs: readonly IndexedGlob<Item>[]): ReadonlyMap<number, readonly IndexedGlob<Item>[]> {
  const needs = globs.map(({ glob }) => new Set(glob.segments.flatMap(literalFeatures)));
  const frequency = new Map<number, number>();
  for (const features of needs) for (const feature of features) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  const index = new Map<number, IndexedGlob<Item>[]>();
  for (const [position, indexed] of globs.entries()) {
    const features = [...(needs[position] ?? [])];
    // A pair of characters is rarer than one character, so single ones serve only where there is no pair.
    const pairs = features.filter((feature) => feature >= pairBase);
    let rarest = anything;
    let fewest = Infinity;
    for (const feature of pairs.length > 0 ? pairs : features) {
      const count = frequency.get(feature) ?? 0;
      if (count < fewest) [rarest, fewest] = [feature, count];
    }
    push(index, rarest, indexed);
  }
  return index;
}

/** Pairs of code units are numbers from here on, single ones lie below. */
const pairBase = 0x10000;

/** Pairs of ASCII characters all have remainders of their own. */
const askedSize = 1 << 14;

function remainder(first: number, second: number): number {
  return ((first << 7) ^ second) & (askedSize - 1);
}

const questionMark = 0x3f;

function literalFeatures(segment: string): readonly number[] {
  return featuresOf(segment).filter(
    (feature) => feature !== anything && feature % pairBase !== questionMark && Math.floor(feature / pairBase) !== questionMark,
  );
}

/** `anything`, every character and every pair of neighbours, as often as they occur: telling them apart costs more than it saves. */
function featuresOf(text: string): readonly number[] {
  const features = [anything];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    features.push(code);
    if (at > 0) features.push(text.charCodeAt(at - 1) * pairBase + code);
  }
  return features;
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
