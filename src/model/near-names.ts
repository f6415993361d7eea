/** Finds the names near to a text among hundreds of thousands, without measuring the distance to each. */

import { editsBetween } from "./edit-distance.ts";

/** Names of one length. */
interface NameList {
  readonly names: readonly string[];
  /** Of each name three numbers, one after the other, because all of them are read: its `characterBits`. */
  readonly characters: Int32Array;
}

/**
 * For a text all names at most `limit` edits away from it, the nearest first, then in the order given.
 * Texts and names are compared as they are: fold them before.
 */
export function indexNearNames(names: Iterable<string>, limit: number): (text: string) => readonly string[] {
  const byLength = new Map<number, NameList>();
  for (const [length, list] of groupByLength(names))
    byLength.set(length, { names: list, characters: Int32Array.from(list.flatMap(characterBits)) });
  return (text) => {
    const characters = characterBits(text);
    const near: { readonly name: string; readonly edits: number }[] = [];
    for (let length = text.length - limit; length <= text.length + limit; length += 1) {
      const list = byLength.get(length);
      for (const position of list === undefined ? [] : withCharacters(list, characters, limit)) {
        const name = list?.names[position] ?? "";
        const edits = editsBetween(text, name, limit);
        if (edits <= limit) near.push({ name, edits });
      }
    }
    return near.toSorted((a, b) => a.edits - b.edits).map(({ name }) => name);
  };
}

function groupByLength(names: Iterable<string>): ReadonlyMap<number, readonly string[]> {
  const lists = new Map<number, string[]>();
  for (const name of names) {
    const list = lists.get(name.length);
    if (list === undefined) lists.set(name.length, [name]);
    else list.push(name);
  }
  return lists;
}

/** The positions of names that differ from a text by few enough characters. INVARIANT: an edit takes out one character and brings in one, at most; a swap does neither. */
function withCharacters({ characters: known }: NameList, [once, twice, thrice]: CharacterBits, limit: number): readonly number[] {
  const positions: number[] = [];
  for (let at = 0; at < known.length; at += 3) {
    const [first, second, third] = [known[at] ?? 0, known[at + 1] ?? 0, known[at + 2] ?? 0];
    if (bitCount(once & ~first) + bitCount(twice & ~second) + bitCount(thrice & ~third) > limit) continue;
    if (bitCount(first & ~once) + bitCount(second & ~twice) + bitCount(third & ~thrice) > limit) continue;
    positions.push(at / 3);
  }
  return positions;
}

/** Which characters occur once at least, twice at least and three times at least; different characters may count as one. */
type CharacterBits = readonly [number, number, number];

function characterBits(text: string): CharacterBits {
  let [once, twice, thrice] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const bit = 1 << (text.charCodeAt(at) & 31);
    thrice |= twice & bit;
    twice |= once & bit;
    once |= bit;
  }
  return [once, twice, thrice];
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
